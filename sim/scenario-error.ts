/** A scenario that cannot run: its message is made of whole sentences for whoever wrote the scenario. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}
