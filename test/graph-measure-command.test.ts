/** `hearsay measure`, and what of it `hearsay sim` says. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { graphOf } from '../analysis/graph/compressed-rows.ts';
import { robustnessOf } from '../analysis/graph/robustness.ts';
import { robustnessChart } from '../analysis/robustness-chart.ts';
import { hearsayOn } from './support/command.ts';
import { star } from './support/graphs.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearsay-measure-'));
afterAll(() => rmSync(folder, { recursive: true }));

const hearsay = (words: readonly string[], unicode = true) => hearsayOn({ unicode }, ...words);

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const SMALL = ['sim', '--peers', '60', '--publishers', '1', '--messages', '1', '--seed', 'a'];

describe('hearsay measure', () => {
  it('says of the links of a simulation what the simulation says', async () => {
    const edges = join(folder, 'edges');
    const { overlay } = JSON.parse((await hearsay([...SMALL, '--edges', edges, '--json', '--null'])).out);
    const { out, err, exitCode } = await hearsay(['measure', edges, '--edges', '--json', '--null']);
    expect([err, exitCode]).toEqual(['', undefined]);
    expect(JSON.parse(out)).toEqual(overlay);
    expect(overlay.exact).toBe(true);
    expect(overlay.nullModels.uniform.peers).toBe(60);
  });

  it('prints a table and a chart', async () => {
    const path = fileOf('two', '# nodes 7\n0 1\n1 2\n2 0\n3 2\n4 5\n');
    const { out } = await hearsay(['measure', path]);
    expect(out).toMatchInlineSnapshot(`
      "nodes                       7
      links                       5
      components                  3
      largest component           4
      mean degree                 1.43
      largest degree              3
      clustering                  0.3333
      assortativity               0
      mean distance               1.3333
      diameter                    2
      link ends at the top 1 %    30 %
      links at the top 1 %        60 %
      Gini of degrees             0.343

      largest component, share of all
      100 % ┤
            ┤
       80 % ┤
            ┤
       60 % ┤╮╮
            ┤╰────╮────╮
       40 % ┤     ╰───╮╰──────────────╮
            ┤         ╰─────────────────────────────────────────╮
       20 % ┤                                                ╰──╰────────╮─────────╮
            ┤                                                            ╰────────────
        0 % ┤
            └┬────────┬───────┬────────┬───────┬────────┬───────┬────────┬───────┬────
             0       10      20       30      40       50      60       70      80
                                            removed (%)
      upper line: drawn at random; lower: those with the most links
      "
    `);
  });

  it('puts null models beside it, on 80 columns', async () => {
    const path = fileOf('star', Array.from({ length: 300 }, (_, leaf) => `${leaf + 1} 0\n`).join(''));
    const { out } = await hearsay(['measure', path, '--null'], false);
    expect(out).toMatch(/^ +measured +uniform +Barabasi-Albert\n/);
    expect(out).toMatch(/\nlargest degree +300 /);
    expect(out).toMatch(/^[\x20-\x7e\n]+$/);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('leaves out self-loops and repeated edges, and says so', async () => {
    const path = fileOf('repeated', '0 1\n1 0\n1 1\n1 2\n');
    const { out, err } = await hearsay(['measure', path, '--json']);
    expect(err).toBe(`${path}: 2 edges left out, self-loops or repeated\n`);
    expect(JSON.parse(out)).toMatchObject({
      links: 2,
      maxDegree: 2,
      meanDistance: 4 / 3,
      inDegreeHistogram: [
        [0, 1],
        [1, 2],
      ],
    });
  });

  it('says when distances and bounds are sampled', async () => {
    const leaves = Array.from({ length: 10_000 }, (_, leaf) => `${leaf + 1} ${leaf >> 1}\n`);
    const path = fileOf('tree', leaves.join(''));
    const { out } = await hearsay(['measure', path]);
    expect(out).toMatch(/\nmean distance +\d+\.\d+ ± 0\.\d+\n/);
    expect(JSON.parse((await hearsay(['measure', path, '--json'])).out).exact).toBe(false);
  });

  it.each([
    ['0 1\n0 x\n', 'line 2: expected two node numbers such as "3 0", found "0 x"'],
    ['', 'expected an edge list, a line such as "3 0" for each edge; found no node'],
    ['# a\n', 'expected an edge list, a line such as "3 0" for each edge; found no node'],
  ])('refuses %j with exit code 2', async (text, sentence) => {
    const path = fileOf('bad', text);
    expect(await hearsay(['measure', path])).toEqual({
      out: '',
      err: `hearsay: ${path}: ${sentence}\n`,
      exitCode: 2,
    });
  });

  it('refuses a file that is not there', async () => {
    const { err, exitCode } = await hearsay(['measure', join(folder, 'none')]);
    expect([err, exitCode]).toEqual([`hearsay: ${join(folder, 'none')}: this file does not exist\n`, 2]);
  });
});

describe('hearsay sim', () => {
  it('says in words what the shape of the overlay is', async () => {
    const { out } = await hearsay(SMALL);
    expect(out).toMatch(/\nshape +clustering 0\.\d+, assortativity -0\.\d+, mean distance/);
    expect(out).toMatch(/\nrobustness +largest component [\d.]+ % without the top 5 %/);
    expect(out).not.toContain('Barabasi-Albert');
    expect((await hearsay([...SMALL, '--null'])).out).toMatch(
      / +this overlay +uniform choice +Barabasi-Albert\n/,
    );
  });
});

describe('the robustness chart', () => {
  const { attack, random } = robustnessOf(graphOf(200, star(200)), 'a');

  it('draws both curves', () => {
    const chart = robustnessChart({ attack, random }, { width: 60, height: 6, unicode: false });
    expect(chart).toMatchInlineSnapshot(`
      "largest component, share of all
      100 % |.---.
       83 % ||   \`---.
       67 % ||       \`----.
       50 % ||            \`--------.
       33 % ||                     \`------.
       17 % ||                            \`-------------.
        0 % |\`----------------------------------------------------
            ++-----+-----+-----+-----+----+-----+-----+-----+----+
             0    10    20    30    40   50    60    70    80   90
                                  removed (%)
      upper line: drawn at random; lower: those with the most links"
    `);
  });

  it('has a line of words for a graph of nobody', () => {
    const nothing = robustnessChart({ attack: [], random: [] }, { width: 60, height: 6, unicode: true });
    expect(nothing).toBe('nothing to draw: nobody was removed');
  });
});
