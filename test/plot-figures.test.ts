/** Figures: their SVG is the same every time, has what a reader needs, and says what a document lacks. */
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { degreeFigure, degreeSeries } from '../analysis/plot/degree-figure.ts';
import { type Figure, figureSvg } from '../analysis/plot/figure.ts';
import { FigureError } from '../analysis/plot/figure-error.ts';
import { labelsOf } from '../analysis/plot/labels.ts';
import { LOOKS } from '../analysis/plot/palette.ts';
import type { ResultDocument } from '../analysis/plot/result-document.ts';
import { robustnessFigure } from '../analysis/plot/robustness-figure.ts';
import { stabilityFigure } from '../analysis/plot/stability-figure.ts';
import { latencyFigure, spreadFigure } from '../analysis/plot/time-figures.ts';
import { changed, fitDocument, runDocument, without } from './support/result-documents.ts';

const FIGURES: Readonly<Record<string, (documents: readonly ResultDocument[]) => Figure>> = {
  degree: degreeFigure,
  spread: spreadFigure,
  latency: latencyFigure,
  robustness: robustnessFigure,
  stability: stabilityFigure,
};

const RUN = runDocument('run.json');
const OTHER = runDocument('other.json', { alpha: 2.5 });
const FIT = fitDocument('fit.json');

function svgOf(figure: Figure): string {
  return figureSvg(figure, parseHTML('<html></html>').document);
}

/** The texts of a figure, in order. */
function textsOf(figure: Figure): string[] {
  const { document } = parseHTML(svgOf(figure));
  return [...document.querySelectorAll('text')]
    .map((text) => text.textContent ?? '')
    .filter((text) => text !== '');
}

describe.each(Object.keys(FIGURES))('the figure of %s', (kind) => {
  const documents = kind === 'stability' ? [FIT, fitDocument('other.json')] : [RUN, OTHER];
  const figure = () => FIGURES[kind](documents);

  it('has the same bytes each time', () => {
    expect(svgOf(figure())).toBe(svgOf(figure()));
  });

  it('has no identifiers, styles or references, and coordinates to a hundredth of a pixel', () => {
    const svg = svgOf(figure());
    expect(svg).not.toMatch(/\bid=|class=|<style|url\(|href|NaN|undefined|Infinity/);
    for (const [, , value] of svg.matchAll(/\b(transform|d|x|y|cx|cy|x1|x2|y1|y2)="([^"]*)"/g)) {
      expect(value).not.toMatch(/\.\d{3}|e-/);
    }
  });

  it('has title, names of the results, titles of the axes and caption', () => {
    const { title, x, y } = figure();
    const { names, caption } = labelsOf(documents);
    const texts = textsOf(figure());
    for (const text of [title, x.title, y.title, ...names]) expect(texts).toContain(text);
    expect(texts.join(' ')).toContain(caption.join(' '));
  });

  it('draws all that it draws within its frame', () => {
    const { x, y } = figure();
    for (const { ticks, minorTicks, domain } of [x, y]) {
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      for (const tick of [...ticks, ...minorTicks]) expect(tick >= domain[0] && tick <= domain[1]).toBe(true);
    }
  });

  it('escapes what it is told', () => {
    const evil = '<b> & "more"';
    const svg = svgOf(FIGURES[kind === 'stability' ? 'spread' : kind]([{ ...RUN, name: evil }]));
    expect(svg).not.toContain('<b>');
    expect(svg).toContain('&lt;b&gt; &amp; ');
  });
});

describe('the figure of degrees', () => {
  it('has a label for each power of ten', () => {
    const texts = textsOf(degreeFigure([RUN]));
    for (const label of ['1', '10', '100', '100 %', '10 %', '1 %', '0.1 %']) expect(texts).toContain(label);
  });

  it('leaves peers out that nobody dialled, but counts them', () => {
    expect(degreeSeries(RUN).points).toEqual([
      [1, 0.7],
      [3, 0.3],
      [10, 0.1],
      [40, 0.01],
      [200, 0.001],
    ]);
  });

  it('names the fit, its error, where it starts, and the prediction', () => {
    const texts = textsOf(degreeFigure([RUN]));
    expect(texts).toContain('fitted γ = 2.41 ± 0.07, x ≥ 3');
    expect(texts).toContain('predicted γ = 2.50');
  });

  it('predicts from alpha where the document does not', () => {
    expect(degreeSeries(without(RUN, 'degreeLaw')).predictedExponent).toBeCloseTo(1 + 1 / 0.667);
    const shuffled = without(runDocument('a', { rank: 'shuffled' }), 'degreeLaw');
    expect(degreeSeries(shuffled).predictedExponent).toBeUndefined();
    expect(textsOf(degreeFigure([shuffled])).join()).not.toMatch(/predicted|fitted/);
  });

  it('shows null models in grey when asked, named by the links a peer has', () => {
    const texts = textsOf(degreeFigure([RUN, OTHER], labelsOf([RUN, OTHER]), true));
    expect(texts.filter((text) => /uniform|Barab/.test(text))).toEqual([
      'uniform choice, 5 links a peer',
      'Barabási-Albert, m = 5',
    ]);
  });

  it('draws the prediction through the middle of the data where there is no fit', () => {
    const bare = without(RUN, 'degreeLaw');
    expect(svgOf(degreeFigure([bare]))).not.toBe(svgOf(degreeFigure([RUN])));
    expect(degreeFigure([bare]).caption.at(-1)).toBe(
      'Points: complementary cumulative distribution. Lines: power laws predicted with γ = 1 + 1/alpha (dashed).',
    );
  });

  it('takes a fit of values as they are', () => {
    expect(degreeSeries(FIT).points.length).toBe(4);
    expect(textsOf(degreeFigure([FIT]))).toContain('x: value');
  });
});

