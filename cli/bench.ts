/** `hearsay bench`: its options. What it does is in `bench-run.ts`, loaded when it runs. */
import type { Command } from 'commander';
import { FOLDER_DEFAULT, RANDOM_SEED_DEFAULT, RUNS_DEFAULT, RUNS_MAX_DEFAULT } from './bench-defaults.ts';
import type { BenchKind } from './bench-metrics.ts';
import { type OptionValues, scenarioOptions } from './sim-flags.ts';
import type { Terminal } from './terminal.ts';

/** Adds the command `bench` to the program. */
export function registerBench(program: Command, terminal: Terminal): void {
  const bench = program
    .command('bench')
    .description(
      'Simulate every combination of the values that the flags list, several runs each, and say what comes out with 95 % intervals.',
    );
  addSweep(bench, terminal, 'spread', 'how far, how fast and at what cost messages spread');
  addSweep(bench, terminal, 'degree', 'what the overlay is like; nothing is published unless you say so');
}

function addSweep(bench: Command, terminal: Terminal, kind: BenchKind, summary: string): void {
  const command = bench
    .command(kind)
    .description(`Sweep parameters of a simulation: ${summary}.`)
    .addHelpText('after', EXPLANATION);
  for (const option of scenarioOptions()) command.addOption(option);
  command
    .option('--scenario <FILE>', 'JSON document with parameters of all points; flags win (default: none)')
    .option('--runs <N>', `runs of each point (default: ${RUNS_DEFAULT})`)
    .option(
      '--seed <TEXT>',
      `run number r of every point has the random seed TEXT/r (default: ${RANDOM_SEED_DEFAULT})`,
    )
    .option(
      '--versus <SETTINGS>',
      'compare each point, run by run, with itself under other settings, such as "alpha=1 links=5" (default: none)',
    )
    .option(
      '--until-precision <P>',
      'more runs until half the interval of the main metric is at most P of its mean (default: off)',
    )
    .option('--runs-max <N>', `at most so many runs of a point then (default: ${RUNS_MAX_DEFAULT})`)
    .option('--name <NAME>', 'folder of the results (default: the sweep and a hash of what decides it)')
    .option('--out <DIR>', `where the folder is (default: ${FOLDER_DEFAULT})`)
    .option('--workers <W>', 'so many runs at once; the results are the same (default: one a core)')
    .option('--json', 'print the summary as one JSON document instead of a table (default: off)')
    .option('--quiet', 'no progress bar and no table (default: off)')
    .action(async (values: OptionValues) => {
      const { runBench } = await import('./bench-run.ts');
      await runBench(kind, values, terminal);
    });
}

const EXPLANATION = `
A flag of the scenario takes one value or several between commas; the points of the sweep are all combinations. --crash and --kill
also take none. Interrupted, the same command goes on where it stopped. What the files hold: docs/BENCH.md.`;
