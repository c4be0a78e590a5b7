/** What stands in a report before any script runs. */
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { chartsOf } from '../analysis/report/report-charts.ts';
import type { ReportData, RunDocument } from '../analysis/report/report-data.ts';
import { reportPage } from '../analysis/report/report-page.ts';
import { countText, durationText, percentText, shortText } from '../analysis/report/report-text.ts';
import { summaryOf } from '../analysis/report/report-words.ts';
import { reportClient } from '../cli/report-client.ts';
import { sampleReport } from './support/report-sample.ts';

const CLIENT = { script: 'script', styles: 'styles' };
const sample = await sampleReport(60);

/** The sample, with parts of its document replaced. */
function sampleWith(parts: Partial<RunDocument>): ReportData {
  return { ...sample, document: { ...sample.document, ...parts } };
}

function pageOf(data: ReportData) {
  return parseHTML(reportPage(data, CLIENT)).document;
}

describe('a report', () => {
  it('says in words what happened', () => {
    expect(summaryOf(sample.document).join('\n').replaceAll('\u00a0', ' ')).toMatchInlineSnapshot(`
      "60 peers joined through 3 seeds; latency uniform:10-100, nothing lost, no faults. At the end 60 were alive, 60 of them held by a quorum of 2 seeds. The overlay has 245 links: 8.17 a peer on average, 41 at the peer with the most. All peers are connected.
      The message reached every peer. It was at half of the peers after 68.2 ms, 99 % after 117 ms and all after 117 ms. The last delivery came after 4 hops. This took 431 copies for 59 deliveries, 7.3 each; 372 were duplicates.
      Plausibly a power law: 12 of 60 peers carry half of all copies. The largest hub has 16.73 % of all links.
      When the 1 % of the peers with the most links are removed, the largest component that remains holds 96 % of the peers; when as many are removed at random, 99 %. Less than half is left when 20 % are removed.
      Neighbours sent 248 pings, 0 of which failed: nobody was reported dead."
    `);
  });

  it('shows words, tables and parameters without a script', () => {
    const page = pageOf(sample);
    expect(page.querySelector('h1')?.textContent).toBe('60 peers, alpha 0.667, 5 links a peer');
    expect([...page.querySelectorAll('h2')].map((title) => title.textContent)).toEqual([
      'Summary',
      'The overlay',
      'Spread of messages',
      'Degrees',
      'Robustness',
      'Parameters, and how to repeat the run',
      'Data',
    ]);
    const rows = [...page.querySelectorAll('#repeat tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
    expect(rows).toContainEqual(['random seed', 'sample']);
    for (const [name, value] of Object.entries(sample.document.manifest.parameters)) {
      expect(rows).toContainEqual([
        name,
        value === null ? '–' : typeof value === 'object' ? '[]' : String(value),
      ]);
    }
    expect(page.querySelector('#command')?.textContent).toBe(`hearsay ${sample.command}`);
    expect(page.querySelectorAll('figure.chart table').length).toBeGreaterThan(5);
  });

  it('lists every figure of the document, also such as it has no words for', () => {
    const page = pageOf(sampleWith({ novel: { deeply: { figure: 17 } } } as Partial<RunDocument>));
    const rows = [...page.querySelectorAll('#data tr')].map((row) => row.textContent);
    expect(rows).toContain('novel.deeply.figure17');
    expect(rows).toContain(`traceHash${sample.document.traceHash}`);
  });

  it('leaves out what has no data', () => {
    const { robustness: _, ...overlay } = sample.document.overlay;
    const { infectedShare: _infected, latencyMs: _latency, hops: _hops, ...spread } = sample.document.spread;
    const { theory: _theory, degreeLaw: _law, ...document } = { ...sample.document, overlay, spread };
    expect(chartsOf(document).map(({ id }) => id)).toEqual(['degrees']);
    const page = pageOf({ ...sample, document });
    const titles = [...page.querySelectorAll('h2, caption')].map((title) => title.textContent);
    expect(titles).toContain('Spread');
    expect(titles).not.toContain('Robustness');
    expect(titles).not.toContain('Theory beside measurement');
  });

  it('says so when the overlay is too large to draw', () => {
    const page = pageOf({ ...sample, picture: null });
    expect(page.querySelector('#overlay')?.textContent).toContain('too large to be drawn');
    expect(page.querySelector('#data')?.textContent).toContain('--edges FILE');
  });

  it('holds its data, and nothing in them can end the element', () => {
    const hostile = '</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> & "';
    const manifest = { ...sample.document.manifest, randomSeed: hostile };
    const data = { ...sampleWith({ manifest }), command: hostile };
    const text = reportPage(data, CLIENT);
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text).not.toContain('<img');
    const page = parseHTML(text).document;
    expect(JSON.parse(page.getElementById('report-data')?.textContent ?? '')).toEqual(data);
    expect(page.querySelector('#command')?.textContent).toBe(`hearsay ${hostile}`);
  });

  it('is the same bytes for equal data', async () => {
    expect(reportPage(await sampleReport(60), CLIENT)).toBe(reportPage(sample, CLIENT));
    expect(reportClient()).toEqual(reportClient());
  });

  it('takes less than 1 MB for 2,000 peers', async () => {
    const text = reportPage(await sampleReport(2_000), reportClient());
    expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
  });

  it('carries the licence of what it copies', () => {
    expect(reportClient().script).toMatch(
      /^\/\*! uPlot\nThe MIT License[\s\S]{0,40}Copyright \(c\) \d+ Leon Sorokin/,
    );
  });

  it('names no address of any server, and forbids all requests', () => {
    const text = reportPage(sample, reportClient());
    expect(text.match(/\b(https?|wss?):\/\/[^"'`\s]*/g) ?? []).toEqual([]);
    expect(text).toContain(`content="default-src 'none';`);
  });
});

describe('a number in a report', () => {
  it.each([
    [countText(0), '0'],
    [countText(1_234_567.891, 2), '1,234,567.89'],
    [countText(-1234.5, 1), '−1,234.5'],
    [countText(-0.001, 2), '0'],
    [countText(1200, 3), '1,200'],
    [countText(Number.NaN), '–'],
    [percentText(0.999999), '99.99 %'],
    [percentText(1), '100 %'],
    [durationText(9_999), '9,999 ms'],
    [durationText(12_345), '12.3 s'],
    [shortText(0.012345), '0.0123'],
    [shortText(1234), '1,234'],
    [shortText(2e-9), '2.0e-9'],
  ])('is written as people read it: %s', (found, expected) => {
    expect(found.replaceAll('\u00a0', ' ')).toBe(expected);
  });
});
