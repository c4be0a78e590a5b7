import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { registerSim } from '../cli/sim.ts';
import { type OptionValues, scenarioFlags, scenarioOptions, scenarioWords } from '../cli/sim-flags.ts';
import { SCENARIO_DEFAULTS } from '../sim/scenario.ts';

function parsed(...words: string[]): OptionValues {
  const command = new Command().exitOverride();
  for (const option of scenarioOptions()) command.addOption(option);
  return command.parse(words, { from: 'user' }).opts();
}

describe('the flags of hearsay sim', () => {
  it('cover every key of a scenario', () => {
    const keys = new Set(scenarioFlags(parsed(...everyFlag)).map(({ key }) => key));
    expect([...keys].sort()).toEqual(Object.keys(SCENARIO_DEFAULTS).sort());
  });

  it('read numbers as numbers, and leave what they cannot read to the schema', () => {
    const flags = scenarioFlags(parsed('--peers', '1e3', '--links', 'auto', '--loss', '0x1', '--seeds', ''));
    expect(flags).toEqual([
      { key: 'peers', value: 1000, name: '--peers' },
      { key: 'seeds', value: '', name: '--seeds' },
      { key: 'links', value: 'auto', name: '--links' },
      { key: 'loss', value: '0x1', name: '--loss' },
    ]);
  });

  it('repeat for faults, which keep their order', () => {
    const flags = scenarioFlags(parsed('--crash', '0.1@30', '--kill', '1@2', '--crash', '0.5@3'));
    expect(flags).toEqual([
      { key: 'faults', name: '--crash 0.1@30', value: { at: 30, kind: 'crash', who: { share: 0.1 } } },
      { key: 'faults', name: '--crash 0.5@3', value: { at: 3, kind: 'crash', who: { share: 0.5 } } },
      { key: 'faults', name: '--kill 1@2', value: { at: 2, kind: 'kill', who: { share: 1 } } },
    ]);
  });

  it.each(['0.1', '0.1@', '@30', 'a@30', '0.1@30@40', ''])('refuse --crash %j', (text) => {
    expect(() => scenarioFlags(parsed('--crash', text))).toThrow(
      `--crash: expected SHARE@S, such as 0.1@30 for a tenth of the peers after 30 seconds, found "${text}"`,
    );
  });

  it('can be said again', () => {
    const words = scenarioWords(parsed(...everyFlag));
    expect(words).toEqual(everyFlag);
    expect(scenarioWords(parsed(...words))).toEqual(words);
  });
});

describe('hearsay sim --help', () => {
  const program = new Command();
  registerSim(program, { print: () => {}, note: () => {}, interactive: false, columns: 80, unicode: true });
  const help = program.commands[0].createHelp();
  const options = help.visibleOptions(program.commands[0]).filter(({ long }) => long !== '--help');

  it.each(
    options.map((option) => [option.long, option.description]),
  )('%s shows its default', (_, description) => {
    expect(description).toMatch(/\(default: .+\)$/);
  });

  it('has every flag', () => {
    const own =
      'seed scenario print-scenario json quiet workers null trace edges report export export-message stats'
        .split(' ')
        .map((name) => `--${name}`);
    const long = options.map((option) => option.long);
    expect(long).toEqual([...everyFlag.filter((word) => word.startsWith('--')), ...own]);
  });
});

/** Each flag once, in the order of the help. */
const everyFlag = (
  '--peers 10 --seeds 1 --profile hardened --alpha 0.667 --links 5 --rank newest --uniform-links 2 --links-max 20 --publishers 3 --messages 4 ' +
  '--publish when-settled --latency constant:50 --latency-floor 1 --loss 0.01 --crash 0.1@30 --kill 0.2@40 --join-over 20 ' +
  '--liveness tcp --gossip-interval 1 --ping-interval 2 --ping-timeout 3 --ping-failures 4 --renew-interval 5 --trust-reports ' +
  '--duration 100'
).split(' ');
