/** `hearsay doctor`: its arguments. What it does is in `doctor-run.ts`, loaded when it runs. */
import type { Command } from 'commander';
import { addNodeFlags, type FlagValues } from './node-options.ts';
import type { Terminal } from './terminal.ts';

/** Adds the command to the program. */
export function registerDoctor(program: Command, terminal: Terminal): void {
  const command = program
    .command('doctor')
    .description(
      'Try everything that a peer with these options needs on this machine, and say what is wrong and what to do. Exit code 1 ' +
        'when something is.',
    )
    .argument('[PORT]', 'the TCP port it would listen on (default: any free one)')
    .option('--peers <N>', 'how many peers there will be (default: as many as are registered)')
    .option('--json', 'print one JSON document (default: off)');
  addNodeFlags(command, 'peer');
  command.action(async (port: string | undefined, flags: FlagValues) => {
    const { runDoctor } = await import('./doctor-run.ts');
    await runDoctor(port ?? '0', flags, terminal);
  });
}
