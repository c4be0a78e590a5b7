/** `hearsay sim --export`. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../cli/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearsay-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SMALL = '--peers 30 --publishers 1 --messages 1 --seed a --quiet'.split(' ');

async function sim(...words: string[]) {
  let err = '';
  const terminal = {
    print: () => {},
    note: (text: string) => {
      err += text;
    },
    interactive: false,
    columns: 80,
    unicode: true,
  };
  return { exitCode: await runCommandLine(['sim', ...SMALL, ...words], terminal), err };
}

describe('hearsay sim --export', () => {
  it('writes all files that are asked for, the same bytes for an equal run', async () => {
    const place = mkdtempSync(join(folder, 'all-'));
    const names = ['o.csv', 'o.gexf', 'o.graphml', 'o.json'];
    const flags = names.flatMap((name) => ['--export', join(place, name)]);
    expect(await sim(...flags)).toEqual({ exitCode: undefined, err: '' });
    expect(readdirSync(place).sort()).toEqual(names);
    const texts = () => names.map((name) => readFileSync(join(place, name), 'utf8'));
    const first = texts();
    await sim(...flags, '--workers', '2');
    expect(texts()).toEqual(first);
  });

  it('tells how the overlay came to be', async () => {
    const place = join(folder, 'o.json');
    await sim('--export', place);
    const { graph } = JSON.parse(readFileSync(place, 'utf8'));
    expect(Object.keys(graph)).toEqual(['program', 'randomSeed', 'command', 'parameters', 'edges']);
    expect(graph.command).toBe('hearsay sim --peers 30 --publishers 1 --messages 1 --seed a');
    expect(JSON.parse(graph.parameters)).toMatchObject({ peers: 30, alpha: 2.5 });
  });

  it.each<[string[], string]>([
    [
      ['--export', 'overlay.txt'],
      '--export overlay.txt: expected a name ending in .graphml, .gexf, .csv, .json',
    ],
    [['--export', 'gexf'], '--export gexf: expected a name ending in .graphml, .gexf, .csv, .json'],
    [
      ['--export', `${folder}/none/a.csv`],
      `--export ${folder}/none/a.csv: the folder "${folder}/none" does not exist; make it first`,
    ],
    [
      ['--export', `${folder}/a.csv`, '--export', `${folder}/a.csv`],
      `--export ${folder}/a.csv: --export writes this file too; name another`,
    ],
  ])('refuses %j', async (words, sentence) => {
    expect(await sim(...words)).toEqual({ exitCode: 2, err: `hearsay: ${sentence}\n` });
  });
});
