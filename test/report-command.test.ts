/** `hearsay sim --report` */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { afterAll, expect, it } from 'vitest';
import type { ReportData } from '../analysis/report/report-data.ts';
import { hearsay } from './support/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearsay-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SMALL = 'sim --peers 30 --publishers 2 --messages 2 --seed a'.split(' ');

/** The page of a run. */
async function reportOf(name: string, ...words: readonly string[]): Promise<string> {
  const file = join(folder, name);
  expect(await hearsay(...SMALL, ...words, '--quiet', '--report', file)).toEqual({
    out: '',
    err: '',
    exitCode: undefined,
  });
  return readFileSync(file, 'utf8');
}

function dataOf(page: string): ReportData {
  return JSON.parse(parseHTML(page).document.getElementById('report-data')?.textContent ?? '');
}

it('writes equal bytes for equal runs, on any number of threads', async () => {
  const page = await reportOf('a.html');
  expect(page).toMatch(/^<!doctype html>\n[\s\S]*<\/html>\n$/);
  expect(await reportOf('b.html')).toBe(page);
  expect(await reportOf('c.html', '--workers', '2')).toBe(page);
  expect(readdirSync(folder).sort()).toEqual(['a.html', 'b.html', 'c.html']);
});

it('holds the document of --json, the links of --edges and the command', async () => {
  const edges = join(folder, 'links');
  const { document, command, picture } = dataOf(await reportOf('d.html', '--edges', edges));
  expect(document).toEqual(JSON.parse((await hearsay(...SMALL, '--json')).out));
  expect(command).toBe('sim --peers 30 --publishers 2 --messages 2 --seed a');
  const links = picture!.dialled.flatMap((others, peer) => others.map((other) => `${peer} ${other}`));
  const lines = readFileSync(edges, 'utf8').trim().split('\n');
  expect(links.sort()).toEqual(lines.filter((line) => !line.startsWith('#')).sort());
});

it('follows the last message as hearsay why tells it', async () => {
  const { picture } = dataOf(await reportOf('f.html'));
  const tree = join(folder, 'tree');
  await hearsay('why', ...SMALL.slice(1), '--message', '3', '--tree', tree);
  const { nodes } = JSON.parse(readFileSync(tree, 'utf8'));
  const { name, timeUs, parents, hops } = picture!.message!;
  expect(name).toBe('the last message, number 3,');
  expect(nodes).toHaveLength(30);
  for (const { peer, parent, afterUs, hop } of nodes) {
    expect([timeUs[peer], parents[peer], hops[peer]]).toEqual([afterUs, parent ?? -1, hop]);
  }
});

it('does not draw more peers than can be told apart', async () => {
  const { picture } = dataOf(
    await reportOf('e.html', '--peers', '2001', '--publishers', '0', '--links', '3'),
  );
  expect(picture).toBeNull();
});

it('is refused for a file that cannot be written, before the run', async () => {
  const { err, exitCode } = await hearsay(...SMALL, '--report', join(folder, 'none', 'a.html'));
  expect([exitCode, err]).toEqual([
    2,
    expect.stringMatching(/^hearsay: --report .*does not exist; make it first\n$/),
  ]);
});
