/** What one seed answers when it is asked for its list, or to dial back, over the real ports. Nothing is registered. */
import type { RealClock } from '../runtime/clock.ts';
import type { TcpTransport } from '../runtime/tcp-transport.ts';
import type { Address } from '../src/address.ts';
import type { Answer, PeerListRequest, Request } from '../src/messages.ts';
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

interface Ports {
  readonly clock: RealClock;
  readonly transport: TcpTransport;
}

/** Its list. `timeoutMs` bounds the dial and the answer, each. */
export async function askSeed(ports: Ports, seed: Address, timeoutMs: number): Promise<SeedReply> {
  const startMs = ports.clock.now();
  const { answer, failure } = await ask(ports, seed, LIST_REQUEST, timeoutMs);
  const list = answer?.kind === 'peerList' ? answer.list : undefined;
  const afterMs = ports.clock.now() - startMs;
  return { seed, afterMs, list, reference: answer?.plain === true, failure };
}

/** Whether it can connect to this address; `refused`: it did not try; `unknown`: it does not know the question. */
export async function askDialBack(
  ports: Ports,
  seed: Address,
  peer: Address,
  timeoutMs: number,
): Promise<'reachable' | 'unreachable' | 'refused' | 'unknown'> {
  const { answer } = await ask(ports, seed, { kind: 'dialBack', peer, plain: false }, timeoutMs);
  if (answer?.kind === 'reachability') return answer.reachable ? 'reachable' : 'unreachable';
  return answer === undefined ? 'refused' : 'unknown';
}

interface Outcome {
  readonly answer: Answer | undefined;
  readonly failure: CloseReason | undefined;
}

function ask(ports: Ports, seed: Address, request: Request, timeoutMs: number): Promise<Outcome> {
  let answer: Answer | undefined;
  return new Promise((resolve) => {
    const caller: SeedCaller = {
      onAnswer: (_call: SeedCall, given: Answer) => {
        answer = given;
      },
      onCallEnd: (_call: SeedCall, failure: CloseReason | undefined) => resolve({ answer, failure }),
    };
    new SeedCall(ports, { seed, plain: undefined }, [request], timeoutMs, caller);
  });
}
