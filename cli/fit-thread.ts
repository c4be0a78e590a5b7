/** A thread with its share of the repetitions: what `fit-threads.ts` starts. */
import { parentPort, workerData } from 'node:worker_threads';
import { type FitThreadStart, repetitionsOf } from './fit-threads.ts';

for (const repetition of repetitionsOf(workerData as FitThreadStart)) parentPort?.postMessage(repetition);
