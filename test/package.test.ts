/** The package as it is published: what is in the tarball, whether types and entry points are right, and that it installs. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LocalRegistry } from './support/local-registry.ts';
import { API_PARAMETERS_FILE, apiParametersSource } from './tools/api-parameters.ts';
import { API_REPORT_FILE, apiReport } from './tools/api-report.ts';
import { API_TYPES, buildPackage, isEmptyModule, typesFrom } from './tools/build-package.ts';
import { ROOT, sourceFiles } from './tools/source-files.ts';

const scratch = mkdtempSync(join(tmpdir(), 'hearsay-package-'));
const source = join(scratch, 'source');
const dist = join(source, 'dist');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const REPORT_CLIENT = 'dist/analysis/report/client/';
let tarball = '';
/** Paths in the tarball. */
let files: string[] = [];

beforeAll(() => {
  buildPackage(dist);
  for (const name of ['package.json', ...manifest.files.filter((each: string) => each !== 'dist')])
    cpSync(join(ROOT, name), join(source, name));
  const words = ['pack', '--ignore-scripts', '--json', '--pack-destination', scratch];
  const [packed] = JSON.parse(execFileSync('npm', words, { cwd: source, encoding: 'utf8' }));
  tarball = join(scratch, packed.filename);
  files = packed.files.map(({ path }: { path: string }) => path);
});
afterAll(() => rmSync(scratch, { recursive: true }));

// That an entry point reaches each module is a rule of the boundaries.
it('holds modules that run, with all that they import, and no tests, benchmarks or tools', () => {
  const modules = files.filter((path) => path.endsWith('.js') && !path.startsWith(REPORT_CLIENT));
  const sources = sourceFiles(ROOT, ['analysis', 'cli', 'runtime', 'sim', 'src']);
  const compiled = new Set(sources.map((path) => `dist/${path.replace(/\.ts$/, '.js')}`));
  expect(modules.filter((path) => !compiled.has(path))).toEqual([]);
  for (const path of modules) {
    const text = readFileSync(join(source, path), 'utf8');
    expect(isEmptyModule(text), path).toBe(false);
    for (const [, imported] of text.matchAll(/(?:from|import) ?\(?'(\.[^']+)'/g))
      expect(files, `${path} imports it`).toContain(join(dirname(path), imported));
  }
});

it('holds the types of what programs import, the data, and nothing else', () => {
  const types = [...typesFrom(join(dist, API_TYPES))].map((path) => relative(source, path));
  expect(types.every((path) => path.startsWith('dist/runtime/api/'))).toBe(true);
  const copied = ['sim/data', 'cli/fonts'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => `dist/${folder}/${name}`),
  );
  const client = ['main.js', 'main.css'].map((name) => `${REPORT_CLIENT}${name}`);
  const top = ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'config.txt'];
  const others = files.filter((path) => !path.endsWith('.js') || path.startsWith(REPORT_CLIENT));
  expect(others.toSorted()).toEqual([...types, ...copied, ...client, ...top].toSorted());
});

it('has entry points as publint wants them', () => {
  expect(tool('publint', 'run', tarball, '--strict')).toContain('All good!');
});

it('has types as are-the-types-wrong wants them, for programs of ES modules', () => {
  // What it finds for such programs is an error of the command.
  const { analysis } = JSON.parse(tool('attw', tarball, '--profile', 'esm-only', '--format', 'json'));
  expect(Object.keys(analysis.entrypoints)).toContain('.');
});

