/** What the network says forges no event in the log, and a full disk stops no node. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventLog } from '../runtime/event-log.ts';
import { LogFile } from '../runtime/log-file.ts';
import { startPeer, startSeed } from '../runtime/node.ts';
import { OurNode } from './support/runtime-our-node.ts';
import { BareSocket } from './support/runtime-recorder.ts';
import { SmallDisk, smallDisksPossible } from './support/small-disk.ts';

const HELLO_LINE = 'HELLO:127.0.0.1:9:hearsay/1\n';

/** Time, name of the node, and words in printable ASCII. */
const WHOLE_LINE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (peer|seed) \S+:\d+ [\x20-\x7e]*$/;

/** Pieces that would begin a line, move a cursor or hide text, and any others. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom('\n', '\r\n', '\x1b[2J', '\x85', '\u2028', '\u2029', '\u202e', '\0', '\\', '\\x0a'),
      fc.constantFrom('\n2026-01-01T00:00:00.000Z peer 10.0.0.1:6000 registered with seed 10.0.0.1:5000\n'),
      fc.string({ unit: 'binary', maxLength: 20 }),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(''));

const samples = <T>(arbitrary: fc.Arbitrary<T>, count: number) =>
  fc.sample(arbitrary, { numRuns: count, seed: 23 });

let directory: string;
let path: string;
let complaints: string[];
let disk: SmallDisk | undefined;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hearsay-threats-'));
  path = join(directory, 'outputfile.txt');
  complaints = [];
});
afterEach(async () => {
  vi.restoreAllMocks();
  await disk?.remove();
  disk = undefined;
  rmSync(directory, { recursive: true, force: true });
});

function complain(sentence: string): void {
  complaints.push(sentence);
}

/** A peer of this seed whose log is this file. */
function peerLoggingTo(file: string, seed: OurNode): Promise<OurNode> {
  const limits = { messageAgeMs: 0, messageAheadMs: 0 };
  return OurNode.start((options) => startPeer({ ...options, output: file, complain }), [seed.self], limits);
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'latin1').trimEnd().split('\n');
}

/** Gossip messages, each with these bytes as its payload, in lines. */
function gossipLines(payloads: readonly Uint8Array[], firstNumber = 1): string {
  return payloads
    .map(
      (payload, i) =>
        `1767225600.5:10.0.0.1:${firstNumber + i} ${Buffer.from(payload).toString('base64url')}\n`,
    )
    .join('');
}

/** Says this as a neighbour, and waits until the peer has read it all. */
async function tellAsNeighbour(peer: OurNode, lines: string): Promise<void> {
  const neighbour = await BareSocket.dial(peer.self);
  neighbour.write(`${HELLO_LINE}${lines}PING\n`);
  await neighbour.received('PONG\n');
  neighbour.socket.destroy();
}

describe('an event is one line in outputfile.txt', () => {
  it('for 10,000 hostile texts', () => {
    const log = new EventLog('peer 10.0.0.2:6000', undefined, new LogFile(path, complain));
    const texts = samples(anyText, 10_000);
    for (const text of texts) log.write(text);
    log.close();
    const lines = linesOf(path);
    expect(lines).toHaveLength(10_000);
    expect(lines.filter((line) => !WHOLE_LINE.test(line))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('for 10,000 gossip messages with hostile payloads and 1,000 hostile requests', async () => {
    const events = vi.spyOn(EventLog.prototype, 'write');
    const seed = await OurNode.start((options) => startSeed({ ...options, output: path, complain }), []);
    const peer = await peerLoggingTo(path, seed);
    const payloads = samples(anyText, 10_000).map((text) => Buffer.from(`x${text}`));
    await tellAsNeighbour(peer, gossipLines(payloads));
    for (const text of samples(anyText, 1_000)) {
      const asker = await BareSocket.dial(seed.self);
      asker.socket.end(`!${text}\n`);
      await asker.endReceived();
    }
    await peer.node.stop();
    await seed.node.stop();
    const lines = linesOf(path);
    expect(lines.filter((line) => !WHOLE_LINE.test(line))).toEqual([]);
    expect(lines).toHaveLength(events.mock.calls.length);
    const saying = (part: string) => lines.filter((line) => line.includes(part)).length;
    expect([saying(' received gossip '), saying(' rejected a request ')]).toEqual([10_000, 1_000]);
  });
});

// "A full disk never stops the node."
describe.skipIf(!smallDisksPossible())('a full disk', () => {
  it('costs lines, not the node, and what was lost is counted', async () => {
    disk = await SmallDisk.mount(512);
    const file = join(disk.path, 'outputfile.txt');
    const seed = await OurNode.start(startSeed, []);
    const peer = await peerLoggingTo(file, seed);
    await peer.says('registered with');
    disk.fill();
    const payloads = new Array(1_000).fill(Buffer.from('hi'));
    await tellAsNeighbour(peer, gossipLines(payloads));
    const honest = await OurNode.start(startPeer, [seed.self]);
    await honest.says(`link up with ${peer.self.text}`);
    await honest.node.stop();
    expect(complaints).toEqual([
      expect.stringMatching(/^Events cannot be written to .* and are lost there: ENOSPC/),
    ]);
    expect(peer.texts).toHaveLength(1_000);

    disk.free();
    await tellAsNeighbour(peer, gossipLines(payloads, 2_001));
    await peer.node.stop();
    await seed.node.stop();
    const lines = linesOf(file);
    const told = lines.flatMap(
      (line) => / (\d+) events before this line were lost$/.exec(line)?.slice(1) ?? [],
    );
    const written = lines.filter(
      (line) => WHOLE_LINE.test(line) && line.includes(' received gossip '),
    ).length;
    expect(told).toHaveLength(1);
    expect(written).toBeGreaterThanOrEqual(1_000);
    expect(written).toBeLessThan(2_000);
    expect(written + Number(told[0])).toBeGreaterThanOrEqual(2_000);
    expect(complaints).toHaveLength(1);
  });
});
