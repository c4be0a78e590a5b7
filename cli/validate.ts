/** `hearsay validate`: its arguments. What it does is in `validate-run.ts`, loaded when it runs. */
import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** Fixed, so that the table is the same every time: with any other a row in a thousand fails by chance. */
const DEFAULT_SEED = 'validate';

/** Adds the command `validate` to the program. */
export function registerValidate(program: Command, terminal: Terminal): void {
  program
    .command('validate')
    .description(
      'Measure again what the field knows, with the simulator, the protocol and the statistics of this program, and compare.',
    )
    .option('--quick', 'smaller samples, so wider intervals: under two minutes', false)
    .option('--only <IDS>', 'only these rows or families of rows, separated by commas')
    .option('--seed <TEXT>', 'random seed; the same gives the same numbers', DEFAULT_SEED)
    .option('--json', 'print one JSON document instead of a table', false)
    .addHelpText('after', '\nExit code: 0 when every row passes, 1 when one fails.')
    .action(async (values: { quick: boolean; only?: string; seed: string; json: boolean }) => {
      const { runValidate } = await import('./validate-run.ts');
      process.exitCode = runValidate(values, terminal);
    });
}
