/** `hearsay diverge`: its arguments. What it does is in `diverge-run.ts`, loaded when it runs. */
import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** Adds the command `diverge` to the program. */
export function registerDiverge(program: Command, terminal: Terminal): void {
  program
    .command('diverge')
    .description(
      'Run two simulations again, from their JSON documents, and show the first event at which they part.',
    )
    .argument('<A.json>', 'what `hearsay sim --json` printed')
    .argument('<B.json>', 'what it printed for another run of the same version')
    .addHelpText('after', '\nExit code: 0 when the runs are the same, 1 when they part.')
    .action(async (first: string, second: string) => {
      const { runDiverge } = await import('./diverge-run.ts');
      process.exitCode = runDiverge(first, second, terminal);
    });
}
