/** ICMP through the `ping` program: a fake one first on PATH drives every way in which it can go. */
import type { ChildProcess } from 'node:child_process';
import { channel } from 'node:diagnostics_channel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IcmpPinger } from '../runtime/ping/icmp-pinger.ts';
import { SharedPinger } from '../runtime/ping/shared-pinger.ts';
import { address } from '../src/address.ts';
import type { PingOutcome } from '../src/ports.ts';
import { FakePing, type FakePingMode } from './support/runtime-fake-ping.ts';

const TIMEOUT_MS = 300;

interface Answer {
  readonly outcome: PingOutcome;
  readonly roundTripMs: number;
  readonly afterMs: number;
}

let fake: FakePing;
let pinger: IcmpPinger;
/** The helpers that were started, newest last. */
const helpers: ChildProcess[] = [];
const onChild = (message: unknown): void => {
  helpers.push((message as { process: ChildProcess }).process);
};
const path = process.env.PATH;

beforeAll(async () => {
  fake = new FakePing();
  process.env.PATH = fake.path;
  channel('child_process').subscribe(onChild);
  pinger = new IcmpPinger();
  // The helper takes a moment to start; the time-outs below are short.
  expect(await pinger.preflight('127.0.0.1')).toBeUndefined();
});
afterAll(() => {
  channel('child_process').unsubscribe(onChild);
  pinger.stop();
  fake.remove();
  process.env.PATH = path;
});

function ping(host: string, timeoutMs = TIMEOUT_MS): Promise<Answer> {
  const askedAtMs = performance.now();
  return new Promise((resolve) => {
    const onPing = (tag: number, outcome: PingOutcome, roundTripMs: number) => {
      expect(tag).toBe(7);
      resolve({ outcome, roundTripMs, afterMs: performance.now() - askedAtMs });
    };
    pinger.ping(address(host, 6000), timeoutMs, { onPing }, 7);
  });
}

describe('a ping', () => {
  it('is alive, with its round trip', async () => {
    expect(await ping('10.0.0.1')).toMatchObject({ outcome: 'alive', roundTripMs: 0.512 });
  });

  it('takes IPv6 addresses', async () => {
    expect(await ping('fd00::1')).toMatchObject({ outcome: 'alive' });
    expect(fake.calls.at(-1)).toBe('fd00::1');
  });

  const outcomes: [FakePingMode, PingOutcome][] = [
    ['lost', 'lost'],
    ['slow', 'lost'],
    ['oneWord', 'unable'],
    ['garbage', 'unable'],
    ['silent', 'unable'],
    ['notPermitted', 'unable'],
    ['unreachable', 'unable'],
    ['hang', 'unable'],
  ];
  it.each(outcomes)('whose program does "%s" is %s', async (mode, outcome) => {
    fake.does(mode, '10.0.0.2');
    const answer = await ping('10.0.0.2');
    expect(answer.outcome).toBe(outcome);
    // And another one right after is not harmed by it.
    expect(await ping('10.0.0.1')).toMatchObject({ outcome: 'alive' });
  });

  it('that hangs is ended', async () => {
    fake.does('hang', '10.0.0.3');
    const answer = await ping('10.0.0.3');
    expect(answer.afterMs).toBeGreaterThanOrEqual(TIMEOUT_MS);
    await gone(fake.hangingPid);
  });

  it('without the program is unable', async () => {
    fake.uninstall();
    expect(await ping('10.0.0.1')).toMatchObject({ outcome: 'unable' });
    fake.install();
    expect(await ping('10.0.0.1')).toMatchObject({ outcome: 'alive' });
  });

  // "Ours never uses a shell and checks net.isIP first."
  it('of what is no literal IP is unable, and starts no program', async () => {
    const before = fake.calls.length;
    for (const host of ['-h', 'example.org', '10.0.0.1;reboot', '']) {
      expect(await ping(host)).toMatchObject({ outcome: 'unable' });
    }
    expect(fake.calls).toHaveLength(before);
  });

  // "one probe a host however many links lead to it"
  it('is shared by all who ask for the same host meanwhile', async () => {
    const before = fake.calls.length;
    const answers = await Promise.all([ping('10.0.0.7'), ping('10.0.0.7'), ping('10.0.0.7')]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['alive', 'alive', 'alive']);
    expect(fake.calls.slice(before)).toEqual(['10.0.0.7']);
  });

  it('takes from an answer less than a time-out old that a host is alive, and from an older one not', async () => {
    const before = fake.calls.length;
    for (let i = 0; i < 3; i++) expect(await ping('10.0.0.12', 60_000)).toMatchObject({ roundTripMs: 0.512 });
    expect(fake.calls.slice(before)).toEqual(['10.0.0.12']);
    const startMs = performance.now();
    while (fake.calls.length < before + 3)
      expect(await ping('10.0.0.13')).toMatchObject({ outcome: 'alive' });
    expect(performance.now() - startMs).toBeGreaterThan(TIMEOUT_MS);
  });

  it('takes from no earlier answer that a host is lost', async () => {
    const before = fake.calls.length;
    fake.does('lost', '10.0.0.14');
    for (let i = 0; i < 2; i++) expect(await ping('10.0.0.14', 60_000)).toMatchObject({ outcome: 'lost' });
    expect(fake.calls.slice(before)).toEqual(['10.0.0.14', '10.0.0.14']);
  });

  it('to each of many hosts is answered', async () => {
    fake.does('lost', '10.1.0.33');
    const hosts = Array.from({ length: 60 }, (_, i) => `10.1.0.${i}`);
    const answers = await Promise.all(hosts.map((host) => ping(host, 5000)));
    expect(answers.flatMap(({ outcome }, i) => (outcome === 'alive' ? [] : [i]))).toEqual([33]);
  });

  it('answers after the call, never inside it', async () => {
    let inside = true;
    const answered = new Promise<boolean>((resolve) => {
      pinger.ping(address('no host', 1), TIMEOUT_MS, { onPing: () => resolve(inside) }, 0);
    });
    inside = false;
    expect(await answered).toBe(false);
  });
});

