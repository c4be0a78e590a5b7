/** `hearsay topology`: its arguments. What it does is in `topology-run.ts`, loaded when it runs. */
import type { Command } from 'commander';
import type { OptionValues } from './sim-flags.ts';
import type { Terminal } from './terminal.ts';
import { addTlsFlags } from './tls-options.ts';

/** Adds the command to the program. */
export function registerTopology(program: Command, terminal: Terminal): void {
  const command = program
    .command('topology')
    .description(
      'Ask the seeds of a running network for its peers and those for their links, and write the overlay as a graph, which ' +
        '`hearsay fit - --edges` and `hearsay measure -` take. Peers answer when they run with --http.',
    )
    .argument('[SEED...]', 'seeds as IP:Port (default: those of the configuration)')
    .option('--config <FILE>', 'seeds of the network (default: config.txt)')
    .option(
      '--http-port <PORT>',
      'where nodes answer HTTP: a port, or as +N, N above the port they listen on (default: 9464)',
    )
    .option('--format <FORMAT>', 'edges, "u v" a line where u dialled v, or graphml (default: edges)')
    .option('--output <FILE>', 'write a file (default: standard output)');
  addTlsFlags(command);
  command.action(async (seeds: string[], values: OptionValues) => {
    const { runTopology } = await import('./topology-run.ts');
    await runTopology(seeds, values, terminal);
  });
}
