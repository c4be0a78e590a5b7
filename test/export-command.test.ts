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
    const keys = ['program', 'randomSeed', 'command', 'parameters', 'edges', 'message'];
    expect(Object.keys(graph)).toEqual(keys);
    expect(graph.command).toBe('hearsay sim --peers 30 --publishers 1 --messages 1 --seed a');
    expect(JSON.parse(graph.parameters)).toMatchObject({ peers: 30, alpha: 2.5 });
  });

  it('follows the last message, or the one that is asked for', async () => {
    const place = join(folder, 'message.json');
    const publishers = async (...words: string[]) => {
      await sim('--messages', '3', '--export', place, ...words);
      const { graph, nodes } = JSON.parse(readFileSync(place, 'utf8'));
      const infected = nodes.filter((node: { infectedMs?: number }) => node.infectedMs !== undefined);
      const roots = infected.filter((node: { infectedBy?: number }) => node.infectedBy === undefined);
      return [graph.message, roots.length, infected.length];
    };
    expect(await publishers()).toEqual(['number 2, from 0 in the order of publication', 1, 30]);
    const [first, roots, infected] = await publishers('--export-message', '0');
    expect([first, roots]).toEqual(['number 0, from 0 in the order of publication', 1]);
    expect(infected).toBeLessThan(30);
  });

  it('follows none when none is published', async () => {
    const place = join(folder, 'silent.gexf');
    await sim('--publishers', '0', '--export', place);
    expect(readFileSync(place, 'utf8')).toContain('mode="static">');
  });

  it.each<[string[], string]>([
    [
      ['--export-message', '0'],
      '--export-message: expected with --export FILE only; name one, or leave this out',
    ],
    [
      ['--export', `${folder}/x.csv`, '--export-message', 'first'],
      '--export-message: expected the number of a message, from 0 in the order of publication, found "first"',
    ],
    [
      ['--export', `${folder}/x.csv`, '--export-message', '1'],
      '--export-message: expected the number of a message that this run publishes, 0 to 0, found "1"',
    ],
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
