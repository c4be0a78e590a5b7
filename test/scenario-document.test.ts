import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SCENARIO_DEFAULTS } from '../sim/scenario.ts';
import { parseScenario } from '../sim/scenario-schema.ts';

const page = readFileSync(new URL('../docs/SCENARIO.md', import.meta.url), 'utf8');

describe('docs/SCENARIO.md', () => {
  it.each(Object.entries(SCENARIO_DEFAULTS))('documents %s with its default', (key, value) => {
    expect(page).toContain(`| \`${key}\` | \`${JSON.stringify(value)}\` |`);
  });

  it('shows a scenario that is accepted', () => {
    const example = /```json\n(.*?)```/s.exec(page)?.[1] ?? '';
    expect(parseScenario(JSON.parse(example)).faults).toHaveLength(5);
  });
});
