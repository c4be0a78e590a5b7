/**
 * The real Pinger. Starting a process stalls the event loop by what the parent weighs, so the `ping` programs are started by a
 * small helper process, which starts at the beginning, with the trial or the first ping, and again when it died. One probe a host
 * at a time, however many neighbours live there: whoever asks for the same host meanwhile, and gives it as much time, shares its
 * answer. That a host is alive is also taken from a probe that ended less than the time-out ago, since an answer to a new one may
 * take as long; that it is lost never is, so that failures in a row are as many probes.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Address } from '../../src/address.ts';
import { canonicalHost } from '../../src/ip.ts';
import type { Pinger, PingHandler } from '../../src/ports.ts';
import type { PingAnswer, PingRequest, UnableReason } from './ping-messages.ts';

/** Probes under way; more wait. Source: measured. */
const OUTSTANDING_MAX = 256;

/** Hosts that may wait for their probe; more are answered `unable`. Source: ours. */
const WAITING_MAX = 16_384;

/** How much later than the time-out an answer may come; then we could not probe. Source: ours, the helper may be starting. */
const ANSWER_GRACE_MS = 1_500;

/** A helper that dies is not started again sooner than this after its start. Source: ours. */
const RESTART_PAUSE_MS = 1_000;

/** The probe at start-up. Source: ours. */
const PREFLIGHT_TIMEOUT_MS = 2_000;

type AnswerHandler = (answer: PingAnswer) => void;

interface AliveAnswer {
  readonly answer: PingAnswer;
  readonly untilMs: number;
}

interface Probe {
  /** Its host and time-out. */
  readonly key: string;
  readonly request: PingRequest;
  readonly handlers: AnswerHandler[];
  timeout: NodeJS.Timeout | undefined;
}

export class IcmpPinger implements Pinger {
  /** Not answered yet, by key. */
  readonly #probes = new Map<string, Probe>();
  /** Sent to the helper. */
  readonly #outstanding = new Map<number, Probe>();
  /** Not sent yet, oldest first. */
  readonly #waiting = new Set<Probe>();
  /** Answers of hosts that were alive, by key, oldest first; those out of date leave with the next one. */
  readonly #alive = new Map<string, AliveAnswer>();
  #helper: ChildProcess | undefined;
  #helperStartedAtMs = Number.NEGATIVE_INFINITY;
  #nextId = 0;
  #stopped = false;

  ping(target: Address, timeoutMs: number, handler: PingHandler, tag: number): void {
    this.#probe(target.host, timeoutMs, (answer) => handler.onPing(tag, answer.outcome, answer.roundTripMs));
  }

  /**
   * Tries a ping on loopback.
   * @returns Why ICMP does not work here and what to do about it, in a sentence; undefined when it works.
   */
  async preflight(host: '127.0.0.1' | '::1'): Promise<string | undefined> {
    const answer = await new Promise<PingAnswer>((resolve) =>
      this.#probe(host, PREFLIGHT_TIMEOUT_MS, resolve),
    );
    if (answer.outcome === 'alive') return undefined;
    const cause = answer.outcome === 'lost' ? LOST_ON_LOOPBACK : CAUSES[answer.why ?? 'failed'];
    return `ICMP does not work here, so neighbours cannot be watched: ${cause}; or start with --liveness tcp.`;
  }