describe('the helper', () => {
  it('that dies leaves its pings unable, and the next ping has another one', async () => {
    fake.does('hang', '10.0.0.8');
    const outstanding = ping('10.0.0.8', 60_000);
    await ping('10.0.0.11');
    const helper = helpers.at(-1) as ChildProcess;
    helper.kill('SIGKILL');
    expect(await outstanding).toMatchObject({ outcome: 'unable' });
    process.kill(fake.hangingPid, 'SIGKILL');
    expect(await ping('10.0.0.1', 5000)).toMatchObject({ outcome: 'alive' });
    expect(helpers.at(-1)).not.toBe(helper);
  });

  it('ends with its pinger, and so do the programs it runs', async () => {
    fake.does('hang', '127.0.0.1');
    const calls = fake.calls.length;
    const other = new IcmpPinger();
    void other.preflight('127.0.0.1');
    const helper = helpers.at(-1) as ChildProcess;
    while (fake.calls.length === calls) await pause();
    const exited = new Promise((resolve) => helper.once('exit', resolve));
    other.stop();
    expect(await exited).toBe(0);
    await gone(fake.hangingPid);
    fake.does('alive', '127.0.0.1');
  });
});

describe('the nodes of a process', () => {
  it('share one helper and one probe a host, until the last of them stops', async () => {
    const [first, second] = [new SharedPinger(), new SharedPinger()];
    const before = [helpers.length, fake.calls.length];
    expect(await first.preflight('127.0.0.1')).toBeUndefined();
    fake.does('slow', '10.0.0.15');
    const answers: PingOutcome[] = [];
    const answered = new Promise<void>((resolve) => {
      const onPing = (_: number, outcome: PingOutcome) => {
        answers.push(outcome);
        if (answers.length === 2) resolve();
      };
      for (const pinger of [first, second]) pinger.ping(address('10.0.0.15', 1), TIMEOUT_MS, { onPing }, 0);
    });
    await answered;
    expect(answers).toEqual(['lost', 'lost']);
    expect([helpers.length, fake.calls.length]).toEqual([before[0] + 1, before[1] + 2]);
    const exited = new Promise((resolve) => helpers.at(-1)?.once('exit', resolve));
    first.stop();
    first.stop();
    expect(await second.preflight('127.0.0.1')).toBeUndefined();
    expect(helpers).toHaveLength(before[0] + 1);
    second.stop();
    expect(await exited).toBe(0);
  });

  it('hear of no answer after they stopped', async () => {
    const [stopped, other] = [new SharedPinger(), new SharedPinger()];
    fake.does('slow', '10.0.0.16');
    const answers: string[] = [];
    const done = new Promise<void>((resolve) => {
      const target = address('10.0.0.16', 1);
      stopped.ping(target, TIMEOUT_MS, { onPing: () => answers.push('stopped') }, 0);
      other.ping(target, TIMEOUT_MS, { onPing: () => resolve(void answers.push('other')) }, 0);
    });
    stopped.stop();
    await done;
    expect(answers).toEqual(['other']);
    other.stop();
  });
});

describe('the trial at start-up', () => {
  it.each<[FakePingMode, RegExp]>([
    [
      'notPermitted',
      /not permitted to send\. Allow it \(`setcap cap_net_raw\+ep .*; or start with --liveness tcp\.$/,
    ],
    ['garbage', /answers in words unknown here\. Install that of iputils/],
    ['lost', /a ping to this machine itself got no answer\. Let the firewall pass ICMP echo/],
  ])('explains a program that does "%s"', async (mode, sentence) => {
    fake.does(mode, '127.0.0.1');
    expect(await pinger.preflight('127.0.0.1')).toMatch(sentence);
    fake.does('alive', '127.0.0.1');
  });

  it('explains that the program is missing, and what to install', async () => {
    fake.uninstall();
    expect(await pinger.preflight('127.0.0.1')).toBe(
      'ICMP does not work here, so neighbours cannot be watched: the `ping` program is not on PATH. Install it (Debian, ' +
        'Ubuntu: `apt-get install iputils-ping`); or start with --liveness tcp.',
    );
    fake.install();
  });
});

/** Resolves when there is no such process. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await pause();
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
