/** After a handshake each end may send on when the other has ended, as on a bare connection; late answers depend on it. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Handshakes } from '../runtime/tls/handshakes.ts';
import { address } from '../src/address.ts';
import { BareSocket } from './support/runtime-recorder.ts';
import { TlsFolder } from './support/tls-folder.ts';

const HOST = '127.0.0.1';

let server: Server;
let dialled: Socket;
let accepted: Socket;
beforeEach(async () => {
  const folder = await TlsFolder.make(HOST);
  const handshakes = new Handshakes(folder.credentials(HOST), () => {});
  folder.remove();
  server = createServer({ allowHalfOpen: true });
  const secured = new Promise<Socket>((resolve) => {
    server.on('connection', (socket) => handshakes.accept(socket, resolve));
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  dialled = handshakes.dial(address(HOST, (server.address() as { port: number }).port));
  await once(dialled, handshakes.opening);
  accepted = await secured;
});
afterEach(() => {
  for (const socket of [dialled, accepted]) socket.destroy();
  server.close();
});

it.each([
  ['dialled', (): [Socket, Socket] => [dialled, accepted]],
  ['accepted', (): [Socket, Socket] => [accepted, dialled]],
])('the end that %s a link may end first and still hear', async (_, ends) => {
  const [first, last] = ends().map((socket) => new BareSocket(socket));
  first.socket.end('question');
  await last.endReceived();
  // What would end by itself has ended by then.
  await new Promise((resolve) => setImmediate(resolve));
  last.socket.end('answer');
  await first.endReceived();
  expect([last.text, first.text]).toEqual(['question', 'answer']);
});