  /** Ends the helper; probes under way stay without an answer. */
  stop(): void {
    this.#stopped = true;
    for (const probe of this.#probes.values()) clearTimeout(probe.timeout);
    this.#probes.clear();
    this.#outstanding.clear();
    this.#waiting.clear();
    this.#alive.clear();
    const helper = this.#helper;
    this.#helper = undefined;
    if (helper?.connected) helper.disconnect();
  }

  #probe(host: string, timeoutMs: number, handler: AnswerHandler): void {
    if (this.#stopped) return;
    const key = `${host} ${timeoutMs}`;
    const shared = this.#probes.get(key);
    if (shared !== undefined) {
      shared.handlers.push(handler);
      return;
    }
    const alive = this.#alive.get(key);
    if (alive !== undefined && performance.now() < alive.untilMs) {
      setImmediate(() => this.#stopped || handler(alive.answer));
      return;
    }
    const probe: Probe = {
      key,
      request: { id: this.#nextId++, host, timeoutMs },
      handlers: [handler],
      timeout: undefined,
    };
    this.#probes.set(key, probe);
    // No zones, which could hold almost anything, and one probe a host: only the one text of an IP.
    if (canonicalHost(host) !== host || this.#waiting.size >= WAITING_MAX) this.#unableSoon(probe);
    else if (this.#outstanding.size >= OUTSTANDING_MAX) this.#wait(probe);
    else this.#send(probe);
  }

  #wait(probe: Probe): void {
    this.#waiting.add(probe);
    this.#expectAnswer(probe);
  }

  #send(probe: Probe): void {
    const helper = this.#runningHelper();
    if (helper === undefined) {
      this.#unableSoon(probe);
      return;
    }
    this.#outstanding.set(probe.request.id, probe);
    this.#expectAnswer(probe);
    // A message that cannot be sent means that the helper is gone, which its `exit` tells.
    helper.send(probe.request, () => {});
  }

  /** A helper that hangs, or a queue that is too long, is not the target's fault. */
  #expectAnswer(probe: Probe): void {
    clearTimeout(probe.timeout);
    const { timeoutMs } = probe.request;
    probe.timeout = setTimeout(() => this.#conclude(probe, unable(probe)), timeoutMs + ANSWER_GRACE_MS);
  }

  /** No handler runs inside a call of this port. */
  #unableSoon(probe: Probe): void {
    setImmediate(() => this.#conclude(probe, unable(probe)));
  }

  #conclude(probe: Probe, answer: PingAnswer): void {
    if (this.#probes.get(probe.key) !== probe) return;
    this.#probes.delete(probe.key);
    this.#outstanding.delete(probe.request.id);
    this.#waiting.delete(probe);
    clearTimeout(probe.timeout);
    if (answer.outcome === 'alive') this.#remember(probe, answer);
    for (const handler of probe.handlers) handler(answer);
    this.#sendWaiting();
  }

  #remember(probe: Probe, answer: PingAnswer): void {
    const now = performance.now();
    for (const [key, { untilMs }] of this.#alive) {
      if (untilMs > now) break;
      this.#alive.delete(key);
    }
    this.#alive.delete(probe.key);
    this.#alive.set(probe.key, { answer, untilMs: now + probe.request.timeoutMs });
  }

  #sendWaiting(): void {
    for (const probe of this.#waiting) {
      if (this.#outstanding.size >= OUTSTANDING_MAX) return;
      this.#waiting.delete(probe);
      this.#send(probe);
    }
  }

  #runningHelper(): ChildProcess | undefined {
    if (this.#helper !== undefined) return this.#helper;
    const now = performance.now();
    if (now < this.#helperStartedAtMs + RESTART_PAUSE_MS) return undefined;
    this.#helperStartedAtMs = now;
    const helper = forkHelper();
    helper.on('message', (answer: PingAnswer) => {
      const probe = this.#outstanding.get(answer.id);
      if (probe !== undefined) this.#conclude(probe, answer);
    });
    helper.on('error', () => this.#onHelperGone(helper));
    helper.on('exit', () => this.#onHelperGone(helper));
    this.#helper = helper;
    return helper;
  }

  /** It died: what it was asked stays unanswered. Another starts now, or with the next ping if this one hardly lived. */
  #onHelperGone(helper: ChildProcess): void {
    if (this.#helper !== helper) return;
    this.#helper = undefined;
    this.#runningHelper();
    for (const probe of [...this.#outstanding.values()]) this.#conclude(probe, unable(probe));
  }
}

const CAUSES: Readonly<Record<UnableReason, string>> = {
  missing: 'the `ping` program is not on PATH. Install it (Debian, Ubuntu: `apt-get install iputils-ping`)',
  notPermitted:
    'the `ping` program is not permitted to send. Allow it (`setcap cap_net_raw+ep "$(command -v ping)"`, or ' +
    '`sysctl -w net.ipv4.ping_group_range="0 2147483647"`)',
  hung: 'the `ping` program does not end. Install that of iputils (Debian, Ubuntu: `apt-get install iputils-ping`)',
  failed:
    'the `ping` program fails, or answers in words unknown here. Install that of iputils (Debian, Ubuntu: ' +
    '`apt-get install iputils-ping`)',
};

const LOST_ON_LOOPBACK = 'a ping to this machine itself got no answer. Let the firewall pass ICMP echo';

function unable(probe: Probe): PingAnswer {
  return { id: probe.request.id, outcome: 'unable', roundTripMs: 0, why: 'failed' };
}

/** The helper beside this file: TypeScript when run from sources, which then needs the loader of tsx. */
function forkHelper(): ChildProcess {
  const fromSources = import.meta.url.endsWith('.ts');
  const helper = fileURLToPath(
    new URL(fromSources ? './ping-helper.ts' : './ping-helper.js', import.meta.url),
  );
  const loader = fromSources ? pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href : undefined;
  return fork(helper, [], {
    execArgv: loader === undefined ? [] : ['--import', loader],
    // The output of `ping` is read in English.
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}
