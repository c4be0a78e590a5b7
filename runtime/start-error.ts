/** Why a node cannot start: one clear sentence that says what, where, what was expected and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
