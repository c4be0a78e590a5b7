/**
 * The process that starts the `ping` programs, so that neither their starting nor the exceptions of the `ping` package reach the
 * node. It lives as long as its parent.
 */
import type { PingRequest } from './ping-messages.ts';
import { PingProgram } from './ping-program.ts';

const program = new PingProgram((answer) => {
  if (process.connected) process.send?.(answer);
});

process.on('message', (request: PingRequest) => program.ping(request));
process.on('disconnect', () => {
  program.stop();
  process.exit(0);
});
// The package throws from event handlers; the run concerned is answered by its own watch.
process.on('uncaughtException', () => {});
process.on('unhandledRejection', () => {});
// A signal to the whole terminal is for the node, which then lets this process go.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
