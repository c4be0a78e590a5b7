/** Pushes real peers of one process past what they can carry, and sees what becomes of links, memory and messages. */
import { setTimeout as delay } from 'node:timers/promises';
import { HearsaySwarm } from '../../bench/hearsay-swarm.ts';

/** Each peer publishes so many in a turn of the event loop: more than a link may hold back, and than a turn reads. */
const MESSAGES_A_TURN = 300;
const PAYLOAD_BYTES = 1_024;

/** A round of messages that takes longer has lost some, and another is tried. */
const ROUND_MAX_MS = 500;

const LAST_ROUNDS = 20;

/** After this the last messages count as lost. */
const LAST_MAX_MS = 15_000;

export interface OverloadFigures {
  readonly published: number;
  readonly deliveries: number;
  readonly shed: number;
  readonly linksLost: number;
  readonly declaredDead: number;
  /** At most, above the beginning. */
  readonly residentMoreBytes: number;
  /** From the last push until a new message of each peer reached everybody and nothing was shed. */
  readonly recoveredMs: number;
  /** Of as many rounds more, one after another, as `LAST_ROUNDS` says. */
  readonly lostAfterwards: number;
}

/** @param seconds How long it is pushed. */
export async function overload(nodes: number, seconds: number): Promise<OverloadFigures> {
  const sights = new Map<string, number>();
  let deliveries = 0;
  const onDelivery = (_: number, text: string): void => {
    deliveries++;
    const count = sights.get(text);
    if (count !== undefined) sights.set(text, count + 1);
  };
  const swarm = new HearsaySwarm({ system: 'hearsay', payloadBytes: PAYLOAD_BYTES }, onDelivery, {
    pingIntervalMs: 1_000,
  });
  const seed = await swarm.introducer();
  for (let node = 0; node < nodes; node++) await swarm.join(node, [seed]);

  const beforeBytes = process.memoryUsage.rss();
  let mostBytes = beforeBytes;
  let published = 0;
  const endMs = performance.now() + 1000 * seconds;
  while (performance.now() < endMs) {
    for (let node = 0; node < nodes; node++) swarm.publish(node, MESSAGES_A_TURN);
    published += nodes * MESSAGES_A_TURN;
    mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
    await new Promise((resolve) => setImmediate(resolve));
  }
  const pushed = { ...swarm.troubles, deliveries };

  const round = (): string[] =>
    Array.from({ length: nodes }, (_, node) => {
      const text = swarm.publishOne(node);
      sights.set(text, 0);
      return text;
    });
  const isMissing = (text: string): boolean => sights.get(text) !== nodes - 1;
  /** Those that have not reached everybody in that time. */
  const missing = async (texts: readonly string[], timeoutMs: number): Promise<string[]> => {
    const untilMs = performance.now() + timeoutMs;
    while (performance.now() < untilMs && texts.some(isMissing)) await delay(10);
    return texts.filter(isMissing);
  };
  const startMs = performance.now();
  let shed = -1;
  let late: string[] = [];
  // What waits on links is still passed on, and shed, for a while.
  while (shed !== swarm.troubles.shed || late.length > 0) {
    shed = swarm.troubles.shed;
    late = await missing(round(), ROUND_MAX_MS);
  }
  const recoveredMs = performance.now() - startMs;
  const lost: string[] = [];
  for (let i = 0; i < LAST_ROUNDS; i++) lost.push(...(await missing(round(), LAST_MAX_MS)));
  const { linksLost, declaredDead } = swarm.troubles;
  await swarm.stop();
  return {
    published,
    deliveries: pushed.deliveries,
    shed: pushed.shed,
    linksLost,
    declaredDead,
    residentMoreBytes: mostBytes - beforeBytes,
    recoveredMs,
    lostAfterwards: lost.length,
  };
}
