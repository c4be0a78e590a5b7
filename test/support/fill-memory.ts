/** A flood of new messages, as the memory of one node sees it; the clock goes as fast as the flood. */
import { gossip } from '../../src/messages.ts';
import { SeenMessages } from '../../src/seen-messages.ts';

/** @returns the most messages that were remembered in each minute, and the bytes in use after it */
export function fillMemory({
  messagesPerS,
  minutes,
}: {
  readonly messagesPerS: number;
  readonly minutes: number;
}) {
  let nowMs = 0;
  const memory = new SeenMessages({ now: () => nowMs });
  const sizesMax: number[] = [];
  const heapBytes: number[] = [];
  let count = 0;
  for (let minute = 0; minute < minutes; minute++) {
    let most = 0;
    for (let i = 0; i < 60 * messagesPerS; i++) {
      nowMs = (1_000 * count) / messagesPerS;
      if (!memory.firstTime(gossip(`1767225600.${count}:10.0.0.1:${++count}`))) throw new Error('known');
      most = Math.max(most, memory.size);
    }
    sizesMax.push(most);
    heapBytes.push(process.memoryUsage().heapUsed);
  }
  return { sizesMax, heapBytes };
}
