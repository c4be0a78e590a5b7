/** A listener whose process takes no connection and whose queue of them is full, so that the system answers no more dials. */
import { type ChildProcess, spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { type Address, address } from '../../src/address.ts';

const LOOPBACK = '127.0.0.1';

const SERVER = `require('node:net').createServer().listen({ port: 0, host: '${LOOPBACK}', backlog: 1 }, function () {
  console.log(this.address().port);
});`;

/** More connections than the queue takes. */
const FILLERS = 8;

export class SilentServer {
  readonly self: Address;
  readonly #child: ChildProcess;
  readonly #fillers: readonly Socket[];

  private constructor(child: ChildProcess, port: number) {
    this.self = address(LOOPBACK, port);
    this.#child = child;
    this.#fillers = Array.from({ length: FILLERS }, () => {
      const socket = connect(port, LOOPBACK);
      socket.on('error', () => {});
      return socket;
    });
  }

  static async start(): Promise<SilentServer> {
    const child = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
    const port = await new Promise<number>((resolve) => {
      child.stdout.once('data', (data: Buffer) => resolve(Number(data)));
    });
    child.kill('SIGSTOP');
    return new SilentServer(child, port);
  }

  end(): void {
    this.#child.kill('SIGKILL');
    for (const socket of this.#fillers) socket.destroy();
  }
}
