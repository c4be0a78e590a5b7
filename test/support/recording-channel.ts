/** One connection without a socket: what a framing made of the bytes that came, and what it wrote. */
import { AnswerFraming } from '../../runtime/answer-framing.ts';
import type { Channel, Framing } from '../../runtime/framing.ts';
import { NodeGossipAids } from '../../runtime/gossip-aids.ts';
import { GossipFraming } from '../../runtime/gossip-framing.ts';
import { RequestFraming } from '../../runtime/request-framing.ts';
import { encode } from '../../src/codec/encode.ts';
import type { Message } from '../../src/messages.ts';
import type { Dialect } from '../../src/ports.ts';
import { bytesOf, meaning } from '../codec-arbitraries.ts';

const HELLO_LINE = bytesOf('HELLO:10.0.0.9:9:hearsay/1\n');

export class RecordingChannel implements Channel {
  readonly pendingBytes = 0;
  readonly aids = new NodeGossipAids();
  readonly messages: Message[] = [];

  encode(message: Message): string {
    return encode(message);
  }

  write(): void {}

  writeAlone(): void {}

  deliver(message: Message): void {
    this.messages.push(message);
  }

  drained(): void {}
}

export interface Reading {
  /** What each message delivered means. */
  readonly messages: readonly unknown[];
  /** False: the connection must close. */
  readonly taken: boolean;
}

/** What the real framing of a link in lines makes of these chunks and of their end; what it refuses is the last it is given. */
export function readFramed(dialect: Dialect, chunks: readonly Uint8Array[]): Reading {
  const channel = new RecordingChannel();
  const framing = newFraming(dialect, channel);
  if (dialect === 'gossip') framing.receive(HELLO_LINE);
  channel.messages.length = 0;
  const taken = chunks.every((chunk) => framing.receive(chunk));
  if (taken) framing.receiveEnd();
  framing.discard();
  return { messages: channel.messages.map(meaning), taken };
}

/** What the framing of a link between peers makes of these chunks when it was told nothing before. */
export function readBare(chunks: readonly Uint8Array[], dialled: boolean): { messages: readonly Message[] } {
  const channel = new RecordingChannel();
  const framing = new GossipFraming(channel, dialled);
  if (chunks.every((chunk) => framing.receive(chunk))) framing.receiveEnd();
  framing.discard();
  return channel;
}

function newFraming(dialect: Dialect, channel: Channel): Framing {
  switch (dialect) {
    case 'requests':
      return new RequestFraming(channel);
    case 'answers':
      return new AnswerFraming(channel);
    case 'gossip':
      return new GossipFraming(channel, false);
  }
}
