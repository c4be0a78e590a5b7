/** Rules of the house that neither the compiler nor the import check sees, and that each of them can be broken. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FOLDERS } from './tools/boundary-rules.ts';
import { ROOT, sourceFiles } from './tools/source-files.ts';
import {
  everyTestRuns,
  namedExports,
  parsed,
  repeatable,
  shortFile,
  shortFunctions,
  type TidyRule,
} from './tools/tidy-rules.ts';

const PUBLISHED = ['src', 'sim', 'runtime', 'analysis', 'cli'];

const files = [
  ...sourceFiles(ROOT, FOLDERS),
  ...readdirSync(ROOT).filter((name) => name.endsWith('.ts')),
].map((path) => parsed(path, readFileSync(join(ROOT, path), 'utf8')));

/** The files under these folders. */
function filesIn(...folders: readonly string[]) {
  return files.filter(({ fileName }) => folders.includes(fileName.split('/')[0]));
}

describe('the files of this project', () => {
  it('are all read', () => {
    expect(filesIn('src').length).toBeGreaterThan(30);
    expect(filesIn('sim').length).toBeGreaterThan(5);
    expect(filesIn(...PUBLISHED).length).toBeGreaterThan(80);
    expect(filesIn('test').length).toBeGreaterThan(30);
  });

  it.each<[string, TidyRule, typeof files]>([
    ['repeat themselves in src and sim', repeatable, filesIn('src', 'sim')],
    ['are short', shortFile, files],
    ['have short functions', shortFunctions, filesIn(...PUBLISHED)],
    ['export by name', namedExports, files],
    ['skip no test', everyTestRuns, filesIn('test')],
  ])('%s', (_, rule, subjects) => {
    expect(subjects.flatMap(rule)).toEqual([]);
  });
});

/** What the rule says of a text, without the place. */
function verdicts(rule: TidyRule, text: string, fileName = 'a.ts'): string[] {
  return rule(parsed(fileName, text)).map((line) => line.replace(/^.*?: /, ''));
}

describe('a file of src or sim repeats itself', () => {
  it.each([
    ['const a = Math.random();', ['Math.random']],
    ['const a = Math . random ();', ['Math.random']],
    ['const a = Math?.random();', ['Math.random']],
    ['const { random } = Math;', ['Math, not as Math.name']],
    [`const a = Math['random']();`, ['Math, not as Math.name']],
    ['const a = [1, 2].map(Math.log2);', ['Math.log2']],
    ['const a = Math.pow(2, 3) + Math.exp(1) + Math.log(2);', ['Math.pow', 'Math.exp', 'Math.log']],
    ['const a = Math.hypot(Math.sin(1), Math.cbrt(2));', ['Math.hypot', 'Math.sin', 'Math.cbrt']],
    ['let a = 2 ** 3; a **= 2;', ['**', '**=']],
    ['const a = Date.now();', ['Date']],
    ['const a = new Date();', ['Date']],
    ['let a: Date;', ['Date']],
    ['const a = { Date };', ['Date']],
    ['const a = { Date: Date };', ['Date']],
    ['const a = globalThis.Date;', ['globalThis']],
    ['const a = performance.now();', ['performance']],
    ['const a = setTimeout;', ['setTimeout']],
    ['queueMicrotask(() => {});', ['queueMicrotask']],
    ['Promise.resolve();', ['Promise']],
    ['declare function a(): Promise<void>;', ['Promise']],
    ['async function a() {}', ['async']],
    ['class A { async a() {} }', ['async']],
    ['const a = async () => 1;', ['async']],
    ['await a;', ['await']],
    ['for await (const a of b) {}', ['await']],
    [`import('./a.ts');`, ['import()']],
    [`['b', 'a'].sort((a, b) => a.localeCompare(b));`, ['localeCompare']],
    ['(1234).toLocaleString();', ['toLocaleString']],
    ['new Intl.NumberFormat();', ['Intl']],
  ])('not with %s', (text, expected) => {
    expect(verdicts(repeatable, text)).toEqual(expected);
  });

  it.each([
    '// Math.random(), await\nconst a = 1;',
    '/** Date, async, 2 ** 3 */\nconst a = 1;',
    `const a = 'Math.random() ** await' + \`Date.now()\`;`,
    'const a = /Date|Promise/;',
    'const a = Math.sqrt(2) + Math.imul(3, 4) + Math.floor(Math.SQRT2);',
    'class A { Date = 1; performance(): void {} }',
    'interface A { Promise: number; setTimeout(): void }',
    'const a = { performance: 1 }; a.performance = 2;',
    `import type { A } from './a.ts';`,
  ])('but may hold %j', (text) => {
    expect(verdicts(repeatable, text)).toEqual([]);
  });

  it('says where', () => {
    expect(repeatable(parsed('src/a.ts', '\n\nconst a = 2 ** 3;'))).toEqual(['src/a.ts:3: **']);
  });
});

