/** `hearsay why`: its options. What it does is in `why-run.ts`, loaded when it runs. */
import type { Command } from 'commander';
import { type OptionValues, scenarioOptions } from './sim-flags.ts';
import type { Terminal } from './terminal.ts';

/** Adds the command `why` to the program. */
export function registerWhy(program: Command, terminal: Terminal): void {
  const command = program
    .command('why')
    .description(
      'Run a simulation again and show the path by which a peer got a message, or the reason why it did not.',
    )
    .argument('[RUN.json]', 'what `hearsay sim --json` printed; without it the flags say what to run')
    .requiredOption('--message <K>', 'which message: numbered from 0 in the order they are published')
    .option('--peer <N>', 'which peer: numbered from 0 in the order they start (default: none)')
    .option('--tree <FILE>', 'write from whom each peer got the message, as JSON (default: none)')
    .option('--json', 'print one JSON document instead of words (default: off)')
    .option('--seed <TEXT>', 'seed of all random draws (default: that of RUN.json)')
    .option('--scenario <FILE>', 'JSON document with the parameters and any faults (default: none)');
  for (const option of scenarioOptions()) command.addOption(option);
  command.action(async (path: string | undefined, values: OptionValues) => {
    const { runWhy } = await import('./why-run.ts');
    runWhy(path, values, terminal);
  });
}
