/** What a line of 64 MB costs a node, many times, so that the figures mean something. */
import { expect, it } from 'vitest';
import { startPeer, startSeed } from '../../runtime/node.ts';
import { endlessLine } from '../support/endless-line.ts';
import { OurNode } from '../support/runtime-our-node.ts';

const ATTACKS = 51;

/** Source: the aim, docs/SECURITY.md. */
const CPU_MEDIAN_MAX_MS = 5;

it.each([
  ['seed', ''],
  ['peer', ''],
  ['peer', 'HELLO:127.0.0.1:9:hearsay/1\n'],
] as const)('a line without end costs a %s that was told %j less than 5 ms', async (kind, beginning) => {
  const seed = await OurNode.start(startSeed, []);
  const peer = await OurNode.start(startPeer, [seed.self]);
  const to = kind === 'seed' ? seed.self : peer.self;
  const costs = [];
  for (let i = 0; i < ATTACKS; i++) costs.push(await endlessLine(to, beginning));
  const cpuMs = costs.map((cost) => cost.cpuMs).sort((a, b) => a - b);
  const medianMs = cpuMs[(ATTACKS - 1) / 2];
  const mostRead = Math.max(...costs.map((cost) => cost.readBytes));
  console.log(
    `${kind}: ${medianMs} ms of CPU in the median, ${cpuMs[ATTACKS - 1]} at most; ${mostRead} bytes read at most`,
  );
  expect(medianMs).toBeLessThan(CPU_MEDIAN_MAX_MS);
  await peer.node.stop();
  await seed.node.stop();
});
