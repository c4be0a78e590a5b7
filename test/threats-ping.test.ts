/** Hostile texts as hosts to ping: whatever a report or a list says, no program is started for it and nothing throws. */
import { channel } from 'node:diagnostics_channel';
import { isIP } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { IcmpPinger } from '../runtime/ping/icmp-pinger.ts';
import { address, parseAddress } from '../src/address.ts';
import type { PingOutcome } from '../src/ports.ts';
import { HOSTILE_HOSTS } from './support/hostile-hosts.ts';
import { FakePing } from './support/runtime-fake-ping.ts';

let fake: FakePing;
let pinger: IcmpPinger;
/** Processes that this one started. */
let startedCount: number;
const onChild = (): void => {
  startedCount++;
};
const path = process.env.PATH;

beforeEach(() => {
  fake = new FakePing();
  process.env.PATH = fake.path;
  channel('child_process').subscribe(onChild);
  startedCount = 0;
  pinger = new IcmpPinger();
});
afterEach(() => {
  channel('child_process').unsubscribe(onChild);
  pinger.stop();
  fake.remove();
  process.env.PATH = path;
});

function ping(host: string): Promise<PingOutcome> {
  return new Promise((resolve) => {
    pinger.ping(address(host, 6000), 5000, { onPing: (_, outcome) => resolve(outcome) }, 0);
  });
}

// "Ours never uses a shell and checks net.isIP first."
it('500 hostile hosts are unable, and no process is started for any', async () => {
  expect(HOSTILE_HOSTS.length).toBeGreaterThanOrEqual(500);
  const outcomes = await Promise.all(HOSTILE_HOSTS.map(ping));
  expect(HOSTILE_HOSTS.filter((_, i) => outcomes[i] !== 'unable')).toEqual([]);
  expect(startedCount).toBe(0);
  expect(await ping('10.0.0.1')).toBe('alive');
  expect(startedCount).toBe(1);
  expect(fake.calls).toEqual(['10.0.0.1']);
});

it('500 hostile hosts are no addresses, or those of an IP in its one text', () => {
  const strange = HOSTILE_HOSTS.filter((host) => {
    const found = [parseAddress(`${host}:6000`), parseAddress(`[${host}]:6000`)];
    return found.some(
      (each) => each !== undefined && (isIP(each.host) === 0 || !/^[0-9a-f.:]+$/.test(each.host)),
    );
  });
  expect(strange).toEqual([]);
});
