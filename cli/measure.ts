/** `hearsay measure`: its arguments. What it does is in `measure-run.ts`, loaded when it runs. */
import type { Command } from 'commander';
import type { OptionValues } from './sim-flags.ts';
import type { Terminal } from './terminal.ts';

/** Adds the command `measure` to the program. */
export function registerMeasure(program: Command, terminal: Terminal): void {
  program
    .command('measure')
    .description(
      'Measure a graph: components, clustering, assortativity, distances, inequality of degrees, and what remains when nodes are removed. Exact up to 10,000 nodes, sampled with standard errors above.',
    )
    .argument('<FILE>', 'an edge list, "u v" a line, or - for standard input')
    .option('--edges', 'FILE is an edge list, which it is in any case (default: on)')
    .option(
      '--null',
      'measure random graphs of the same size too: uniform choice and Barabasi-Albert (default: off)',
    )
    .option('--json', 'print one JSON document instead of the table (default: off)')
    .action(async (path: string, values: OptionValues) => {
      const { runMeasure } = await import('./measure-run.ts');
      await runMeasure(path, values, terminal);
    });
}
