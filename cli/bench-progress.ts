/** How far a sweep is: the bar on a terminal. */
import { SingleBar } from 'cli-progress';
import type { SweepProgress } from './bench-sweep.ts';
import { countText } from './text.ts';

/** A bar over forecast time on standard error, erased at the end. */
export class SweepBar {
  // Line wrapping stays on, so that a sweep that is interrupted leaves the terminal as it was.
  readonly #bar = new SingleBar({
    format: '{bar} {percentage} %  {runs} of {planned} runs, {remaining}',
    barsize: 24,
    linewrap: true,
    clearOnComplete: true,
  });
  #start: { readonly timeMs: number; readonly doneS: number } | undefined;

  update({ done, planned, doneS, plannedS }: SweepProgress): void {
    const starts = this.#start === undefined;
    this.#start ??= { timeMs: performance.now(), doneS };
    const elapsedMs = performance.now() - this.#start.timeMs;
    const remaining = remainingText(elapsedMs, doneS - this.#start.doneS, plannedS - doneS);
    const words = { runs: countText(done), planned: countText(planned), remaining };
    if (starts) this.#bar.start(plannedS, doneS, words);
    this.#bar.setTotal(plannedS);
    this.#bar.update(doneS, words);
  }

  stop(): void {
    if (this.#start !== undefined) this.#bar.stop();
  }
}

/** From the time that so much forecast work took, the time of what remains. */
export function remainingText(elapsedMs: number, doneS: number, remainingS: number): string {
  if (doneS <= 0) return 'remaining time not known yet';
  const leftS = (elapsedMs * remainingS) / doneS / 1000;
  if (leftS < 100) return `about ${countText(leftS)} s left`;
  return leftS < 6_000
    ? `about ${countText(leftS / 60)} min left`
    : `about ${countText(leftS / 3600, 1)} h left`;
}
