/** A real transport that sends a million messages to neighbours of which one takes nothing. */
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { TcpTransport } from '../../runtime/tcp-transport.ts';
import { gossip } from '../../src/messages.ts';
import type { Link } from '../../src/ports.ts';
import { PROFILES } from '../../src/profiles.ts';

const MESSAGES = 1_000_000;
const MESSAGES_A_TURN = 50;
const READERS = 3;

it('one stalled neighbour costs its buffer, and its link in the end; the others hear everything, as fast', async () => {
  const accepted: Link[] = [];
  const closed: string[] = [];
  const transport = await TcpTransport.listenOn('127.0.0.1', 0, PROFILES.hardened);
  const handler = {
    reads: 'gossip' as const,
    onOpen: () => {},
    onSilence: () => {},
    onMessage: () => {},
    onClose: (_: Link, reason: string) => void closed.push(reason),
  };
  transport.listen({
    accept: (link) => {
      accepted.push(link);
      return handler;
    },
  });
  const readers: Reader[] = [];
  for (let i = 0; i < READERS; i++) readers.push(await Reader.dial(transport.port, i));
  await until(() => accepted.length === READERS);

  const push = async (): Promise<Phase> => {
    const taken = readers.map(({ lines }) => lines);
    const latencies = readers[0].latenciesMs.length;
    let mostPending = 0;
    let mostResident = 0;
    for (let sent = 0; sent < MESSAGES; sent += MESSAGES_A_TURN) {
      const now = performance.now().toFixed(3);
      for (let i = 0; i < MESSAGES_A_TURN; i++) {
        const message = gossip(`${now}:127.0.0.1:${(sent + i) % 1e9}`);
        for (const link of accepted) transport.send(link, message);
      }
      mostPending = Math.max(mostPending, transport.pendingBytes);
      if (sent % 10_000 === 0) mostResident = Math.max(mostResident, process.memoryUsage.rss());
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => readers.every(({ lines }, i) => lines - taken[i] === MESSAGES));
    const sorted = readers[0].latenciesMs.slice(latencies).sort((a, b) => a - b);
    return { p99Ms: sorted[Math.floor(0.99 * sorted.length)], mostPending, mostResident };
  };

  // A process that has just begun grows with any load.
  for (let i = 0; i < 4; i++) await push();
  // What is resident goes up and down by itself.
  const phases: Phase[] = [];
  for (let i = 0; i < 4; i++) phases.push(await push());
  const alone = mostOf(phases);
  const stalled = await Reader.dial(transport.port, READERS);
  await until(() => accepted.length === READERS + 1);
  stalled.socket.pause();
  const beside = await push();
  const residentMore = beside.mostResident - alone.mostResident;
  console.log({ alone, beside, residentMore, p99: beside.p99Ms / alone.p99Ms });
  expect(beside.mostPending - alone.mostPending).toBeLessThan(512 * 1024);
  // The heap of a process varies by some megabytes; without a limit the link would hold a hundred.
  expect(residentMore).toBeLessThan(16e6);
  await until(() => closed.length > 0, 60_000);
  expect(closed).toEqual(['stalled']);
  for (const { socket } of [...readers, stalled]) socket.destroy();
  await transport.end(0);
});

function mostOf(phases: readonly Phase[]): Phase {
  const most = (key: keyof Phase) => Math.max(...phases.map((phase) => phase[key]));
  return { p99Ms: most('p99Ms'), mostPending: most('mostPending'), mostResident: most('mostResident') };
}

interface Phase {
  readonly p99Ms: number;
  readonly mostPending: number;
  readonly mostResident: number;
}

/** Counts lines, and looks at the time in the first one of each chunk. */
class Reader {
  lines = 0;
  readonly latenciesMs: number[] = [];
  readonly socket: Socket;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('data', (chunk) => this.#onData(chunk));
  }

  static dial(port: number, number: number): Promise<Reader> {
    return new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(`HELLO:127.0.0.1:${1 + number}:hearsay/1\n`);
        resolve(new Reader(socket));
      });
    });
  }

  #onData(chunk: Uint8Array): void {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) this.lines++;
    const first = chunk.indexOf(10) + 1;
    const sentMs = Number.parseFloat(Buffer.from(chunk.subarray(first, first + 20)).toString('latin1'));
    if (sentMs > 0) this.latenciesMs.push(performance.now() - sentMs);
  }
}

async function until(holds: () => boolean, timeoutMs = 30_000): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(`not within ${timeoutMs} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
