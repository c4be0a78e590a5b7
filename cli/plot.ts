/** `hearsay plot`: its arguments. What it does is in `plot-run.ts`, loaded when it runs. */
import type { Command } from 'commander';
import type { PlotOptions } from './plot-run.ts';
import type { Terminal } from './terminal.ts';

/** Adds the command `plot` to the program. */
export function registerPlot(program: Command, terminal: Terminal): void {
  program
    .command('plot')
    .description(
      'Draw results as a figure: to the terminal, or as SVG or PNG. Several results are drawn in one plot, to compare them.',
    )
    .argument('<KIND>', 'degree, spread, latency, robustness or stability')
    .argument(
      '<RESULT...>',
      'what `hearsay sim`, `fit` or `measure` printed with --json; - for standard input',
    )
    .option('-o, --output <FILE>', 'write a file ending in .svg or .png (default: draw in the terminal)')
    .option('--title <TEXT>', 'title of the figure (default: what it shows)')
    .option('--null', 'degree, robustness: also null models, which know no rank, in grey (default: off)')
    .action(async (kind: string, paths: string[], options: PlotOptions) => {
      const { runPlot } = await import('./plot-run.ts');
      await runPlot(kind, paths, options, terminal);
    });
}
