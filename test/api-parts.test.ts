/** Parts of the programming interface on their own: the queue of messages, and listeners. */
import { describe, expect, it } from 'vitest';
import { Events } from '../runtime/api/events.ts';
import { MessageQueue, WAITING_MAX_BYTES } from '../runtime/api/message-queue.ts';
import { ReceivedMessage } from '../runtime/api/received-message.ts';
import { gossip } from '../src/messages.ts';

function message(number: number, payload?: string): ReceivedMessage {
  return new ReceivedMessage(gossip(`1.0:10.0.0.1:${number}`, payload), '10.0.0.2:6000', 0);
}

describe('the queue of messages', () => {
  it('holds 16 MiB of payloads; then the oldest go', async () => {
    const queue = new MessageQueue();
    const payload = 'A'.repeat(64_000);
    const fitting = Math.floor(WAITING_MAX_BYTES / payload.length);
    for (let i = 1; i <= fitting; i++) queue.push(message(i, payload));
    expect(queue.droppedCount).toBe(0);
    queue.push(message(fitting + 1, payload));
    expect(queue.droppedCount).toBe(1);
    expect((await queue.take())?.id).toBe('1.0:10.0.0.1:2');
    queue.push(message(fitting + 2, payload));
    expect(queue.droppedCount).toBe(1);
  });

  it('gives each message to one taker, in the order in which they came, and to none after its end', async () => {
    const queue = new MessageQueue();
    const taken = [queue.take(), queue.take(), queue.take()];
    queue.push(message(1));
    queue.push(message(2));
    queue.end();
    const ids = (await Promise.all(taken)).map((each) => each?.id);
    expect(ids).toEqual(['1.0:10.0.0.1:1', '1.0:10.0.0.1:2', undefined]);
    expect(await queue.take()).toBeUndefined();
  });
});

describe('listeners', () => {
  interface Told {
    number: number;
    word: string;
  }

  it('hear soon, in order, and not within the call that tells', async () => {
    const events = new Events<Told>(['number', 'word']);
    const heard: unknown[] = [];
    events.on('number', (number) => heard.push(number));
    events.once('word', (word) => heard.push(word));
    events.tell('number', 1);
    events.tell('word', 'a');
    events.tell('word', 'b');
    expect(heard).toEqual([]);
    await Promise.resolve();
    expect(heard).toEqual([1, 'a']);
  });

  it('hear also what comes after one of them threw, which is uncaught', async () => {
    const events = new Events<Told>(['number', 'word']);
    const heard: number[] = [];
    events.on('number', (number) => {
      heard.push(number);
      if (number === 1) throw new Error('a bug of the application');
    });
    const uncaught = nextUncaught();
    for (const number of [1, 2, 3]) events.tell('number', number);
    expect(await uncaught).toEqual(new Error('a bug of the application'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual([1, 2, 3]);
  });
});

/** The next exception that nobody catches, which then does not end the process. */
function nextUncaught(): Promise<unknown> {
  const before = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  return new Promise((resolve) =>
    process.once('uncaughtException', (error) => {
      for (const listener of before) process.on('uncaughtException', listener);
      resolve(error);
    }),
  );
}
