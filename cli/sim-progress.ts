/** How far a simulation is: the bar on a terminal, and the wall-clock time of each phase. */
import { SingleBar } from 'cli-progress';
import type { Scenario } from '../sim/scenario.ts';
import type { Progress } from '../sim/simulation.ts';
import { countText } from './text.ts';

/** Wall-clock seconds by phase. What passes between two reports counts for the phase of the later one. */
export class PhaseClock {
  readonly secondsByPhase: Record<string, number> = {};
  #lastMs = performance.now();

  report(phase: string): void {
    const nowMs = performance.now();
    this.secondsByPhase[phase] = (this.secondsByPhase[phase] ?? 0) + (nowMs - this.#lastMs) / 1000;
    this.#lastMs = nowMs;
  }
}

/** A bar over simulated time on standard error, erased at the end. */
export class ProgressBar {
  readonly #bar: SingleBar;
  readonly #endS: number;

  constructor(scenario: Scenario) {
    this.#endS = expectedEndS(scenario);
    // Line wrapping stays on, so that a run that is interrupted leaves the terminal as it was.
    this.#bar = new SingleBar({
      format: '{bar} {percentage} %  {phase}, {simulated} s simulated, {events} events',
      barsize: 24,
      linewrap: true,
      clearOnComplete: true,
    });
    this.#bar.start(this.#endS, 0, { phase: 'starting', simulated: '0', events: '0' });
  }

  update({ simulatedS, events, phase }: Progress): void {
    // The end is a guess, so the bar is full only when the run is over.
    this.#bar.update(Math.min(simulatedS, 0.99 * this.#endS), {
      phase,
      simulated: countText(simulatedS, 1),
      events: countText(events),
    });
  }

  stop(): void {
    this.#bar.stop();
  }
}

/** About when the run will be over, in simulated seconds: after the joins, the gossip, and what follows the last fault. */
function expectedEndS(scenario: Scenario): number {
  const { durationS, joinOverS, messages, publishers, gossipIntervalS, faults } = scenario;
  if (durationS !== null) return durationS;
  const gossipS = publishers === 0 ? 0 : messages * gossipIntervalS;
  const detectionS = (scenario.pingFailures + 1) * scenario.pingIntervalS + scenario.pingTimeoutS;
  const lastFaultS = faults.reduce((last, { at }) => Math.max(last, at + detectionS), 0);
  return Math.max(joinOverS + gossipS + 1, lastFaultS);
}
