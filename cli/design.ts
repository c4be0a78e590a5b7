/** `hearsay design`: its options. What it does is in `design-run.ts`, loaded when it runs. */
import type { Command } from 'commander';
import type { DesignValues } from './design-document.ts';
import type { Terminal } from './terminal.ts';

/** Adds the command `design` to the program. */
export function registerDesign(program: Command, terminal: Terminal): void {
  program
    .command('design')
    .description(
      'Find the settings for a network from what it shall be like: predicted from theory, then simulated, and the command ' +
        'lines to use them.',
    )
    .requiredOption('--peers <N>', 'how many peers there will be')
    .option(
      '--gamma <G>',
      'exponent of the degree distribution, above 1; the larger, the smaller the hubs (default: 2.5)',
    )
    .option('--degree-max <D>', 'no peer shall have more links (default: no limit)')
    .option(
      '--links <K>',
      'links that each peer draws by rank (default: 5, or what --degree-max leaves room for)',
    )
    .option(
      '--survive <SHARE>',
      'this share of the peers, those with the most links, may be lost (default: 0.01)',
    )
    .option('--runs <R>', 'simulate so many networks (default: 5)')
    .option('--quick', 'simulate 3 networks of at most 500 peers instead of 2,000 (default: off)')
    .option('--seed <TEXT>', 'seed of all random draws (default: design)')
    .option('--json', 'print one JSON document (default: off)')
    .action(async (values: DesignValues) => {
      const { runDesign } = await import('./design-run.ts');
      runDesign(values, terminal);
    });
}
