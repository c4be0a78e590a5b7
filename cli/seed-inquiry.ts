/** What one seed answers when it is asked for its list, over the real ports. Nothing is registered. */
import type { RealClock } from '../runtime/clock.ts';
import type { TcpTransport } from '../runtime/tcp-transport.ts';
import type { Address } from '../src/address.ts';
import type { Answer, PeerListRequest } from '../src/messages.ts';
import type { PeerList } from '../src/peer-list.ts';
import type { CloseReason } from '../src/ports.ts';
import { SeedCall, type SeedCaller } from '../src/seed-call.ts';

export interface SeedReply {
  readonly seed: Address;
  /** From the dial to the answer, milliseconds. */
  readonly afterMs: number;
  /** Undefined when it did not answer. */
  readonly list: PeerList | undefined;
  /** A seed of the reference implementation. */
  readonly reference: boolean;
  /** Why it did not answer. */
  readonly failure: CloseReason | undefined;
}

const LIST_REQUEST: PeerListRequest = {
  kind: 'peerListRequest',
  additions: true,
  entriesMax: undefined,
  plain: false,
};

/** `timeoutMs` bounds the dial and the answer, each. */
export function askSeed(
  ports: { readonly clock: RealClock; readonly transport: TcpTransport },
  seed: Address,
  timeoutMs: number,
): Promise<SeedReply> {
  const startMs = ports.clock.now();
  const contact = { seed, plain: undefined as boolean | undefined };
  let list: PeerList | undefined;
  return new Promise((resolve) => {
    const caller: SeedCaller = {
      onAnswer: (_call: SeedCall, answer: Answer) => {
        if (answer.kind === 'peerList') list = answer.list;
      },
      onCallEnd: (_call: SeedCall, failure: CloseReason | undefined) => {
        const afterMs = ports.clock.now() - startMs;
        resolve({ seed, afterMs, list, reference: contact.plain === true, failure });
      },
    };
    new SeedCall(ports, contact, [LIST_REQUEST], timeoutMs, caller);
  });
}
