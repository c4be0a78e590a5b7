/** The log as objects: the sentences of the text log, and besides what each is about. */
import { expect, it, onTestFinished } from 'vitest';
import { PEER_EVENTS, SEED_EVENTS } from '../runtime/event-fields.ts';
import { EventLog } from '../runtime/event-log.ts';
import { LogRecords } from '../runtime/log-records.ts';
import { PeerLog } from '../runtime/peer-log.ts';
import { SeedLog } from '../runtime/seed-log.ts';
import { gossip } from '../src/messages.ts';
import type { PeerObserver, SeedObserver } from '../src/observer.ts';
import { Workshop } from './support/runtime-processes.ts';
import { GOSSIP, OF_PEER, OF_SEED, PEER, SEED, UNTOLD } from './support/sample-facts.ts';

function tell(observer: object, facts: object): void {
  for (const [fact, parts] of Object.entries(facts)) {
    (observer as Record<string, (...parts: unknown[]) => void>)[fact](...parts);
  }
}

type Told = Readonly<Record<string, unknown>>;

/** What a log prints of these facts, as text and as objects. */
function printed(
  make: (log: EventLog) => PeerObserver | SeedObserver,
  events: object,
  facts: object,
): { readonly sentences: string[]; readonly records: Told[] } {
  const [texts, lines]: [string[], string[]] = [[], []];
  const text = new EventLog('n', (print) => texts.push(print), undefined);
  tell(make(text), facts);
  text.flush();
  const made = new LogRecords('peer', PEER.text);
  const log = new EventLog('n', (print) => lines.push(print), undefined, made);
  tell(made.recorded(make(log), events as never), facts);
  log.flush();
  expect([texts.length, lines.length]).toEqual([1, 1]);
  return {
    sentences: texts[0]
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^\S+ n /, '')),
    records: lines[0]
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  };
}

it.each([
  ['peer', (log: EventLog) => new PeerLog(log, undefined, () => {}), PEER_EVENTS, OF_PEER],
  ['seed', (log: EventLog) => new SeedLog(log, () => {}), SEED_EVENTS, OF_SEED],
] as const)('of a %s has the sentences of the text, the name of each fact and its parts', (_, make, events, facts) => {
  const { sentences, records } = printed(make, events, facts);
  expect(records.map(({ msg }) => msg)).toEqual(sentences);
  expect(records.map(({ event }) => event)).toEqual(
    Object.keys(facts).filter((fact) => !UNTOLD.includes(fact)),
  );
  expect(Object.keys(events).toSorted()).toEqual(Object.keys(facts).toSorted());
});

it('tells addresses, messages and reasons as fields of their own', () => {
  const { records } = printed((log) => new PeerLog(log, undefined, () => {}), PEER_EVENTS, OF_PEER);
  const common = { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), kind: 'peer', node: PEER.text };
  const of = (event: string) => records.find((record) => record.event === event);
  expect(of('registrationFailed')).toEqual({
    ...common,
    event: 'registrationFailed',
    seed: SEED.text,
    reason: 'refused',
    held: 0,
    quorum: 2,
    msg: 'cannot reach seed 10.0.0.1:5000: connection refused; keeps trying (0 of 2 needed)',
  });
  expect(of('delivered')).toMatchObject({ message: GOSSIP.text, neighbour: PEER.text });
  expect(of('reportSent')).toMatchObject({ accused: PEER.text, seed: SEED.text, acknowledged: true });
});

it('warns of what an operator should act on', () => {
  const [, warning] = printed((log) => new PeerLog(log, PEER.host, () => {}), PEER_EVENTS, {
    linkUp: OF_PEER.linkUp,
  }).records;
  expect(warning).toMatchObject({ level: 'warn', event: 'linkUp' });
  expect(warning.msg).toMatch(/^several nodes share this IP/);
});

it('is one line of printable ASCII, whatever the network says', () => {
  const hostile = gossip('1\n{"level":"fatal"}\u001b[2J\u0085\u{1f600}"\\', undefined);
  const records = new LogRecords('peer', PEER.text);
  const lines: string[] = [];
  const log = new EventLog('n', (print) => lines.push(print), undefined, records);
  records.recorded(new PeerLog(log, undefined, () => {}), PEER_EVENTS).published(hostile);
  log.flush();
  expect(lines[0]).toMatch(/^[\x20-\x7e]+\n$/);
  expect(JSON.parse(lines[0])).toMatchObject({ level: 'info', event: 'published' });
});

it('is what a process prints with --log-format json; its file stays text', async () => {
  const workshop = new Workshop();
  onTestFinished(() => workshop.remove());
  const seed = workshop.run(['seed', '0', '--host', '127.0.0.1', '--log-format', 'json']);
  await seed.until(() => seed.lines.length > 0 || seed.exitCode !== undefined, 'it prints something');
  const [first] = seed.lines.map((line) => JSON.parse(line));
  expect(first).toMatchObject({
    kind: 'seed',
    event: 'note',
    msg: expect.stringMatching(/^starts, listening/),
  });
  expect(workshop.output).toMatch(/^\S+Z seed 127\.0\.0\.1:\d+ starts, listening on 127\.0\.0\.1/);
  expect(await seed.kill('SIGTERM')).toBe(0);
  expect(JSON.parse(seed.lines.at(-1) ?? '')).toMatchObject({ event: 'stopped', abandoned: 0 });
});

it('takes no other format', async () => {
  const workshop = new Workshop();
  onTestFinished(() => workshop.remove());
  const seed = workshop.run(['seed', '0'], { environment: { HEARSAY_LOG_FORMAT: 'xml' } });
  expect(await seed.exited()).toBe(2);
  expect(seed.stderr).toBe('hearsay: HEARSAY_LOG_FORMAT is "xml"; expected text or json.\n');
});
