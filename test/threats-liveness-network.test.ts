/** Section 10 of docs/SECURITY.md between real hosts, which are network namespaces of the test's own. Needs root and iproute2. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LivenessMode } from '../src/settings.ts';
import { NamespaceNetwork, namespacesPossible } from './support/runtime-namespaces.ts';
import { type NodeProcess, Workshop } from './support/runtime-processes.ts';

const MODES: readonly LivenessMode[] = ['icmp', 'tcp', 'icmp+tcp'];

/** What happens to a host, who then declares its peer dead, and whether the seed removes it. */
interface Fate {
  readonly icmp: 'open' | 'blocked';
  readonly process: 'alive' | 'dead';
  readonly host: 'up' | 'down';
  readonly deadFor: readonly LivenessMode[];
  readonly removed: boolean;
}

const FATES: readonly Fate[] = [
  { icmp: 'open', process: 'alive', host: 'up', deadFor: [], removed: false },
  { icmp: 'open', process: 'dead', host: 'up', deadFor: ['tcp', 'icmp+tcp'], removed: true },
  { icmp: 'blocked', process: 'alive', host: 'up', deadFor: ['icmp', 'icmp+tcp'], removed: false },
  { icmp: 'blocked', process: 'dead', host: 'up', deadFor: MODES, removed: true },
  { icmp: 'open', process: 'alive', host: 'down', deadFor: MODES, removed: true },
  { icmp: 'blocked', process: 'dead', host: 'down', deadFor: MODES, removed: true },
];
/** Falls silent when all that shall be noticed was noticed: whoever notices this has had time for more. */
const LAST: Fate = { icmp: 'open', process: 'alive', host: 'down', deadFor: MODES, removed: true };

const SEED_HOST = 1;
const watcherHost = (mode: number) => 2 + mode;
const victimHost = (fate: number) => 2 + MODES.length + fate;

describe.skipIf(!namespacesPossible())(
  '10. what each liveness mode says of each fate, between real hosts',
  () => {
    let workshop: Workshop;
    let network: NamespaceNetwork;
    let seed: NodeProcess;
    let watchers: readonly NodeProcess[];
    const victims: NodeProcess[] = [];

    const start = (host: number, ...words: string[]) =>
      workshop.start(words, { before: network.before(host) });
    const declared = (victim: NodeProcess) => `${victim.self.text} is dead`;

    async function strike(fate: Fate, index: number): Promise<void> {
      const host = victimHost(index);
      if (fate.icmp === 'blocked') network.ignorePings(host);
      if (fate.process === 'dead') await victims[index].kill('SIGKILL');
      if (fate.host === 'down') network.setLink(host, 'down');
    }

    async function noticed(fate: Fate, index: number): Promise<void> {
      const victim = victims[index];
      const noticing = watchers.filter((_, mode) => fate.deadFor.includes(MODES[mode]));
      await Promise.all(noticing.map((watcher) => watcher.says(declared(victim))));
      if (fate.removed) await seed.says(`removed peer ${victim.self.text}: reported dead`);
      else if (noticing.length > 0) await seed.says(`${victim.self.text} listens, and stays`);
    }

    beforeAll(async () => {
      const fates = [...FATES, LAST];
      workshop = new Workshop();
      network = new NamespaceNetwork(victimHost(fates.length) - 1);
      workshop.configure(
        `${network.hostIp(SEED_HOST)}:5000`,
        ...['ping-interval = 1', 'ping-timeout = 1', 'gossip-count = 0', 'renew-interval = 2'],
        // So many draws find every older peer, the watchers among them.
        ...['alpha = 0', 'links = 300'],
      );
      seed = await start(SEED_HOST, 'seed', '5000', '--check-timeout', '0.5');
      watchers = await Promise.all(
        MODES.map((mode, i) => start(watcherHost(i), 'peer', '6000', '--liveness', mode)),
      );
      await seed.says('(3 registered)');
      for (const [i] of fates.entries()) victims.push(await start(victimHost(i), 'peer', '6000'));
      for (const watcher of watchers) {
        for (const victim of victims) await watcher.says(`link up with ${victim.self.text}`);
      }
      await Promise.all(FATES.map(strike));
      await Promise.all(FATES.map(noticed));
      await strike(LAST, FATES.length);
      await noticed(LAST, FATES.length);
    });

    afterAll(async () => {
      try {
        await workshop.remove();
      } finally {
        network.remove();
      }
    });

    it.each(
      FATES.map((fate, i) => [fate.icmp, fate.process, fate.host, i] as const),
    )('ICMP %s, process %s, host %s', (_icmp, _process, _host, i) => {
      const { deadFor, removed } = FATES[i];
      const victim = victims[i];
      expect(MODES.filter((_, mode) => watchers[mode].said(declared(victim)).length > 0)).toEqual(deadFor);
      expect(seed.said(`removed peer ${victim.self.text}`).length > 0).toBe(removed);
    });
  },
);
