/** A line that never ends, sent by another process, and what it costs the node of this process that is given it. */
import { spawn } from 'node:child_process';
import { channel } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { Address } from '../../src/address.ts';

/** What is offered, bytes. */
export const ENDLESS_BYTES = 64 * 1024 * 1024;

/** Told of each connection that a server of this process accepts. */
const ACCEPTED_SOCKETS = channel('net.server.socket');

/** Goes on sending when the other end has closed, as no honest node does. */
const ATTACKER = `
const [, port, beginning, count] = process.argv;
const socket = require('net').connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
const chunk = Buffer.alloc(65536, 0x31);
let left = Number(count);
socket.on('error', () => {});
socket.on('connect', () => {
  socket.write(beginning);
  const more = () => {
    while (left > 0 && !socket.destroyed) {
      left -= chunk.length;
      if (!socket.write(chunk)) return socket.once('drain', more);
    }
    socket.end();
  };
  more();
});`;

export interface EndlessLineCost {
  /** Bytes that the node took from its system before the connection was gone. */
  readonly readBytes: number;
  /** Processor time of this process from accepting the connection until it was gone, milliseconds. */
  readonly cpuMs: number;
}

/** Sends 64 MB of one digit after the beginning. Resolves when the connection is gone at both ends. */
export async function endlessLine(to: Address, beginning: string): Promise<EndlessLineCost> {
  const { cost, ignore } = costOfNextConnection(to.port);
  const words = ['-e', ATTACKER, String(to.port), beginning, String(ENDLESS_BYTES)];
  const attacker = spawn(process.execPath, words, { stdio: 'ignore' });
  const exited = new Promise((resolve) => attacker.once('exit', resolve));
  const figures = await cost;
  ignore();
  await exited;
  return figures;
}

function costOfNextConnection(port: number): { cost: Promise<EndlessLineCost>; ignore: () => void } {
  let onAccepted = (_message: unknown): void => {};
  const cost = new Promise<EndlessLineCost>((resolve) => {
    onAccepted = (message) => {
      const { socket } = message as { socket: Socket };
      if (socket.localPort !== port) return;
      const before = process.cpuUsage();
      socket.once('close', () => {
        const { user, system } = process.cpuUsage(before);
        resolve({ readBytes: socket.bytesRead, cpuMs: (user + system) / 1000 });
      });
    };
  });
  ACCEPTED_SOCKETS.subscribe(onAccepted);
  return { cost, ignore: () => ACCEPTED_SOCKETS.unsubscribe(onAccepted) };
}
