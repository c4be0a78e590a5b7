/** The real ports on loopback, for tests that run against every world. */
import { channel } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { RealClock } from '../../runtime/clock.ts';
import { IcmpPinger } from '../../runtime/ping/icmp-pinger.ts';
import { nodeRandom } from '../../runtime/random.ts';
import { TcpTransport } from '../../runtime/tcp-transport.ts';
import type { Credentials } from '../../runtime/tls/credentials.ts';
import { Handshakes } from '../../runtime/tls/handshakes.ts';
import { type Address, address } from '../../src/address.ts';
import { ONE_NODE } from '../../src/ports.ts';
import { SeenMessages } from '../../src/seen-messages.ts';
import type { ConformanceWorld, NodePorts } from './conformance-world.ts';
import { FakePing } from './runtime-fake-ping.ts';
import { SilentServer } from './runtime-silent-server.ts';
import { Watched } from './runtime-watched.ts';
import { TlsFolder } from './tls-folder.ts';

const LOOPBACK = '127.0.0.1';
const SILENT_HOST = '10.0.0.2';

/** How long links may take to close at the end of a test. */
const CLOSE_MAX_MS = 500;

/** Told of each connection that a server of this process accepts. */
const ACCEPTED_SOCKETS = channel('net.server.socket');

export interface RealNode extends NodePorts {
  readonly transport: TcpTransport;
  readonly pinger: IcmpPinger;
}

export type TcpWorld = RealWorld;

/** @param host Of loopback; its own, where the port of a node that left must not be taken by a node of another test. */
export async function tcpWorld(host = LOOPBACK): Promise<TcpWorld> {
  return new RealWorld(host);
}

/** The same where all links are TLS, and every node has the same certificate. */
export async function tlsWorld(): Promise<TcpWorld> {
  loopbackCredentials ??= TlsFolder.make(LOOPBACK).then((folder) => {
    const credentials = folder.credentials(LOOPBACK);
    folder.remove();
    return credentials;
  });
  return new RealWorld(LOOPBACK, await loopbackCredentials);
}

let loopbackCredentials: Promise<Credentials> | undefined;

class RealWorld extends Watched implements ConformanceWorld {
  readonly #nodes: RealNode[] = [];
  /** Connections accepted by any node, and the port it listens on. */
  readonly #accepted = new Map<Socket, number | undefined>();
  readonly #onAccepted = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    this.#accepted.set(socket, socket.localPort);
  };
  #silentServer: SilentServer | undefined;
  #fakePing: FakePing | undefined;
  readonly #path = process.env.PATH;
  readonly #host: string;
  readonly #credentials: Credentials | undefined;

  constructor(host: string, credentials?: Credentials) {
    super();
    this.#host = host;
    this.#credentials = credentials;
    ACCEPTED_SOCKETS.subscribe(this.#onAccepted);
  }

  /** A node that is bound to a free port of loopback. */
  node(): Promise<RealNode> {
    return this.#start(0);
  }

  override changed(): void {
    super.changed();
  }

  turn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  async kill(node: NodePorts): Promise<void> {
    const { transport, pinger } = this.#nodes.find(({ self }) => self === node.self) as RealNode;
    pinger.stop();
    await transport.end(0);
  }

  async restart(node: NodePorts): Promise<RealNode> {
    for (const socket of this.#acceptedBy(node)) {
      if (!(socket instanceof TLSSocket)) socket.resetAndDestroy();
    }
    await this.kill(node);
    return this.#start(node.self.port);
  }

  stall(node: NodePorts): void {
    for (const socket of this.#acceptedBy(node)) socket.pause();
  }

  unstall(node: NodePorts): void {
    for (const socket of this.#acceptedBy(node)) socket.resume();
  }

  async silentAddress(): Promise<Address> {
    this.#silentServer ??= await SilentServer.start();
    return this.#silentServer.self;
  }

  /** Only a `ping` program that pretends can find a silent host on every machine. */
  async silentHost(mode: 'lost' | 'slow' = 'lost'): Promise<Address> {
    this.#fakePing ??= new FakePing();
    this.#fakePing.does(mode, SILENT_HOST);
    process.env.PATH = this.#fakePing.path;
    return address(SILENT_HOST, 6000);
  }

  async close(): Promise<void> {
    ACCEPTED_SOCKETS.unsubscribe(this.#onAccepted);
    this.#silentServer?.end();
    this.#fakePing?.remove();
    process.env.PATH = this.#path;
    for (const { pinger } of this.#nodes) pinger.stop();
    await Promise.all(this.#nodes.map(({ transport }) => transport.end(CLOSE_MAX_MS)));
  }

  async #start(port: number): Promise<RealNode> {
    const transport = await TcpTransport.listenOn(this.#host, port);
    if (this.#credentials !== undefined) transport.handshakes = this.#handshakes(this.#credentials);
    const clock = new RealClock();
    const self = address(this.#host, transport.port);
    const node = {
      ...ONE_NODE,
      self,
      clock,
      transport,
      pinger: new IcmpPinger(),
      random: nodeRandom('test', self.text),
      memory: new SeenMessages(clock),
    };
    this.#nodes.push(node);
    return node;
  }

  /** Of a link over TLS the socket below is known as any other is; what reads is the one above. */
  #handshakes(credentials: Credentials): Handshakes {
    const handshakes = new Handshakes(credentials, () => {});
    const accept = handshakes.accept.bind(handshakes);
    handshakes.accept = (socket, onSecured) =>
      accept(socket, (secured) => {
        this.#accepted.set(secured, secured.localPort);
        onSecured(secured);
      });
    return handshakes;
  }

  #acceptedBy({ self }: NodePorts): Socket[] {
    return [...this.#accepted].filter(([, port]) => port === self.port).map(([socket]) => socket);
  }
}
