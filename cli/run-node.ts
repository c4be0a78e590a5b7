/** Runs a node until a signal ends it. */
import type { RunningNode } from '../runtime/node.ts';
import { StartError } from '../runtime/start-error.ts';
import { UsageError } from './usage-error.ts';

/**
 * Starts a node, waits for SIGINT or SIGTERM, and leaves gracefully. A second signal ends the process at once. SIGHUP makes the node
 * read its TLS files again; on a terminal it says that this was closed, and ends the node as well.
 * @throws UsageError when it cannot start.
 */
export async function runNode(start: () => Promise<RunningNode>): Promise<void> {
  const node = await start().catch((error: unknown) => {
    throw error instanceof StartError ? new UsageError(error.message) : error;
  });
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
    process.on('SIGHUP', () => (process.stdout.isTTY ? resolve() : node.reload()));
  });
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  await node.stop();
  process.exit(0);
}
