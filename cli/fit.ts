/** `hearsay fit`: its arguments. What it does is in `fit-run.ts`, loaded when it runs. */
import type { Command } from 'commander';
import type { OptionValues } from './sim-flags.ts';
import type { Terminal } from './terminal.ts';

/** Adds the command `fit` to the program. */
export function registerFit(program: Command, terminal: Terminal): void {
  program
    .command('fit')
    .description(
      'Fit a power law to integers as Clauset, Shalizi and Newman (2009) do, and say whether it is one: exponent, where it starts, how good the fit is, and what else fits.',
    )
    .argument('<FILE>', 'integers, one a line, or - for standard input; zeros are counted and left out')
    .option(
      '--edges',
      'FILE is an edge list, "u v" a line, as `hearsay sim --edges` writes it (default: off)',
    )
    .option('--degree <KIND>', 'of an edge list: in, out or total (default: in, the links dialled to a peer)')
    .option('--xmin <K>', 'the law starts at this value (default: where it fits best)')
    .option('--bootstrap <N>', 'repetitions for p-value and interval; 0: none (default: 1000)')
    .option('--seed <TEXT>', 'seed of the random draws (default: fit)')
    .option('--workers <W>', 'threads; the result is the same for every number (default: one a core)')
    .option('--json', 'print one JSON document instead of the summary (default: off)')
    .action(async (path: string, values: OptionValues) => {
      const { runFit } = await import('./fit-run.ts');
      await runFit(path, values, terminal);
    });
}
