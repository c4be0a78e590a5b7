/** Small documents of results, as `hearsay sim --json` and `hearsay fit --json` print them, with what figures need. */
import type { ResultDocument } from '../../analysis/plot/result-document.ts';

/** A document of a simulated run; `parameters` over those of a small one. */
export function runDocument(
  name: string,
  parameters: Readonly<Record<string, unknown>> = {},
): ResultDocument {
  return {
    name,
    content: {
      schemaVersion: 1,
      manifest: {
        version: '1.2.3',
        randomSeed: 'a',
        parameters: { peers: 1000, alpha: 0.667, links: 5, rank: 'oldest', loss: 0, ...parameters },
      },
      traceHash: '0123456789abcdef',
      overlay: {
        peers: 1000,
        links: 4985,
        inDegreeHistogram: [
          [0, 300],
          [1, 400],
          [3, 200],
          [10, 90],
          [40, 9],
          [200, 1],
        ],
        robustness: {
          attack: [
            [0, 1],
            [0.05, 0.8],
            [0.1, 0.1],
          ],
          random: [
            [0, 1],
            [0.05, 0.94],
            [0.1, 0.89],
          ],
        },
      },
      degreeLaw: { predictedGamma: 2.5, alpha: 2.41, sigma: 0.07, xmin: 3, nTail: 300 },
      spread: {
        infectedShare: [
          [50, 0.1],
          [100, 0.6],
          [250, 1],
        ],
        timesToShareMs: [
          { share: 0.25, messages: 20, p5: 60, p50: 70, p95: 90 },
          { share: 0.5, messages: 20, p5: 80, p50: 100, p95: 130 },
          { share: 1, messages: 3, p5: 240, p50: null, p95: null },
        ],
        latencyMs: {
          p50: 100,
          cdf: [
            [20.5, 0.2],
            [100, 0.5],
            [250, 1],
          ],
        },
        hops: {
          histogram: [
            [1, 100],
            [2, 300],
            [3, 50],
          ],
        },
      },
    },
  };
}

/** A document of a fit. */
export function fitDocument(name: string): ResultDocument {
  return {
    name,
    content: {
      n: 10_000,
      zeros: 12,
      alpha: 2.5,
      sigma: 0.03,
      xmin: 2,
      nTail: 4000,
      pValue: 0.43,
      bootstraps: 1000,
      verdict: 'strong',
      stability: [
        { xmin: 1, alpha: 2.2, sigma: 0.02, ks: 0.03, nTail: 10_000 },
        { xmin: 2, alpha: 2.5, sigma: 0.03, ks: 0.01, nTail: 4000 },
        { xmin: 5, alpha: 2.45, sigma: 0.08, ks: 0.02, nTail: 900 },
        { xmin: 90, alpha: 9, sigma: 4, ks: 0.3, nTail: 3 },
      ],
      ccdf: [
        [1, 1],
        [2, 0.4],
        [5, 0.09],
        [90, 0.0003],
      ],
      randomSeed: 'fit',
    },
  };
}

/** The document without what stands at a path such as `spread.infectedShare`. */
export function without(document: ResultDocument, path: string): ResultDocument {
  return changed(document, path, undefined);
}

/** The document with another value at a path. */
export function changed({ name, content }: ResultDocument, path: string, value: unknown): ResultDocument {
  const copy = structuredClone(content) as Record<string, unknown>;
  const keys = path.split('.');
  const parent = keys.slice(0, -1).reduce((each, key) => each[key] as Record<string, unknown>, copy);
  parent[keys[keys.length - 1]] = value;
  return { name, content: copy };
}
