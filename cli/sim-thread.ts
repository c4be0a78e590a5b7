/** The thread of one shard: what `sim-threads.ts` starts. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Mailbox } from '../sim/shards.ts';
import { simulateShard } from '../sim/simulate.ts';
import { Barrier } from './barrier.ts';
import { planetlabRttTenthsMs } from './package-files.ts';
import type { ThreadReport, ThreadStart } from './sim-threads.ts';

const { scenario, randomSeed, self, count, ports, barrier, crowded } = workerData as ThreadStart;

const mailbox: Mailbox = {
  send: (shard, buffer) => {
    (ports[shard] as MessagePort).postMessage(buffer);
  },
  receive: (shard) => {
    const received = receiveMessageOnPort(ports[shard] as MessagePort);
    if (received === undefined) throw new Error('a buffer that another thread announced is not there');
    return received.message as SharedArrayBuffer;
  },
};

function tell(report: ThreadReport): void {
  parentPort?.postMessage(report);
}

const run = simulateShard(scenario, randomSeed, {
  shard: { self, count, mailbox },
  ...(scenario.latency === 'planetlab' ? { planetlabRttTenthsMs: planetlabRttTenthsMs() } : {}),
  ...(self === 0 ? { onProgress: (progress) => tell({ progress }) } : {}),
});
const meeting = new Barrier(barrier, count, crowded);
let step = run.next();
while (!step.done) {
  meeting.wait();
  step = run.next();
}
tell({ findings: step.value });
