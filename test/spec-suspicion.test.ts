/** What a seed does with reports of deaths, sentence by sentence. */
import { describe, expect, it } from 'vitest';
import type { DeathReport } from '../src/messages.ts';
import { gaps, Simulated, type SimulatedOptions } from './support/simulated.ts';
import type { StandIn } from './support/stand-ins.ts';

/** peer/0 is registered and listens; peer/1 can report it, truly or not. */
function accusation(changes: SimulatedOptions = {}) {
  const world = new Simulated(changes);
  world.start('seed/0');
  const [accused, reporter] = world.standIns('peer/0', 'peer/1');
  const register = () => {
    accused.dial(world.address('seed/0'), {
      kind: 'register',
      peer: accused.self,
      additions: true,
      plain: false,
    });
  };
  register();
  world.runTo(1);
  return { world, accused, reporter, register, report: () => reportDead(world, accused, reporter) };
}

function reportDead(world: Simulated, accused: StandIn, reporter: StandIn): void {
  const report: DeathReport = {
    kind: 'deathReport',
    accused: accused.self,
    timestamp: '1767225600.5',
    reporterHost: reporter.self.host,
    plain: false,
  };
  reporter.dial(world.address('seed/0'), report);
}

describe('"One forged `DEAD NODE` line removes anybody"', () => {
  it('"A seed treats a report as a suspicion: it checks the accused itself (TCP connect to the listed address)"', () => {
    const { world, accused, report } = accusation();
    report();
    world.runFor(5);
    expect(accused.accepted.map(({ from }) => from)).toEqual(['seed/0']);
    // It says nothing there and closes.
    expect(accused.on(accused.accepted[0].link)).toEqual(['accepted', 'closed']);
    expect(world.times('seed/0', 'keeps peer/0, which answered')).toHaveLength(1);
    expect(world.listOf('seed/0')).toEqual(['peer/0']);
  });

  it.each([
    'kill',
    'crash',
  ] as const)('"and removes it only when that fails as well": after a %s', (strike) => {
    const { world, report } = accusation();
    world[strike]('peer/0');
    world.runFor(60);
    expect(world.listOf('seed/0')).toEqual(['peer/0']);
    report();
    world.untilNext('seed/0', 'checks peer/0');
    const checked = world.nowS;
    world.untilNext('seed/0', 'removed peer/0 (dead), 0 left');
    expect(world.listOf('seed/0')).toEqual([]);
    // Two attempts: refused after a round trip each, or unanswered for 3 s each.
    expect(gaps([checked, world.nowS])).toEqual([strike === 'kill' ? 0.04 : 6]);
  });

  it('"it checks one accused at most once per 13 s however many reports come"', () => {
    const { world, accused, report } = accusation();
    for (let i = 0; i < 1_000; i++) {
      report();
      world.runFor(0.1);
    }
    const checks = world.times('seed/0', 'checks peer/0');
    expect(checks).toHaveLength(8);
    expect(Math.min(...gaps(checks))).toBeGreaterThanOrEqual(13);
    expect(accused.accepted).toHaveLength(8);
    expect(world.listOf('seed/0')).toEqual(['peer/0']);
  });

  it('"at most once per 13 s": also when it was removed and registers again meanwhile', () => {
    const { world, accused, register, report } = accusation();
    accused.process.unlisten();
    for (let i = 0; i < 1_000; i++) {
      register();
      report();
      world.runFor(0.1);
    }
    expect(Math.min(...gaps(world.times('seed/0', 'checks peer/0')))).toBeGreaterThanOrEqual(13);
    expect(world.times('seed/0', /^removed/).length).toBeGreaterThan(1);
  });

  it('a report that comes between two checks is not lost: the monitor reports only once', () => {
    const { world, report } = accusation();
    report();
    world.runFor(5);
    world.kill('peer/0');
    report();
    world.runFor(1);
    expect(world.listOf('seed/0')).toEqual(['peer/0']);
    world.runFor(13);
    expect(world.listOf('seed/0')).toEqual([]);
  });

  it('a leave that comes during a check is not lost: the check may have met the listener before it closed', () => {
    const { world, accused, report } = accusation();
    report();
    world.runFor(0.005);
    // Arrives 5 ms after the report, while the check is on its way to a listener that is still there.
    accused.dial(world.address('seed/0'), { kind: 'deregister', peer: accused.self, plain: false });
    world.untilNext('seed/0', 'keeps peer/0, which answered');
    accused.process.unlisten();
    world.runFor(14);
    expect(world.listOf('seed/0')).toEqual([]);
  });

  it('"A removed peer that registers again is back": at the end of the list', () => {
    const world = new Simulated({ peers: 3 });
    world.start('seed/0');
    for (const peer of world.peerNames) {
      world.start(peer);
      world.runFor(1);
    }
    // It is up, but nobody reaches it for a while.
    world.network.partition([world.node('peer/0')]);
    world.runFor(60);
    expect(world.listOf('seed/0')).toEqual(['peer/1', 'peer/2']);
    world.network.heal();
    world.runFor(60);
    expect(world.listOf('seed/0')).toEqual(['peer/1', 'peer/2', 'peer/0']);
  });

  it('"`--trust-reports` gives the literal rule": whoever is reported is removed, unchecked', () => {
    const { world, accused, report } = accusation({ trustReports: true });
    report();
    world.runFor(1);
    expect(world.listOf('seed/0')).toEqual([]);
    expect(world.times('seed/0', 'removed peer/0 (trusted), 0 left')).toHaveLength(1);
    expect(accused.accepted).toEqual([]);
  });
});