it.each([
  ['Node', { lib: ['ES2022'], types: ['node'] }],
  ['the DOM', { lib: ['ES2022', 'DOM'], types: [] }],
])('has types that a strict program with those of %s compiles against', (_, options) => {
  const program = join(scratch, 'program');
  installInto(program);
  writeFileSync(join(program, 'program.ts'), PROGRAM);
  const compilerOptions = {
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true },
    ...{ target: 'ES2022', module: 'NodeNext', moduleResolution: 'NodeNext', ...options },
  };
  writeFileSync(join(program, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  expect(tool('tsc', '-p', program)).toBe('');
});

it('has a programming interface as the report in the repository says; after a change: npm run api', () => {
  expect(readFileSync(join(ROOT, API_PARAMETERS_FILE), 'utf8')).toBe(apiParametersSource());
  expect(apiReport(dist)).toBe(readFileSync(join(ROOT, API_REPORT_FILE), 'utf8'));
});

it('runs from an empty folder by npx', async () => {
  const registry = await LocalRegistry.start();
  try {
    const empty = join(scratch, 'empty');
    mkdirSync(empty);
    const name = `./${basename(tarball)}`;
    cpSync(tarball, join(empty, name));
    const { out, err, code } = await npx(registry, empty, name, 'sim', '--peers', '50', '--seed', 'a');
    expect([err, code]).toEqual([expect.not.stringContaining('npm error'), 0]);
    expect(out).toContain('50 peers, 3 seeds, ');
  } finally {
    registry.close();
  }
});

/** Uses of every kind; what is wrong has to be so. */
const PROGRAM = `
import { createPeer, createSeed, HearsayError, type Message, type PeerOptions } from 'hearsay';

const options: PeerOptions = { seeds: ['127.0.0.1:5000'], liveness: 'tcp', gossipInterval: 5, links: 'auto' };
const peer = createPeer({ ...options, signal: new AbortController().signal, host: undefined });
const seed = createSeed({ port: 5000, checkTries: 2 });
peer.on('message', (message: Message) => message.payload.length).once('dead', ({ failures }) => failures + 1);
seed.on('removed', ({ reason }) => reason === 'stale');
await Promise.all([seed.start(), peer.start()]);
await peer.ready;
const id: string = await peer.publish(new Uint8Array(3));
for await (const message of peer) {
  const text: string = message.text() + message.origin + message.id + id;
  if (text === '') break;
}
try {
  await peer.publish('more');
} catch (error) {
  if (error instanceof HearsayError && error.code === 'BACKPRESSURE') throw error;
}
{
  await using later = createPeer(options);
  await later.start();
}
// @ts-expect-error: seeds are missing
createPeer({ liveness: 'tcp' });
// @ts-expect-error: no such option
createPeer({ seeds: [], gossipIntervall: 5 });
// @ts-expect-error: no such mode
createPeer({ seeds: [], liveness: 'udp' });
// @ts-expect-error: an option of peers
createSeed({ liveness: 'tcp' });
// @ts-expect-error: no such event
peer.on('mesage', () => {});
await Promise.all([peer.stop(), seed.stop()]);
`;

/** Runs a tool of the repository and gives its output, also within its error. */
function tool(name: string, ...words: readonly string[]): string {
  const command = join(ROOT, 'node_modules/.bin', name);
  const { stdout, stderr, status } = spawnSync(command, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ends with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/** A program of ES modules that has the package from the tarball, and the types of Node. */
function installInto(program: string): void {
  rmSync(program, { recursive: true, force: true });
  const installed = join(program, 'node_modules/hearsay');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  symlinkSync(join(ROOT, 'node_modules/@types'), join(program, 'node_modules/@types'));
  symlinkSync(join(ROOT, 'node_modules/undici-types'), join(program, 'node_modules/undici-types'));
  writeFileSync(join(program, 'package.json'), JSON.stringify({ type: 'module' }));
}

/** Runs npx with an empty cache and only this registry. */
async function npx({ url }: LocalRegistry, cwd: string, ...words: readonly string[]) {
  const child = spawn('npx', ['--yes', ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      npm_config_registry: url,
      npm_config_cache: join(scratch, 'cache'),
      npm_config_userconfig: join(scratch, 'no-npmrc'),
      npm_config_update_notifier: 'false',
      npm_config_audit: 'false',
    },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { out, err, code };
}
