/**
 * The floor below the runtime: bare sockets that pass as many lines of the same length over as many links in as many turns of the
 * event loop, with one write a turn at each end of a link. Nothing is parsed, remembered or passed on.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { cpuSeconds } from './resources.ts';

const HOST = '127.0.0.1';

export interface SocketsPlan {
  readonly links: number;
  /** Lines over all links together, in both directions. */
  readonly lines: number;
  readonly lineBytes: number;
  readonly turns: number;
}

export interface SocketsFigures {
  readonly cpuS: number;
  readonly writes: number;
}

export async function measureSockets(plan: SocketsPlan): Promise<SocketsFigures> {
  const ends = await openLinks(plan.links);
  const figures = await exchange(ends, plan);
  const closed = ends.map((end) => once(end, 'close'));
  for (const end of ends) end.destroy();
  await Promise.all(closed);
  return figures;
}

/** Both ends of each link. */
async function openLinks(count: number): Promise<Socket[]> {
  const server = createServer({ noDelay: true });
  server.listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ends: Socket[] = [];
  for (let link = 0; link < count; link++) {
    const dialled = connect({ host: HOST, port, noDelay: true });
    const [[accepted]] = await Promise.all([once(server, 'connection'), once(dialled, 'connect')]);
    ends.push(dialled, accepted);
  }
  server.close();
  return ends;
}

function exchange(
  ends: readonly Socket[],
  { lines, lineBytes, turns }: SocketsPlan,
): Promise<SocketsFigures> {
  const block = `${'x'.repeat(lineBytes - 1)}\n`.repeat(Math.ceil(lines / ends.length / turns) + 1);
  return new Promise((resolve) => {
    const startCpuS = cpuSeconds();
    let dueBytes = lines * lineBytes;
    let writes = 0;
    let turn = 0;
    /** The lines that end number `index` has written before this turn: an even share of all, spread evenly. */
    const before = (index: number, turn: number) => {
      const share = evenly(lines, index + 1, ends.length) - evenly(lines, index, ends.length);
      return evenly(share, turn, turns);
    };
    const write = () => {
      for (const [index, end] of ends.entries()) {
        const count = before(index, turn + 1) - before(index, turn);
        if (count === 0) continue;
        writes++;
        end.write(block.slice(0, count * lineBytes), 'latin1');
      }
      if (++turn < turns) setImmediate(write);
    };
    for (const end of ends) {
      end.on('data', (chunk) => {
        dueBytes -= chunk.length;
        if (dueBytes === 0) resolve({ cpuS: cpuSeconds() - startCpuS, writes });
      });
    }
    write();
  });
}

/** How much of `total` is done after so many of all parts. */
function evenly(total: number, parts: number, all: number): number {
  return Math.floor((total * parts) / all);
}
