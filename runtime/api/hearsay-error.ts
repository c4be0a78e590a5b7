/** What can go wrong with a node that a program embeds, other than wrong arguments. */

/**
 * `CANNOT_START`: its port or address cannot be had. `NOT_STARTED`: it has no address yet. `NOT_READY`: it has not joined the
 * network yet. `BACKPRESSURE`: too many own messages wait to be sent. `STOPPED`: it was stopped.
 */
export type HearsayErrorCode = 'CANNOT_START' | 'NOT_STARTED' | 'NOT_READY' | 'BACKPRESSURE' | 'STOPPED';

/** An error of a node, with a `code` for programs and one sentence for people. */
export class HearsayError extends Error {
  override readonly name = 'HearsayError';
  /** For programs. */
  readonly code: HearsayErrorCode;

  constructor(code: HearsayErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
