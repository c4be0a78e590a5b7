/// <reference lib="esnext.disposable" preserve="true" />
/** Seeds and peers for programs: `import { createPeer, createSeed } from 'hearsay'`. */
export { createPeer, createSeed } from './create.ts';
export { HearsayError, type HearsayErrorCode } from './hearsay-error.ts';
export type { PeerParameters, SeedParameters } from './node-parameters.ts';
export type {
  CloseReason,
  HearsayNode,
  LinkDownReason,
  Message,
  Neighbour,
  NodeOptions,
  Peer,
  PeerEvents,
  PeerOptions,
  RemovalReason,
  Seed,
  SeedEvents,
  SeedOptions,
  TlsOptions,
} from './types.ts';
