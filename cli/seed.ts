/** `hearsay seed PORT` */
import type { Command } from 'commander';
import { startSeed } from '../runtime/node.ts';
import { addNodeFlags, type FlagValues, httpAddress, nodeOptions } from './node-options.ts';
import { packageVersion } from './package-files.ts';
import { runNode } from './run-node.ts';

/** Adds the command to the program. */
export function registerSeed(program: Command): void {
  const command = program
    .command('seed')
    .description('run a seed: it registers peers and introduces them to each other')
    .argument('<PORT>', 'TCP port to listen on');
  addNodeFlags(command, 'seed');
  command.action((port: string, flags: FlagValues) =>
    runNode(async () => {
      const options = nodeOptions('seed', port, flags, process.env);
      const address = httpAddress(flags, process.env);
      if (address === undefined) return startSeed(options);
      const { startWatchedSeed } = await import('../runtime/http/watched-node.ts');
      return startWatchedSeed(options, { address, version: packageVersion() });
    }),
  );
}