describe('a file is short', () => {
  it('with 400 lines, not with 401', () => {
    expect(verdicts(shortFile, 'a;\n'.repeat(400))).toEqual([]);
    expect(verdicts(shortFile, 'a;\n'.repeat(401))).toEqual(['401 lines, at most 400']);
  });
});

describe('a function is short', () => {
  const body = (lines: number) => `{${'\n'.repeat(lines - 1)}}`;

  it.each([
    ['function', (lines: number) => `function a() ${body(lines)}`],
    ['method', (lines: number) => `class A { a() ${body(lines)} }`],
    ['constructor', (lines: number) => `class A { constructor() ${body(lines)} }`],
    ['arrow function', (lines: number) => `const a = () => ${body(lines)};`],
  ])('a %s with 60 lines, not with 61', (_, text) => {
    expect(verdicts(shortFunctions, text(60))).toEqual([]);
    expect(verdicts(shortFunctions, text(61))).toEqual(['function of 61 lines, at most 60']);
  });

  it('whatever comment stands above it', () => {
    expect(verdicts(shortFunctions, `/**${'\n'.repeat(70)}*/ function a() {}`)).toEqual([]);
  });

  it('whatever class it is in', () => {
    expect(verdicts(shortFunctions, `class A ${body(70)}`)).toEqual([]);
  });
});

describe('exports have names', () => {
  it.each([
    [`export * from './a.ts';`, ['export *']],
    [`export * as a from './a.ts';`, ['export *']],
    [`export type * from './a.ts';`, ['export *']],
    ['export default 1;', ['default export']],
    ['export default function a() {}', ['default export']],
    ['export default class A {}', ['default export']],
    ['const a = 1; export { a as default };', ['default export']],
    [`export { default } from './a.ts';`, ['default export']],
    [`export { a, type B } from './a.ts'; export const c = 1;`, []],
    ['switch (1) { default: a(); }', []],
    [`import a from './a.ts';`, []],
  ])('%s', (text, expected) => {
    expect(verdicts(namedExports, text)).toEqual(expected);
  });

  it('but not in configuration files', () => {
    expect(verdicts(namedExports, 'export default {};', 'vitest.config.ts')).toEqual([]);
  });
});

describe('every test runs', () => {
  it.each([
    [`it.skip('a', () => {});`, ['skip']],
    [`describe.only('a', () => {});`, ['only']],
    [`it.todo('a');`, ['todo']],
    [`it.only.each([1])('a', () => {});`, ['only']],
    [`it('a', ({ task, skip }) => {}); context.skip();`, ['skip']],
    [`it('a', { skip: true }, () => {});`, ['skip']],
    [`it.skipIf(true)('a', () => {}); describe.runIf(true)('b', () => {});`, []],
    [`it('skip, only', () => {}); // it.skip`, []],
  ])('%s', (text, expected) => {
    expect(verdicts(everyTestRuns, text)).toEqual(expected);
  });
});