describe('the figure of a spread', () => {
  it('shows the times of the middle messages only where all of them are known', () => {
    expect(spreadFigure([RUN]).caption.at(-1)).toMatch(/Bands:/);
    expect(spreadFigure([without(RUN, 'spread.timesToShareMs')]).caption.at(-1)).not.toMatch(/Bands:/);
  });

  it('counts in seconds when it is slow', () => {
    const slow = changed(RUN, 'spread.infectedShare', [[30_000, 1]]);
    expect(spreadFigure([slow]).x.title).toBe('time since publish (s)');
  });
});

describe('the figure of robustness', () => {
  const curve = [
    [0, 1],
    [0.1, 0.5],
  ];
  const nullModels = {
    uniform: { robustness: { attack: curve } },
    barabasiAlbert: { robustness: { attack: curve } },
  };

  it('shows null models when asked', () => {
    const documents = [changed(RUN, 'overlay.nullModels', nullModels)];
    const texts = textsOf(robustnessFigure(documents, labelsOf(documents), true));
    for (const name of ['uniform choice, hubs first', 'Barabási-Albert, hubs first'])
      expect(texts).toContain(name);
  });

  it('says so when a document has none', () => {
    expect(() => robustnessFigure([RUN], labelsOf([RUN]), true)).toThrow(
      'run.json has no null models; it is a document of `hearsay sim --json`, and `hearsay sim --json --null` gives one',
    );
  });

  it('takes what hearsay measure says', () => {
    const { overlay } = RUN.content as { overlay: object };
    const measured = { name: 'm.json', content: overlay };
    expect(textsOf(robustnessFigure([measured]))).toContain('m.json');
    expect(degreeSeries(measured)).toMatchObject({ fit: undefined, linksPerPeer: 4.985 });
  });
});

describe('the figure of stability', () => {
  it('leaves tails out that say nothing', () => {
    const { x, y } = stabilityFigure([FIT]);
    expect(x.domain[1]).toBeLessThan(90);
    expect(y.domain[1]).toBeLessThan(3);
  });
});

describe('a document that lacks what a figure shows', () => {
  const SIM = 'it is a document of `hearsay sim --json`';
  it.each<[string, ResultDocument, string]>([
    [
      'spread',
      without(RUN, 'spread.infectedShare'),
      `run.json has no spread curve; ${SIM}, and \`hearsay sim --json\` with published messages gives one`,
    ],
    [
      'latency',
      changed(RUN, 'spread.latencyMs', null),
      `run.json has no latencies; ${SIM}, and \`hearsay sim --json\` with published messages gives one`,
    ],
    [
      'latency',
      changed(RUN, 'spread.latencyMs.cdf', [[0, 1]]),
      `run.json has no latencies; ${SIM}, and \`hearsay sim --json\` with published messages gives one`,
    ],
    [
      'robustness',
      FIT,
      'fit.json has no robustness curves; it is a document of `hearsay fit --json`, and `hearsay sim --json` or `hearsay measure --json` gives one',
    ],
    ['stability', RUN, `run.json has no fits by xmin; ${SIM}, and \`hearsay fit --json\` gives one`],
    [
      'degree',
      { name: 'b.json', content: [1, 2] },
      'b.json has no degree distribution; it is no document of `hearsay sim --json`, `hearsay fit --json` or `hearsay measure --json`, and `hearsay sim --json` gives one',
    ],
    [
      'degree',
      changed(RUN, 'overlay.inDegreeHistogram', [[0, 10]]),
      `run.json has no degree distribution; ${SIM}, and \`hearsay sim --json\` gives one`,
    ],
    [
      'spread',
      changed(RUN, 'spread.infectedShare', [[1, 'a']]),
      'run.json: spread.infectedShare: expected pairs of numbers, found [1,"a"]',
    ],
    [
      'degree',
      changed(RUN, 'degreeLaw.alpha', 'steep'),
      'run.json: degreeLaw.alpha: expected a number, found "steep"',
    ],
    [
      'stability',
      changed(FIT, 'stability', [{ xmin: 1 }]),
      'fit.json: stability: expected numbers xmin, alpha, sigma and nTail, found {"xmin":1}',
    ],
  ])('%s: is refused in one sentence', (kind, document, sentence) => {
    expect(() => FIGURES[kind]([document])).toThrow(new FigureError(sentence));
  });
});

describe('results in one figure', () => {
  it('differ by symbol, and neighbours in the list also in grey', () => {
    expect(new Set(LOOKS.map(({ symbol }) => symbol)).size).toBe(LOOKS.length);
    const greys = LOOKS.map(({ color }) => greyOf(color));
    for (let i = 1; i < greys.length; i++) expect(Math.abs(greys[i] - greys[i - 1])).toBeGreaterThan(40);
  });
});

/** The grey, from 0 to 255, that a colour is printed in (ITU-R BT.601). */
function greyOf(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
