/** One line of `hearsay doctor`: what was tried, how it went, and what to do about it. */

/** `fault`: a node would not work. `warning`: it works, but not as one would expect. */
export type State = 'ok' | 'warning' | 'fault';

export interface Finding {
  readonly state: State;
  /** What was tried, in a word or two. */
  readonly subject: string;
  readonly says: string;
  /** What to do; of a warning or a fault. */
  readonly advice: string | undefined;
}

export function ok(subject: string, says: string): Finding {
  return { state: 'ok', subject, says, advice: undefined };
}

export function warning(subject: string, says: string, advice: string): Finding {
  return { state: 'warning', subject, says, advice };
}

export function fault(subject: string, says: string, advice: string): Finding {
  return { state: 'fault', subject, says, advice };
}
