/** `sim-thread.ts`, run from the sources: on Node 20 the loader of tsx does not reach into threads by itself. */
import { register } from 'tsx/esm/api';

register();
await import('./sim-thread.ts');
