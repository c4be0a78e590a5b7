/**
 * js-libp2p gossipsub, to compare with. It has a folder and a package.json of its own and is installed by hand, since nobody who
 * uses hearsay needs it; without it the benchmark leaves its columns out.
 */
import { existsSync } from 'node:fs';
import type { SwarmMaker } from './swarm.ts';

const FOLDER = new URL('./gossipsub/', import.meta.url);

export const INSTALL_HINT =
  'gossipsub is left out, since it is not installed here: `npm ci --prefix bench/gossipsub` installs it.';

export function gossipsubInstalled(): boolean {
  return existsSync(new URL('node_modules/libp2p/package.json', FOLDER));
}

/** Loads it; it takes a second. */
export async function gossipsubSwarm(): Promise<SwarmMaker> {
  const module: { gossipsubSwarm: SwarmMaker } = await import(new URL('swarm.mjs', FOLDER).href);
  return module.gossipsubSwarm;
}
