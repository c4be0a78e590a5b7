/** Why a link closed, in words for people. */
import type { CloseReason } from '../src/ports.ts';

export const CLOSE_WORDS: Readonly<Record<CloseReason, string>> = {
  closed: 'it closed the connection',
  reset: 'connection reset',
  refused: 'connection refused',
  timeout: 'no answer in time',
  malformed: 'it broke the protocol',
  silent: 'it said nothing in time',
  stalled: 'it takes nothing of what is sent',
};
