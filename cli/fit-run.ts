/** What `hearsay fit` does: from a file of integers or edges to a fit, and from it to a document or words. */
import { availableParallelism } from 'node:os';
import { ccdf, degreesOf, histogram, inDegreesOf, outDegreesOf } from '../analysis/degrees.ts';
import { parseEdgeList } from '../analysis/edge-list.ts';
import {
  DISTINCT_MIN,
  degreeFit,
  fitIntegers,
  type Integers,
  integersOf,
} from '../analysis/fit/degree-fit.ts';
import { Sample } from '../analysis/fit/sample.ts';
import { stabilityFits } from '../analysis/fit/xmin-scan.ts';
import { parseIntegerList } from '../analysis/integer-list.ts';
import { type FitFindings, fitSummaryText } from './fit-summary.ts';
import { bootstrapOnThreads } from './fit-threads.ts';
import { inputName, inputText } from './input-text.ts';
import type { OptionValues } from './sim-flags.ts';
import type { Terminal } from './terminal.ts';
import { countOf } from './text.ts';
import { UsageError } from './usage-error.ts';

const BOOTSTRAPS_DEFAULT = 1000;
const BOOTSTRAPS_MAX = 1_000_000;
const WORKERS_MAX = 64;
const RANDOM_SEED_DEFAULT = 'fit';

const DEGREES: Readonly<Record<string, (nodeCount: number, edges: Uint32Array) => Uint32Array>> = {
  in: inDegreesOf,
  out: outDegreesOf,
  total: degreesOf,
};

/**
 * Runs the command with its options as commander read them.
 * @throws UsageError for bad options, or a file with nothing to fit
 */
export async function runFit(path: string, values: OptionValues, terminal: Terminal): Promise<void> {
  const bootstraps = wholeNumber('bootstrap', values, 0, BOOTSTRAPS_MAX) ?? BOOTSTRAPS_DEFAULT;
  const workers = wholeNumber('workers', values, 1, WORKERS_MAX) ?? availableParallelism();
  const xmin = wholeNumber('xmin', values, 1, Number.MAX_SAFE_INTEGER);
  const randomSeed = (values.seed as string | undefined) ?? RANDOM_SEED_DEFAULT;
  if (randomSeed === '') {
    throw new UsageError(
      `--seed: expected a text, found ""; leave the flag out for "${RANDOM_SEED_DEFAULT}"`,
    );
  }
  const degree = degreeOf(values);
  const text = await inputText(path);
  const name = inputName(path);
  const integers = degree === undefined ? listed(text, name) : degreesIn(text, name, degree);
  if (xmin !== undefined) checkXmin(xmin, integers);
  const fit = fitIntegers(integers, xmin);
  const settings = { points: integers.points, fit, fixedXmin: xmin !== undefined, randomSeed };
  const report = degreeFit(integers, fit, await bootstrapOnThreads(settings, bootstraps, workers, terminal));
  const stability = stabilityFits(new Sample(integers.points));
  const findings = { name, randomSeed, integers, report, fixedXmin: xmin !== undefined, stability };
  terminal.print(values.json ? documentText(findings) : fitSummaryText(findings, terminal));
}

/** The document of `--json`: the report, the fit for every start, and the distribution to draw it in. */
function documentText({ randomSeed, integers, report, stability }: FitFindings): string {
  const document = {
    ...report,
    stability: stability.map(({ xmin, alpha, sigma, ks, nTail }) => ({ xmin, alpha, sigma, ks, nTail })),
    ccdf: ccdf(integers.points),
    randomSeed,
  };
  return `${JSON.stringify(document)}\n`;
}

/** The degree that is asked for, when the file is an edge list. */
function degreeOf({ edges, degree }: OptionValues): string | undefined {
  if (degree === undefined) return edges ? 'in' : undefined;
  if (!edges) throw new UsageError('--degree: only an edge list has degrees; add --edges, or leave this out');
  if (!Object.hasOwn(DEGREES, degree as string)) {
    throw new UsageError(`--degree: expected in, out or total, found "${degree}"`);
  }
  return degree as string;
}

function listed(text: string, name: string): Integers {
  const list = parseIntegerList(text);
  if ('error' in list) throw new UsageError(`${name}: line ${list.line}: ${list.error}`);
  const integers = integersOf(list.points);
  checkDistinct(integers, `${name}: line ${lineCount(text)}`, 'values');
  return integers;
}

function degreesIn(text: string, name: string, degree: string): Integers {
  const list = parseEdgeList(text);
  if ('error' in list) throw new UsageError(`${name}: line ${list.line}: ${list.error}`);
  const integers = integersOf(histogram(DEGREES[degree](list.nodeCount, list.edges)));
  checkDistinct(integers, `${name}: line ${lineCount(text)}`, `${degree}-degrees`.replace('total-', ''));
  return integers;
}

function checkDistinct({ points }: Integers, place: string, noun: string): void {
  if (points.length >= DISTINCT_MIN) return;
  throw new UsageError(
    `${place}: expected at least ${DISTINCT_MIN} distinct ${noun} above 0 up to the end of the file, found ${points.length}`,
  );
}

function checkXmin(xmin: number, { points }: Integers): void {
  const last = points[points.length - 2][0];
  if (xmin <= last) return;
  const reached = points.filter(([value]) => value >= xmin).length;
  throw new UsageError(
    `--xmin ${xmin}: expected a start that at least two distinct values reach, found ${countOf(reached, 'value')}; choose at most ${last}`,
  );
}

/** The number of the last line that holds something, at least 1. */
function lineCount(text: string): number {
  return text.trimEnd().split('\n').length;
}

/** Undefined when the option was not given. */
function wholeNumber(option: string, values: OptionValues, min: number, max: number): number | undefined {
  const text = values[option] as string | undefined;
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new UsageError(`--${option}: expected a whole number from ${min} to ${max}, found "${text}"`);
}
