/** `hearsay peer PORT` */
import type { Command } from 'commander';
import { startPeer } from '../runtime/node.ts';
import { addNodeFlags, type FlagValues, httpAddress, nodeOptions } from './node-options.ts';
import { packageVersion } from './package-files.ts';
import { runNode } from './run-node.ts';

/** Adds the command to the program. */
export function registerPeer(program: Command): void {
  const command = program
    .command('peer')
    .description('run a peer: it registers with seeds, links to neighbours and gossips')
    .argument('<PORT>', 'TCP port to listen on');
  addNodeFlags(command, 'peer');
  command.action((port: string, flags: FlagValues) =>
    runNode(async () => {
      const options = nodeOptions('peer', port, flags, process.env);
      const address = httpAddress(flags, process.env);
      if (address === undefined) return startPeer(options);
      const { startWatchedPeer } = await import('../runtime/http/watched-node.ts');
      return startWatchedPeer(options, { address, version: packageVersion() });
    }),
  );
}
