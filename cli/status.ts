/** `hearsay status`: its arguments. What it does is in `status-run.ts`, loaded when it runs. */
import type { Command } from 'commander';
import type { OptionValues } from './sim-flags.ts';
import type { Terminal } from './terminal.ts';

/** Adds the command to the program. */
export function registerStatus(program: Command, terminal: Terminal): void {
  program
    .command('status')
    .description(
      'Say how a node does that runs with --http. Exit code 1 when it is not ready, or does not answer.',
    )
    .argument('<HOST:PORT>', 'where it answers HTTP, as its --http says')
    .option('--interval <S>', 'seconds over which rates are taken (default: 1)')
    .option('--json', 'print one JSON document (default: off)')
    .action(async (target: string, values: OptionValues) => {
      const { runStatus } = await import('./status-run.ts');
      await runStatus(target, values, terminal);
    });
}
