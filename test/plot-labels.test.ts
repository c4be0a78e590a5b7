/** Names of results in a figure, and what the caption says of them. */
import { describe, expect, it } from 'vitest';
import { labelsOf } from '../analysis/plot/labels.ts';
import { fitDocument, runDocument } from './support/result-documents.ts';

const DEFAULTS = { loss: 0, peers: 1000 };

describe('a result', () => {
  it('alone has the name of its file, and all its parameters in the caption', () => {
    expect(labelsOf([runDocument('results/one.json')], DEFAULTS)).toEqual({
      names: ['one.json'],
      caption: ['peers 1,000, alpha 0.667, links 5, rank oldest, random seed a, hearsay 1.2.3.'],
    });
  });

  it('among others has the name of what tells its run apart', () => {
    const documents = [
      runDocument('a.json'),
      runDocument('b.json', { alpha: 2.5, links: 'auto', uniformLinks: 2 }),
    ];
    expect(labelsOf(documents, DEFAULTS)).toEqual({
      names: ['alpha 0.667, links 5', 'alpha 2.5, links auto, uniform links 2'],
      caption: ['All runs: peers 1,000, rank oldest, random seed a, hearsay 1.2.3.'],
    });
  });

  it('of an equal run has the name of its file', () => {
    expect(labelsOf([runDocument('a.json'), runDocument('b.json')]).names).toEqual(['a.json', 'b.json']);
  });

  it('that shares its name with another has its file with it', () => {
    const documents = [runDocument('a.json'), runDocument('b.json'), runDocument('c.json', { alpha: 1 })];
    expect(labelsOf(documents).names).toEqual(['alpha 0.667 (a.json)', 'alpha 0.667 (b.json)', 'alpha 1']);
  });

  it('with a long name is cut', () => {
    const documents = [runDocument('a.json'), runDocument('b.json', { latency: 'x'.repeat(80) })];
    expect(labelsOf(documents).names[1]).toBe(`latency ${'x'.repeat(39)}…`);
  });

  it('of a fit says what the fit says', () => {
    expect(labelsOf([fitDocument('f.json'), runDocument('a.json')], DEFAULTS)).toEqual({
      names: ['f.json', 'a.json'],
      caption: [
        'a.json: peers 1,000, alpha 0.667, links 5, rank oldest, random seed a, hearsay 1.2.3.',
        'f.json: a document of hearsay fit --json, 10,000 values, verdict: strong, p = 0.43 of 1,000 bootstraps, random seed fit.',
      ],
    });
  });

  it('with faults says how many, and names parameters that are not at their defaults', () => {
    const document = runDocument('a.json', { loss: 0.1, faults: [{ at: 1 }, { at: 2 }] });
    expect(labelsOf([document], { ...DEFAULTS, faults: [] }).caption[0]).toContain('loss 0.1, faults 2,');
  });
});
