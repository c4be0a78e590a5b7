/** Ten real peers with the limits of the profile `hardened`, one of which an attacker floods. */
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { HearsaySwarm } from '../../bench/hearsay-swarm.ts';
import { TcpTransport } from '../../runtime/tcp-transport.ts';
import { address, parseAddress } from '../../src/address.ts';
import { gossip } from '../../src/messages.ts';
import type { Link } from '../../src/ports.ts';
import { PROFILES } from '../../src/profiles.ts';

const PEERS = 10;
const SECONDS = 15;
/** Of the attacker. */
const MESSAGES_A_TICK = 100;
const TICK_MS = 10;
/** Each peer publishes one in as many ticks. */
const TICKS_A_MESSAGE = 10;
/** For the last messages to arrive. */
const LAST_MS = 3_000;

it('an attacker at 10,000 messages a second: 99.9 % of what honest peers publish is delivered everywhere', async () => {
  const sights = new Map<string, number>();
  let foreign = 0;
  const onDelivery = (_: number, text: string): void => {
    const count = sights.get(text);
    if (count === undefined) foreign++;
    else sights.set(text, count + 1);
  };
  const { gossipRate, gossipBurst } = PROFILES.hardened;
  const swarm = new HearsaySwarm({ system: 'hearsay', payloadBytes: 100 }, onDelivery, { gossipRate });
  const seed = await swarm.introducer();
  const selves: string[] = [];
  for (let node = 0; node < PEERS; node++) selves.push(await swarm.join(node, [seed]));

  const attacker = await TcpTransport.listenOn('127.0.0.1', 0);
  const link = await linkTo(attacker, selves[PEERS - 1]);
  let sent = 0;
  const startMs = performance.now();
  for (let tick = 0; performance.now() - startMs < 1000 * SECONDS; tick++) {
    // Also what a late tick missed.
    const due = MESSAGES_A_TICK * Math.ceil((performance.now() - startMs) / TICK_MS);
    for (; sent < due; sent++) {
      const seconds = (Date.now() / 1000).toFixed(9);
      if (!attacker.send(link, gossip(`${seconds}:127.0.0.1:${sent}`))) break;
    }
    if (tick % TICKS_A_MESSAGE === 0)
      for (let node = 0; node < PEERS; node++) sights.set(swarm.publishOne(node), 0);
    await delay(TICK_MS);
  }
  await delay(LAST_MS);
  const wanted = sights.size * (PEERS - 1);
  const delivered = [...sights.values()].reduce((sum, count) => sum + count, 0);
  console.log({ sent, foreign, published: sights.size, delivered: delivered / wanted, ...swarm.troubles });
  await attacker.end(0);
  await swarm.stop();
  expect(sent).toBeGreaterThan(100_000);
  expect(delivered / wanted).toBeGreaterThanOrEqual(0.999);
  expect(foreign).toBeLessThanOrEqual(PEERS * (gossipBurst + gossipRate * (SECONDS + 5)));
  expect(swarm.troubles).toMatchObject({ declaredDead: 0 });
});

/** An open link that began with HELLO. */
async function linkTo(transport: TcpTransport, to: string): Promise<Link> {
  return new Promise((resolve, reject) => {
    transport.dial(
      parseAddress(to)!,
      {
        reads: 'gossip',
        onOpen: (link) => {
          transport.send(link, { kind: 'hello', peer: address('127.0.0.1', transport.port) });
          resolve(link);
        },
        onMessage: () => {},
        onSilence: () => {},
        onClose: (_, reason) => reject(new Error(reason)),
      },
      10_000,
    );
  });
}
