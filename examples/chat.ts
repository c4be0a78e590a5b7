/**
 * A chat in one file: lines from the standard input go to everybody else, without a server in between.
 *
 *     npx tsx examples/chat.ts ann                        # starts a seed as well, and says how others join
 *     npx tsx examples/chat.ts bob 10.0.0.1:5000          # joins through that seed
 *
 * `--host IP` before the name listens on this address only. The end of the input, or Ctrl-C, leaves.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createPeer, createSeed } from 'hearsay';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { host: { type: 'string' } } });
const [name, knownSeed] = positionals;
if (name === undefined) {
  console.error('usage: chat [--host IP] NAME [SEED as IP:PORT]');
  process.exit(2);
}

const seed = knownSeed === undefined ? createSeed({ host: values.host }) : undefined;
await seed?.start();
const seedAddress = knownSeed ?? seed!.address;

const peer = createPeer({ host: values.host, seeds: [seedAddress], liveness: 'tcp' });
// Strangers write what they like; control characters could command the terminal.
peer.on('message', (message) => console.log(message.text().replace(/\p{Cc}/gu, ' ')));
peer.on('registrationFailed', ({ seed, reason }) => console.error(`seed ${seed} does not answer: ${reason}`));
await peer.start();
await peer.ready;
console.log(`${name} has joined; others join through ${seedAddress}`);

const input = createInterface({ input: process.stdin });
process.once('SIGINT', () => input.close());
for await (const line of input) {
  if (line.trim() !== '') await peer.publish(`${name}: ${line}`);
}

await peer.stop();
await seed?.stop();
