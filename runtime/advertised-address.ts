/**
 * The address a node tells others. Without one given, it is that of the default route; among seeds that are all on loopback, the
 * network is one machine and the address is loopback too.
 */
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { Address } from '../src/address.ts';
import { canonicalHost, isLoopback } from '../src/ip.ts';
import { StartError } from './start-error.ts';

/** What the system says about its networks. */
export interface HostNetworks {
  readonly interfaces: ReturnType<typeof networkInterfaces>;
  /** The text of /proc/net/route; empty where there is none. */
  readonly routes: string;
}

/** The networks of this machine. */
export function hostNetworks(): HostNetworks {
  return { interfaces: networkInterfaces(), routes: readRoutes() };
}

/**
 * The host that a node advertises.
 * @param given By the operator; undefined: found out.
 * @throws StartError when the given one is no address others could dial.
 */
export function advertisedHost(
  given: string | undefined,
  seeds: readonly Address[],
  networks: HostNetworks,
): string {
  if (given !== undefined) return dialableHost(given);
  if (seeds.length > 0 && seeds.every((seed) => isLoopback(seed.host)))
    return seeds[0].host.includes(':') ? '::1' : '127.0.0.1';
  return defaultRouteHost(networks);
}

function dialableHost(given: string): string {
  const host = canonicalHost(given.replace(/^\[(.*)\]$/, '$1'));
  if (host === undefined) {
    throw new StartError(
      `--host is "${given}"; expected a literal IP address of this machine, for example 10.0.0.1.`,
    );
  }
  if (host === '0.0.0.0' || host === '::') {
    throw new StartError(
      `--host ${given} is no address others can dial; leave it out to listen on all addresses.`,
    );
  }
  return host;
}

/** That of the interface with the default route, else the first that leaves this machine, else loopback. */
function defaultRouteHost({ interfaces, routes }: HostNetworks): string {
  const routed = defaultInterface(routes);
  const all = Object.values(interfaces).flatMap((each) => each ?? []);
  const candidates = [...((routed === undefined ? undefined : interfaces[routed]) ?? []), ...all];
  const outside = candidates.filter(
    ({ internal, address }) => !internal && canonicalHost(address) !== undefined,
  );
  const found =
    outside.find(({ family }) => family === 'IPv4') ??
    outside.find(({ address }) => !address.startsWith('fe80'));
  return (found && canonicalHost(found.address)) ?? '127.0.0.1';
}

/** The interface of the default route with the smallest metric, from the text of /proc/net/route. */
function defaultInterface(routes: string): string | undefined {
  let best: { readonly name: string; readonly metric: number } | undefined;
  for (const line of routes.split('\n').slice(1)) {
    const [name, destination, , , , , metric, mask] = line.trim().split(/\s+/);
    if (destination !== '00000000' || mask !== '00000000') continue;
    if (best === undefined || Number(metric) < best.metric) best = { name, metric: Number(metric) };
  }
  return best?.name;
}

function readRoutes(): string {
  try {
    return readFileSync('/proc/net/route', 'utf8');
  } catch {
    return '';
  }
}
