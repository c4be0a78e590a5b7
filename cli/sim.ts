/** `hearsay sim`: its options. What it does is in `sim-run.ts`, loaded when it runs. */
import type { Command } from 'commander';
import { type OptionValues, scenarioOptions } from './sim-flags.ts';
import type { Terminal } from './terminal.ts';

/** Adds the command `sim` to the program. */
export function registerSim(program: Command, terminal: Terminal): void {
  const command = program
    .command('sim')
    .description(
      'Simulate a network of peers, the same classes that run between real machines, and show what happened.',
    );
  for (const option of scenarioOptions()) command.addOption(option);
  command
    .option(
      '--seed <TEXT>',
      'seed of all random draws (default: drawn, and printed with the command that repeats the run)',
    )
    .option(
      '--scenario <FILE>',
      'JSON document with the same parameters and any faults; flags win (default: none)',
    )
    .option('--print-scenario', 'print the resolved scenario as JSON and do nothing else (default: off)')
    .option(
      '--json',
      'print one JSON document, equal bytes for an equal run, instead of the summary (default: off)',
    )
    .option('--quiet', 'no progress bar and no summary (default: off)')
    .option('--workers <W>', 'run on so many threads; the result is the same for every number (default: 1)')
    .option(
      '--null',
      'measure random overlays of the same size too: uniform choice and Barabasi-Albert (default: off)',
    )
    .option('--trace <FILE>', 'write every event, readable (default: none)')
    .option('--edges <FILE>', 'write the links at the end, "u v" a line, dialler first (default: none)')
    .option('--report <FILE>', 'write a page with words, charts and the overlay, as HTML (default: none)')
    .option(
      '--export <FILE>',
      'write the overlay for other programs, as the name ends: .graphml, .gexf, .csv or .json; repeatable (default: none)',
      (path: string, before: string[] = []) => [...before, path],
    )
    .option(
      '--export-message <K>',
      'follow message K in these files: when it came to each peer, and from whom (default: the last, if the run is short)',
    )
    .option('--stats <FILE>', 'write how long the run took and what it needed, as JSON (default: none)')
    .action(async (values: OptionValues) => {
      const { runSim } = await import('./sim-run.ts');
      await runSim(values, terminal);
    });
}
