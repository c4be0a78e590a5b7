/** Latency models, as a scenario writes them. One way, milliseconds. */

export type LatencyModel =
  | { readonly kind: 'constant'; readonly latencyMs: number }
  | { readonly kind: 'uniform'; readonly minMs: number; readonly maxMs: number }
  | { readonly kind: 'exponential'; readonly meanMs: number }
  /** `sigma` is the standard deviation of the logarithm. */
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly sigma: number }
  /** Half the round trips measured between 490 PlanetLab nodes, see `data/README.md`. */
  | { readonly kind: 'planetlab' };

/** What `parseLatencyModel` takes, for error messages. */
export const LATENCY_SYNTAX =
  '"constant:MS", "uniform:MIN-MAX", "exponential:MEAN", "lognormal:MEDIAN,SIGMA" (milliseconds up to 60,000; SIGMA up to 5) or "planetlab"';

const LATENCY_MAX_MS = 60_000;
const SIGMA_MAX = 5;

/** The model, or undefined when the text breaks the syntax or a number is out of range. */
export function parseLatencyModel(text: string): LatencyModel | undefined {
  if (text === 'planetlab') return { kind: 'planetlab' };
  const [kind, rest = ''] = text.split(/:(.*)/s);
  if (kind === 'constant') {
    const latencyMs = decimal(rest, LATENCY_MAX_MS);
    return latencyMs >= 0 ? { kind, latencyMs } : undefined;
  }
  if (kind === 'exponential') {
    const meanMs = decimal(rest, LATENCY_MAX_MS);
    return meanMs > 0 ? { kind, meanMs } : undefined;
  }
  if (kind === 'uniform') {
    const [minMs, maxMs] = pair(rest, '-').map((number) => decimal(number, LATENCY_MAX_MS));
    return minMs <= maxMs ? { kind, minMs, maxMs } : undefined;
  }
  if (kind === 'lognormal') {
    const [median, spread] = pair(rest, ',');
    const [medianMs, sigma] = [decimal(median, LATENCY_MAX_MS), decimal(spread, SIGMA_MAX)];
    return medianMs > 0 && sigma >= 0 ? { kind, medianMs, sigma } : undefined;
  }
  return undefined;
}

/** The two sides of the separator; two empty texts unless it occurs exactly once. */
function pair(text: string, separator: string): [string, string] {
  const [first, second, ...more] = text.split(separator);
  return second === undefined || more.length > 0 ? ['', ''] : [first, second];
}

/** A plain decimal number up to `max`, or NaN, which fails every comparison. */
function decimal(text: string, max: number): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return value <= max ? value : Number.NaN;
}
