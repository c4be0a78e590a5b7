/** The real ports on loopback, for tests that run against every world. */

import { RealClock } from '../../runtime/clock.ts';
import { IcmpPinger } from '../../runtime/ping/icmp-pinger.ts';
import { nodeRandom } from '../../runtime/random.ts';
import { TcpTransport } from '../../runtime/tcp-transport.ts';
import { type Address, address } from '../../src/address.ts';
import type { Clock, Memory, Pinger, Random, Transport } from '../../src/ports.ts';
import { SeenMessages } from '../../src/seen-messages.ts';

const LOOPBACK = '127.0.0.1';

/** How long links may take to close at the end of a test. */
const CLOSE_MAX_MS = 500;

/** The ports of one node: a world but for its observer. */
export interface RealNode {
  readonly self: Address;
  readonly clock: Clock;
  readonly transport: Transport;
  readonly pinger: Pinger;
  readonly random: Random;
  readonly memory: Memory;
}

export interface TcpWorld {
  /** Makes a node that is bound to a free port of loopback. */
  node(): Promise<RealNode>;
  /** Ends all nodes. */
  close(): Promise<void>;
}

export async function tcpWorld(): Promise<TcpWorld> {
  const transports: TcpTransport[] = [];
  const pingers: IcmpPinger[] = [];
  return {
    node: async () => {
      const transport = await TcpTransport.listenOn(LOOPBACK, 0);
      const pinger = new IcmpPinger();
      transports.push(transport);
      pingers.push(pinger);
      const self = address(LOOPBACK, transport.port);
      const clock = new RealClock();
      return {
        self,
        clock,
        transport,
        pinger,
        random: nodeRandom('test', self.text),
        memory: new SeenMessages(clock),
      };
    },
    close: async () => {
      for (const pinger of pingers) pinger.stop();
      await Promise.all(transports.map((transport) => transport.end(CLOSE_MAX_MS)));
    },
  };
}
