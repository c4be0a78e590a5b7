/** What a node tells of its TLS while it runs: that its certificate expires, in its log, and with refusals, as metrics. */
import { connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { EventLog } from '../runtime/event-log.ts';
import { DAY_MS } from '../runtime/tls/credentials.ts';
import { NodeTls } from '../runtime/tls/node-tls.ts';
import { BareSocket } from './support/runtime-recorder.ts';
import { TlsFolder } from './support/tls-folder.ts';
import { WatchedNode } from './support/watched-nodes.ts';

const HOST = '127.0.0.1';

let folder: TlsFolder;
beforeAll(async () => {
  folder = await TlsFolder.make(HOST);
});
afterAll(() => folder.remove());
afterEach(() => {
  vi.useRealTimers();
});

it('warns once a day from the fourteenth day before its certificate expires', () => {
  const lines: string[] = [];
  const log = new EventLog('seed', (text) => lines.push(...text.trimEnd().split('\n')), undefined);
  const credentials = folder.credentials(HOST);
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  vi.setSystemTime(credentials.expires.getTime() - 15.5 * DAY_MS);
  const tls = new NodeTls(credentials, log);
  const said = (): string[] => {
    log.flush();
    return lines.splice(0).map((line) => line.replace(/^.* seed /, ''));
  };
  const advice = 'make a new one, and have it read by SIGHUP';
  tls.announce();
  const when = credentials.expires.toISOString();
  expect(said()).toEqual([`speaks TLS 1.3 only, with a certificate until ${when}`]);
  vi.advanceTimersByTime(DAY_MS);
  expect(said()).toEqual([]);
  vi.advanceTimersByTime(DAY_MS);
  expect(said()).toEqual([`warning: its certificate expires at ${when}; ${advice}`]);
  vi.advanceTimersByTime(13 * DAY_MS);
  expect(said()).toHaveLength(13);
  vi.advanceTimersByTime(DAY_MS);
  expect(said()).toEqual([`warning: its certificate expired at ${when}, so no new link opens; ${advice}`]);
  tls.stop();
  vi.advanceTimersByTime(DAY_MS);
  expect(said()).toEqual([]);
});

it('counts refusals and tells the expiry to whoever scrapes it, but only with TLS', async () => {
  const secured = await WatchedNode.start('seed', { tls: () => folder.pems(HOST) });
  const expiry = folder.credentials(HOST).expires.getTime() / 1000;
  const metrics = await secured.metrics();
  expect(metrics.get('hearsay_tls_certificate_expiry_timestamp_seconds')).toBe(expiry);
  expect(metrics.get('hearsay_tls_refusals_total')).toBe(0);
  for (let stranger = 0; stranger < 2; stranger++) {
    const { host, port } = secured.self;
    await new BareSocket(connect({ host, port, rejectUnauthorized: false })).endReceived();
  }
  await secured.until('/metrics', ({ text }) => text.includes('\nhearsay_tls_refusals_total 2\n'));
  await secured.stop();
  const bare = await WatchedNode.start('seed');
  expect((await bare.page('/metrics')).text).not.toContain('hearsay_tls');
  await bare.stop();
});
