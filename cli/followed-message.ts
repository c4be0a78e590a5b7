/** How one message of a run came to each peer: the run is repeated, with a watch for it. */
import type { FollowedMessage } from '../analysis/export/overlay-rows.ts';
import type { SimulationResult } from '../sim/result.ts';
import { watchMessage } from '../sim/why.ts';
import { planetlabRttTenthsMs } from './package-files.ts';
import type { Manifest } from './run-manifest.ts';

/** A run of more events is not repeated to follow a message that nobody asked for. Source: ours. */
const REPEATED_EVENTS_MAX = 20_000_000;

/** Which message to follow when nobody asked for one: the last, as the first find few peers there; undefined for none. */
export function messageToFollow({ spread, simulated }: SimulationResult): number | undefined {
  return spread.published === 0 || simulated.events > REPEATED_EVENTS_MAX ? undefined : spread.published - 1;
}

/** @param message its number, from 0 in the order of publication; undefined when the run publishes no such message */
export function followedMessage(
  { parameters, randomSeed }: Manifest,
  message: number,
): FollowedMessage | undefined {
  const matrix = parameters.latency === 'planetlab' ? { planetlabRttTenthsMs: planetlabRttTenthsMs() } : {};
  const { seen } = watchMessage(parameters, randomSeed, message, undefined, matrix);
  if (seen === undefined) return undefined;
  const timeUs = new Float64Array(parameters.peers).fill(-1);
  const [parents, hops] = [0, 1].map(() => new Int32Array(parameters.peers).fill(-1));
  for (const { peer, parent, afterUs, hop } of seen.receipts) {
    timeUs[peer] = afterUs;
    parents[peer] = parent ?? -1;
    hops[peer] = hop;
  }
  return { timeUs, parents, hops };
}
