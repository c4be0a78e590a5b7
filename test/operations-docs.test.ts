/** docs/OPERATIONS.md names every metric, alert and event, and no other; dashboard and alerts ask for metrics that there are. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { PEER_EVENTS, SEED_EVENTS } from '../runtime/event-fields.ts';
import { PATHS } from '../runtime/http/watched-node.ts';
import { OF_PEER, OF_SEED, UNTOLD } from './support/sample-facts.ts';
import { TlsFolder } from './support/tls-folder.ts';
import { WatchedNode } from './support/watched-nodes.ts';
import { ROOT } from './tools/source-files.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const OPERATIONS = read('docs/OPERATIONS.md');
const ALERTS = 'deploy/prometheus/hearsay-alerts.yml';

/** Of the process rather than the node. */
const OF_PROCESS = /^hearsay_(process|nodejs)_/;

interface Metric {
  readonly type: string;
  readonly of: string;
  readonly labels: string;
}

/** By name. */
let metrics: ReadonlyMap<string, Metric>;
beforeAll(async () => {
  const folder = await TlsFolder.make('127.0.0.1');
  const tls = () => folder.pems('127.0.0.1');
  const seed = await WatchedNode.start('seed', { tls });
  const peer = await WatchedNode.start('peer', { seeds: [seed.self], tls });
  const [ofPeer, ofSeed] = await Promise.all(
    [peer, seed].map(async (node) => (await node.page('/metrics')).text),
  );
  await Promise.all([peer.stop(), seed.stop()]);
  folder.remove();
  const [atPeer, atSeed] = [ofPeer, ofSeed].map(typesIn);
  metrics = new Map(
    [...atPeer, ...atSeed].map(([name, type]) => [
      name,
      {
        type,
        of: atPeer.has(name) ? (atSeed.has(name) ? 'both' : 'peer') : 'seed',
        labels: labelsIn(ofPeer + ofSeed, name),
      },
    ]),
  );
});

function typesIn(text: string): Map<string, string> {
  return new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]));
}

function labelsIn(text: string, name: string): string {
  const [, labels = ''] = new RegExp(`^${name}\\{(.*)\\} `, 'm').exec(text) ?? [];
  return [...labels.matchAll(/(\w+)="/g)].map(([, label]) => label).join(', ');
}

/** The cells of the rows of the tables under this heading whose first cell is code. */
function rowsUnder(heading: string): string[][] {
  const [section] = OPERATIONS.slice(OPERATIONS.indexOf(`\n${heading}\n`) + heading.length + 2).split(
    /\n## /,
  );
  return [...section.matchAll(/^\| (`.*) \|$/gm)].map(([, row]) => row.split('|').map((cell) => cell.trim()));
}

describe('docs/OPERATIONS.md', () => {
  it('has a row for every metric, with type, kind of node and labels', () => {
    const rows = rowsUnder('## Metrics').map(([name, type, of, labels]) => [
      name.replaceAll('`', ''),
      type,
      of,
      labels,
    ]);
    const expected = [...metrics]
      .filter(([name]) => !OF_PROCESS.test(name))
      .map(([name, { type, of, labels }]) => [name, type, of, labels]);
    expect(rows.toSorted()).toEqual(expected.toSorted());
  });

  it('has a row for every page', () => {
    expect(rowsUnder('# Watching nodes').map(([path]) => path)).toEqual(PATHS.map((path) => `\`${path}\``));
  });

  it('has a row for every alert', () => {
    const alerts = rowsUnder('## Prometheus and Grafana').map(([name]) => name.replaceAll('`', ''));
    expect(alerts).toEqual(rules().map(({ alert }) => alert));
  });

  it('names every event of the log, and its fields', () => {
    const documented = rowsUnder('## Logs').flatMap(([events, fields]) =>
      events.split(', ').map((event) => `${event} ${fields}`.replaceAll('`', '')),
    );
    const told = [...eventsOf(PEER_EVENTS, OF_PEER), ...eventsOf(SEED_EVENTS, OF_SEED)];
    expect(documented.toSorted()).toEqual(told.toSorted());
  });
});

/** Name and fields of each. */
function eventsOf(events: object, facts: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(events)
    .filter(([event]) => !UNTOLD.includes(event))
    .map(
      ([event, fieldsOf]) => `${event} ${Object.keys(fieldsOf(...(facts[event] as unknown[]))).join(', ')}`,
    );
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
}

function rules(): Rule[] {
  return parseYaml(read(ALERTS)).groups.flatMap((group: { rules: Rule[] }) => group.rules);
}

/** The metrics that an expression asks for, without the endings of a histogram. */
function metricsIn(expression: string): string[] {
  return [...expression.matchAll(/\bhearsay_\w+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, ''));
}

function promtool(...words: readonly string[]): string {
  return execFileSync('promtool', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

describe('alerts', () => {
  it('are what Prometheus takes, in its example of a configuration', () => {
    expect(promtool('check', 'config', join(ROOT, 'deploy/prometheus/prometheus.yml'))).toContain(
      `${rules().length} rules found`,
    );
  });

  it('go off when they should, and not when they should not', () => {
    expect(promtool('test', 'rules', join(ROOT, 'deploy/prometheus/hearsay-alerts.test.yml'))).toContain(
      'SUCCESS',
    );
  });

  it('are all tested', () => {
    const { tests } = parseYaml(read('deploy/prometheus/hearsay-alerts.test.yml'));
    const tested = tests.flatMap(({ alert_rule_test }: { alert_rule_test: { alertname: string }[] }) =>
      alert_rule_test.map(({ alertname }) => alertname),
    );
    expect([...new Set(tested)].toSorted()).toEqual(
      rules()
        .map(({ alert }) => alert)
        .toSorted(),
    );
  });

  it('ask for metrics that there are', () => {
    for (const { expr } of rules())
      for (const name of metricsIn(expr)) expect([...metrics.keys()]).toContain(name);
  });
});

describe('the dashboard', () => {
  interface Panel {
    readonly id: number;
    readonly title: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets: readonly { readonly expr: string }[];
  }
  const dashboard = JSON.parse(read('deploy/grafana/hearsay.json'));
  const panels: Panel[] = dashboard.panels;
  const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  const scratch = mkdtempSync(join(tmpdir(), 'hearsay-dashboard-'));
  afterAll(() => rmSync(scratch, { recursive: true }));

  it('asks for metrics that there are', () => {
    expect(expressions.length).toBeGreaterThan(20);
    for (const name of expressions.flatMap(metricsIn)) expect([...metrics.keys()]).toContain(name);
    for (const { definition } of dashboard.templating.list) {
      for (const name of metricsIn(definition ?? '')) expect([...metrics.keys()]).toContain(name);
    }
  });

  it('asks in the language of Prometheus', () => {
    const file = join(scratch, 'rules.yml');
    const record = expressions.map((expr, i) => ({
      record: `panel:expression:${i}`,
      expr: withVariables(expr),
    }));
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules: record }] }));
    expect(promtool('check', 'rules', file)).toContain(`${expressions.length} rules found`);
    writeFileSync(
      file,
      JSON.stringify({ groups: [{ name: 'dashboard', rules: [{ record: 'a', expr: 'sum(' }] }] }),
    );
    expect(() => promtool('check', 'rules', file)).toThrow();
  });

  it('has panels with ids of their own that do not overlap', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});

/** What Grafana puts in the place of its variables. */
function withVariables(expression: string): string {
  return expression
    .replaceAll('$__rate_interval', '1m')
    .replaceAll('$job', 'hearsay')
    .replaceAll('$instance', '.+');
}
