/** Real ICMP between hosts of the test's own: network namespaces on a bridge. Needs root and iproute2. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NamespaceNetwork, namespacesPossible } from './support/runtime-namespaces.ts';
import { type NodeProcess, Workshop } from './support/runtime-processes.ts';

describe.skipIf(!namespacesPossible())('on a network of four hosts', () => {
  let workshop: Workshop;
  let network: NamespaceNetwork;
  beforeAll(() => {
    workshop = new Workshop();
    network = new NamespaceNetwork(4);
  });
  afterAll(async () => {
    try {
      await workshop.remove();
    } finally {
      network.remove();
    }
  });

  function start(host: number, words: readonly string[]): Promise<NodeProcess> {
    return workshop.start(words, { before: network.before(host) });
  }

  // "one host's interface taken down, reported after three failures and removed"
  it('a host that falls silent is reported after three failed pings, and removed by the seed', async () => {
    const pings = ['ping-interval = 0.5', 'ping-timeout = 0.5'];
    workshop.configure(
      '10.77.0.1:5000',
      ...pings,
      'renew-interval = 2',
      'dial-timeout = 1',
      'gossip-count = 1',
    );
    const seed = await start(1, ['seed', '5000', '--check-timeout', '0.5']);
    const victim = await start(2, ['peer', '6000']);
    await victim.says('chose 0 neighbours');
    const watcher = await start(3, ['peer', '6000']);
    const other = await start(4, ['peer', '6000']);
    await Promise.all([watcher, other].map((peer) => peer.says(`link up with ${victim.self.text}`)));
    expect([seed, victim, watcher].map(({ self }) => self.text)).toEqual([
      '10.77.0.1:5000',
      '10.77.0.2:6000',
      '10.77.0.3:6000',
    ]);
    await watcher.says('received gossip');
    expect([seed, victim, watcher, other].flatMap((node) => node.said('warning'))).toEqual([]);

    network.setLink(2, 'down');
    await seed.says('removed peer 10.77.0.2:6000: reported dead, and does not answer (2 registered)');
    for (const peer of [watcher, other]) {
      await peer.says('10.77.0.2:6000 is dead after 3 failed pings; reports it to every seed');
      await peer.says('reported 10.77.0.2:6000 dead to seed 10.77.0.1:5000: acknowledged');
      expect(peer.said('ping of 10.77.0.2:6000 failed').map((line) => line.replace(/.*failed /, ''))).toEqual(
        ['(1 in a row)', '(2 in a row)', '(3 in a row)'],
      );
    }
    expect(watcher.said('10.77.0.4:6000 is dead')).toEqual([]);

    // Without a network of its own, the silent host blames nobody.
    await victim.says(/cannot ping 10\.77\.0\.[34]:6000 from here; not counted as its failure/);
    expect(victim.said('is dead')).toEqual([]);

    network.setLink(2, 'up');
    await seed.says(/registered peer 10\.77\.0\.2:6000 \(3 registered\)/);
  });
});
