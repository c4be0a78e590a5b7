/** That the import check (`npm run boundaries`) finds what it should, in small trees made for it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkBoundaries } from './tools/boundary-check.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearsay-boundaries-'));
afterAll(() => rmSync(folder, { recursive: true }));

const DEPENDENCIES = ['asciichart', 'cli-progress', 'commander', 'leven', 'ping', 'seedrandom'];
const TOOLS = ['vitest', 'zod'];

/** A tree where everything is as it should be: every folder imports what it may. */
const GOOD_TREE = {
  'src/peer.ts': `import type { Clock } from './ports.ts';\nexport type Peer = Clock;`,
  'src/ports.ts': 'export type Clock = number;',
  'sim/simulate.ts': `import '../src/peer.ts';\nimport 'seedrandom';`,
  'runtime/node.ts': `import '../src/peer.ts';\nimport { connect } from 'node:net';\nimport 'ping';`,
  'runtime/ping/ping-helper.ts': '',
  'analysis/chart.ts': `import 'asciichart';`,
  'cli/main.ts': `import 'commander';\nimport 'node:fs';\nimport './sim.ts';\nawait import('../runtime/node.ts');`,
  'cli/sim.ts': `import '../sim/simulate.ts';\nimport '../analysis/chart.ts';`,
  'bench/main.ts': `import '../cli/sim.ts';`,
  'test/a.test.ts': `import 'vitest';\nimport 'commander';\nimport '../sim/simulate.ts';\nimport './tools/help.ts';`,
  'test/tools/help.ts': `import 'node:fs';`,
};

/** The problems that the check finds in a tree. */
async function problemsIn(tree: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const root = mkdtempSync(join(folder, 'tree-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const versions = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']));
  write(
    'package.json',
    JSON.stringify({ dependencies: versions(DEPENDENCIES), devDependencies: versions(TOOLS) }),
  );
  for (const name of [...DEPENDENCIES, ...TOOLS, 'undeclared']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  for (const [path, text] of Object.entries(tree)) write(path, text);
  return (await checkBoundaries(root)).problems;
}

describe('the import check', () => {
  it('finds nothing where all is well', async () => {
    expect(await problemsIn(GOOD_TREE)).toEqual([]);
  });

  it.each([
    // Arrows between folders, in every form that an import can have.
    ['src/peer.ts', `import '../sim/simulate.ts';`, 'src/peer.ts -> sim/simulate.ts: src imports only src'],
    [
      'src/peer.ts',
      `import { type A } from '../analysis/chart.ts';`,
      'src/peer.ts -> analysis/chart.ts: src imports only src',
    ],
    [
      'src/peer.ts',
      `export { type A } from '../analysis/chart.ts';`,
      'src/peer.ts -> analysis/chart.ts: src imports only src',
    ],
    [
      'src/peer.ts',
      `export type A = import('../analysis/chart.ts').A;`,
      'src/peer.ts -> analysis/chart.ts: src imports only src',
    ],
    [
      'src/peer.ts',
      `export const a = () => import('../analysis/chart.ts');`,
      'src/peer.ts -> analysis/chart.ts: src imports only src',
    ],
    ['src/peer.ts', `import type { Stats } from 'node:fs';`, 'src/peer.ts -> fs: src imports only src'],
    ['src/peer.ts', `import 'fs';`, 'src/peer.ts -> fs: src imports only src'],
    ['src/peer.ts', `const fs = require('node:fs');`, 'src/peer.ts -> fs: src imports only src'],
    [
      'src/peer.ts',
      `import type A from 'seedrandom';`,
      'src/peer.ts -> node_modules/seedrandom/index.js: src imports only src',
    ],
    [
      'sim/simulate.ts',
      `import type { A } from '../runtime/node.ts';`,
      'sim/simulate.ts -> runtime/node.ts: sim imports only sim, src, leven, seedrandom, zod',
    ],
    [
      'sim/simulate.ts',
      `import 'node:fs';`,
      'sim/simulate.ts -> fs: sim imports only sim, src, leven, seedrandom, zod',
    ],
    [
      'runtime/node.ts',
      `import '../sim/simulate.ts';`,
      'runtime/node.ts -> sim/simulate.ts: runtime imports only runtime, src, leven, ping, pino, prom-client, seedrandom, node:*',
    ],
    [
      'runtime/node.ts',
      `import type { Command } from 'commander';`,
      'runtime/node.ts -> node_modules/commander/index.js: runtime imports only runtime, src, leven, ping, pino, prom-client, seedrandom, node:*',
    ],
    [
      'analysis/chart.ts',
      `import '../src/peer.ts';`,
      'analysis/chart.ts -> src/peer.ts: analysis imports only analysis, @observablehq/plot, asciichart, seedrandom, uplot',
    ],
    [
      'cli/sim.ts',
      `import '../bench/main.ts';`,
      'cli/sim.ts -> bench/main.ts: cli imports only cli, sim, runtime, analysis, src, @peculiar/x509, @resvg/resvg-js, cli-progress, commander, linkedom, reflect-metadata, node:*',
    ],
    [
      'bench/main.ts',
      `import '../test/tools/help.ts';`,
      'bench/main.ts -> test/tools/help.ts: bench imports only bench, cli, sim, runtime, analysis, src, packages, node:*',
    ],
    // Packages.
    [
      'sim/simulate.ts',
      `import 'zod';`,
      'sim/simulate.ts -> node_modules/zod/index.js: what is published needs no development dependency',
    ],
    [
      'test/a.test.ts',
      `import 'undeclared';`,
      'test/a.test.ts -> node_modules/undeclared/index.js: package.json does not declare this package',
    ],
    // Modules that are not there, and modules that nobody needs.
    ['src/peer.ts', `import './gone.ts';`, 'src/peer.ts -> ./gone.ts: there is no such module'],
    ['src/new.ts', '', 'src/new.ts: no entry point of the package reaches this module'],
    ['src/new.ts', `import './peer.ts';`, 'src/new.ts: no entry point of the package reaches this module'],
    ['test/tools/new.ts', '', 'test/tools/new.ts: no test, tool or benchmark reaches this module'],
    // A circle, even if only of types.
    [
      'src/ports.ts',
      `import type { Peer } from './peer.ts';`,
      'src/peer.ts -> src/ports.ts -> src/peer.ts: imports go round in a circle',
    ],
  ])('in %s refuses %s', async (path, text, problem) => {
    const before = (GOOD_TREE as Readonly<Record<string, string>>)[path] ?? '';
    expect(await problemsIn({ ...GOOD_TREE, [path]: `${before}\n${text}` })).toContain(problem);
  });

  it('does not pass having read nothing', async () => {
    expect(await problemsIn({})).toEqual(['read nothing: 0 modules, no import']);
    expect(await problemsIn({ 'cli/main.ts': '' })).toEqual(['read nothing: 1 modules, no import']);
  });

  it('says which module it did not read', async () => {
    const folderLikeModule = { 'src/odd.ts/readme': '' };
    expect(await problemsIn({ ...GOOD_TREE, ...folderLikeModule })).toEqual(['src/odd.ts: not read']);
  });
});
