/** That the build (`npm run build`) gives a package whose command runs. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildPackage } from './tools/build-package.ts';
import { ROOT } from './tools/source-files.ts';

const installed = mkdtempSync(join(tmpdir(), 'hearsay-build-'));
const dist = join(installed, 'dist');

beforeAll(() => {
  buildPackage(dist);
  cpSync(join(ROOT, 'package.json'), join(installed, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(installed, 'node_modules'));
});
afterAll(() => rmSync(installed, { recursive: true }));

/** Runs the built command as a shell would. */
function hearsay(...words: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(join(dist, 'cli/main.js'), words, {
    cwd: installed,
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

it('shows help, also for each command', () => {
  expect(hearsay('--help')).toMatchObject({
    stdout: expect.stringContaining('Usage: hearsay'),
    stderr: '',
    status: 0,
  });
  for (const command of ['sim', 'fit', 'seed', 'peer']) {
    const { stdout, status } = hearsay(command, '--help');
    expect([stdout, status]).toEqual([expect.stringContaining(`Usage: hearsay ${command}`), 0]);
  }
});

it('knows the version', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(hearsay('--version')).toEqual({ stdout: `${version}\n`, stderr: '', status: 0 });
});

// The data of this latency model are copied by the build.
it('simulates, also on two threads', () => {
  const words = 'sim --peers 20 --seed a --json --publishers 1 --messages 1 --latency planetlab'.split(' ');
  const { stdout, stderr, status } = hearsay(...words);
  expect([stderr, status]).toEqual(['', 0]);
  expect(JSON.parse(stdout)).toMatchObject({ overlay: { peers: 20 } });
  expect(hearsay(...words, '--workers', '2')).toEqual({ stdout, stderr, status });
});

it('writes a report without the tools of the repository', () => {
  const words = 'sim --peers 20 --seed a --quiet --publishers 1 --messages 1 --report report.html'.split(' ');
  expect(hearsay(...words)).toEqual({ stdout: '', stderr: '', status: 0 });
  const page = readFileSync(join(installed, 'report.html'), 'utf8');
  const script = readFileSync(join(dist, 'analysis/report/client/main.js'), 'utf8').trim();
  expect(page).toContain(`<script>${script}</script>`);
});

it('sweeps on threads of its own', () => {
  const words = 'bench degree --peers 20,30 --alpha 1 --links 3 --runs 2 --workers 2 --name a --quiet'.split(
    ' ',
  );
  expect(hearsay(...words)).toEqual({ stdout: '', stderr: '', status: 0 });
  expect(hearsay('reproduce', 'results/a')).toMatchObject({
    stdout: 'runs.ndjson is equal\nsummary.csv is equal\n',
    status: 0,
  });
});

it('fits, also on two threads', () => {
  const words = [
    'fit',
    join(ROOT, 'test/data/degree/geometric-p0.2-n10000.txt'),
    '--json',
    '--bootstrap',
    '4',
  ];
  const { stdout, stderr, status } = hearsay(...words, '--workers', '1');
  expect([stderr, status]).toEqual(['', 0]);
  expect(JSON.parse(stdout)).toMatchObject({ xmin: 20, bootstraps: 4 });
  expect(hearsay(...words, '--workers', '2')).toEqual({ stdout, stderr, status });
});

it('has the helper that pings, which is forked', () => {
  expect(existsSync(join(dist, 'runtime/ping/ping-helper.js'))).toBe(true);
});

// The font is copied by the build.
it('draws figures', () => {
  const run = join(installed, 'run.json');
  writeFileSync(run, hearsay('sim', '--peers', '20', '--seed', 'a', '--json').stdout);
  const drawn = hearsay('plot', 'degree', run, '-o', join(installed, 'figure.png'));
  expect(drawn).toEqual({ stdout: '', stderr: '', status: 0 });
  expect(readFileSync(join(installed, 'figure.png')).length).toBeGreaterThan(20_000);
});

it('has modules, the data, and nothing else', () => {
  for (const name of [
    'sim/data/planetlab-490-rtt-0.1ms-upper.u16le',
    'sim/data/LICENSE',
    'cli/fonts/LICENSE',
  ]) {
    const [copy, original] = [dist, ROOT].map((folder) => readFileSync(join(folder, name)));
    expect(copy.equals(original), name).toBe(true);
  }
  expect(readdirSync(dist).sort()).toEqual(['analysis', 'cli', 'runtime', 'sim', 'src']);
});
