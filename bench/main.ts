/** Where `npm run bench` starts, and each process in which something is measured. */
import { runBench, SIZES } from './command.ts';
import { CHILD_WORD, measureInChild, serveOneJob } from './jobs.ts';
import { HOST_WORD, serveHost } from './swarm-host.ts';

const words = process.argv.slice(2);
if (words[0] === CHILD_WORD && process.connected) {
  serveOneJob();
} else if (words[0] === HOST_WORD && process.connected) {
  await serveHost(words[1]);
} else {
  process.exitCode = await runBench(words, {
    ...SIZES,
    measure: measureInChild,
    print: (text) => process.stdout.write(text),
    note: (line) => process.stderr.write(`${line}\n`),
  });
}
