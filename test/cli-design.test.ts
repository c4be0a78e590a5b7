/** `hearsay design`. */
import { describe, expect, it } from 'vitest';
import type { Design } from '../cli/design-document.ts';
import { parseConfig } from '../runtime/config-file.ts';
import { protocolNumbers } from '../runtime/protocol-numbers.ts';
import { hearsay } from './support/command.ts';

const SMALL = ['design', '--peers', '100', '--runs', '3'];

async function designOf(...words: string[]): Promise<Design> {
  return JSON.parse((await hearsay(...SMALL, '--json', ...words)).out);
}

describe('hearsay design --json', () => {
  it('gives settings, predictions and what was measured', async () => {
    const { settings, predicted, simulated } = await designOf('--gamma', '3', '--links', '4');
    expect(settings).toMatchObject({ alpha: 0.5, gamma: 3, links: 4, rank: 'oldest', linksMax: 0 });
    expect(predicted.copies).toBeCloseTo(2 * predicted.links - 99, 5);
    for (const estimate of Object.values(simulated.measured)) {
      expect(estimate).toMatchObject({
        n: 3,
        mean: expect.any(Number),
        interval95: [expect.any(Number), expect.any(Number)],
      });
    }
    expect(simulated.measured.copies.mean).toBeCloseTo(2 * simulated.measured.links.mean! - 99, 5);
    expect(simulated.predicted).toEqual(predicted);
  });

  it('is the same every time, and other random seeds give other networks', async () => {
    const words = [...SMALL, '--json'];
    const { out } = await hearsay(...words);
    expect((await hearsay(...words)).out).toBe(out);
    const other = await designOf('--seed', 'b');
    expect(other.predicted).toEqual(JSON.parse(out).predicted);
    expect(other.simulated.measured).not.toEqual(JSON.parse(out).simulated.measured);
  });

  it('simulates fewer peers than there are, and predicts both', async () => {
    const design = JSON.parse(
      (await hearsay('design', '--peers', '5000', '--quick', '--json')).out,
    ) as Design;
    expect([design.predicted.peers, design.simulated.predicted.peers, design.simulated.peers]).toEqual([
      5000, 500, 500,
    ]);
    expect(design.simulated.measured.links.n).toBe(3);
  });
});

describe('what hearsay design tells to do', () => {
  it('gives the settings in the simulator', async () => {
    const { commands, settings } = await designOf('--degree-max', '21', '--survive', '0.3', '--gamma', '2.2');
    const { out } = await hearsay(...commands.sim.split(' ').slice(1), '--print-scenario');
    const { gamma: _, ...rule } = settings;
    expect(JSON.parse(out)).toMatchObject(rule);
    expect(settings.linksMax).toBe(21);
    expect(settings.uniformLinks).toBeGreaterThan(0);
  });

  it('gives the settings at a real peer, through config.txt', async () => {
    const { commands, settings } = await designOf('--degree-max', '12');
    const { parameters } = parseConfig(`127.0.0.1:5000\n${commands.config.join('\n')}\n`, 'config.txt');
    const { gamma: _, peers: __, ...rule } = settings;
    expect(protocolNumbers(parameters)).toMatchObject(rule);
    expect(commands.peer).toContain('--uniform-links 0 --links-max 12');
  });
});

describe('hearsay design', () => {
  it('says in words what was chosen, why not alpha 2.5, and how to go on', async () => {
    const { out, err, exitCode } = await hearsay(...SMALL);
    expect(exitCode).toBeUndefined();
    expect(err).toBe('simulating 3 networks of 100 peers\n');
    const words = out.replace(/\s+/g, ' ');
    expect(words).toContain('Alpha = 1/(gamma-1) = 0.667 for gamma 2.5');
    expect(words).toMatch(
      /by its place in the order of registration: [\d,]+ \(1\), [\d,]+ \(2\), .*\(100\)\./,
    );
    expect(words).toContain('Not alpha 2.5: that is not gamma 2.5 but gamma 1 + 1/2.5 = 1.4, a star.');
    expect(words).toMatch(/dialled to the oldest peer [\d,]+ [\d,]+ \[[\d,]+, [\d,]+\]/);
    expect(out).toContain('\n  hearsay sim --peers 100 --alpha 0.667 --links 5 --rank oldest');
    expect(out).toContain('\n  alpha = 0.667\n');
  });

  it('warns of hubs that need more descriptors than is usual, of gamma below 2, and of a tight limit', async () => {
    const many = (await hearsay('design', '--peers', '5000', '--gamma', '1.8', '--quick')).out.replace(
      /\s+/g,
      ' ',
    );
    expect(many).toContain('more than the usual soft limit of 1,024');
    expect(many).toContain('below 2, no large simple graph follows the law');
    const tight = (await hearsay(...SMALL, '--links', '4', '--degree-max', '9')).out.replace(/\s+/g, ' ');
    expect(tight).toContain('the usual limit of 1,024 is enough');
    expect(tight).toMatch(/About \d+ peers will be full\./);
    expect(tight).toContain('A limit of 9 is tight: below 12');
  });

  it.each([
    ['--gamma 1', '--gamma: expected a number from 1.05 to 1001, because alpha is 1/(gamma-1), found "1"'],
    ['--gamma x', '--gamma: expected a number from 1.05 to 1001, because alpha is 1/(gamma-1), found "x"'],
    ['--links 0', '--links: expected a whole number from 1 to 100, found "0"'],
    ['--degree-max 4.5', '--degree-max: expected a whole number from 3 to 1000000, found "4.5"'],
    ['--survive 1', '--survive: expected a number from 0 to 0.9, found "1"'],
    ['--runs 1', '--runs: expected a whole number from 2 to 1000, found "1"'],
    [
      '--links 9 --degree-max 10',
      '--degree-max 10: expected at least 18, because each peer draws 9 links and each link has two ends; raise it, or lower --links',
    ],
  ])('refuses %s with one sentence', async (words, sentence) => {
    const { out, err, exitCode } = await hearsay('design', '--peers', '100', ...words.split(' '));
    expect({ out, err, exitCode }).toEqual({ out: '', err: `hearsay: ${sentence}\n`, exitCode: 2 });
  });
});
