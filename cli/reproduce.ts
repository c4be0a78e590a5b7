/** `hearsay reproduce`: its arguments. What it does is in `reproduce-run.ts`, loaded when it runs. */
import type { Command } from 'commander';
import type { OptionValues } from './sim-flags.ts';
import type { Terminal } from './terminal.ts';

/** Adds the command `reproduce` to the program. */
export function registerReproduce(program: Command, terminal: Terminal): void {
  program
    .command('reproduce')
    .description('Run a results folder again, from its manifest, and compare the files byte for byte.')
    .argument('<DIR>', 'a folder that `hearsay bench` filled')
    .option(
      '--check',
      'only compare the files with the hashes in the manifest, and run nothing (default: off)',
    )
    .option('--workers <W>', 'so many runs at once; the results are the same (default: one a core)')
    .option('--json', 'print one JSON document instead of sentences (default: off)')
    .option('--quiet', 'no progress bar and no sentences (default: off)')
    .addHelpText('after', '\nExit code: 0 when the files are equal, 1 when one differs.')
    .action(async (folder: string, values: OptionValues) => {
      const { runReproduce } = await import('./reproduce-run.ts');
      process.exitCode = await runReproduce(folder, values, terminal);
    });
}
