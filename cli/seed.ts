/** `hearsay seed PORT` */
import type { Command } from 'commander';
import { startSeed } from '../runtime/node.ts';
import { addNodeFlags, type FlagValues, nodeOptions } from './node-options.ts';
import { runNode } from './run-node.ts';

/** Adds the command to the program. */
export function registerSeed(program: Command): void {
  const command = program
    .command('seed')
    .description('run a seed: it registers peers and introduces them to each other')
    .argument('<PORT>', 'TCP port to listen on');
  addNodeFlags(command, 'seed');
  command.action((port: string, flags: FlagValues) =>
    runNode(async () => startSeed(nodeOptions('seed', port, flags, process.env))),
  );
}
