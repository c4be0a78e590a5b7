/** What a run is said to need, before it starts. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { announcementOf, forecastFor } from '../cli/sim-resources.ts';
import { UsageError } from '../cli/usage-error.ts';
import { forecastOf } from '../sim/forecast.ts';
import type { Scenario } from '../sim/scenario.ts';
import { plain } from './support/sim-world.ts';

const FLOOD: Partial<Scenario> = { alpha: 0, links: 4, publishers: 1, messages: 1 };

describe('the forecast of a run', () => {
  it('grows with peers, with links and with what is published', () => {
    const small = forecastOf(plain({ ...FLOOD, peers: 10_000 }));
    const large = forecastOf(plain({ ...FLOOD, peers: 1_000_000 }));
    expect(large.bytes / small.bytes).toBeGreaterThan(10);
    expect(large.seconds / small.seconds).toBeGreaterThan(50);
    expect(forecastOf(plain({ ...FLOOD, peers: 10_000, links: 8 })).bytes).toBeGreaterThan(small.bytes);
    expect(forecastOf(plain({ ...FLOOD, peers: 10_000, publishers: 100 })).seconds).toBeGreaterThan(
      small.seconds,
    );
    for (const { bytes, heapBytes } of [small, large]) expect(heapBytes).toBeLessThan(bytes);
  });

  it('counts the links of a star: about ten a peer among a million', () => {
    const star = forecastOf(plain({ peers: 1_000_000 }));
    const uniform = forecastOf(plain({ ...FLOOD, peers: 1_000_000, links: 10 }));
    expect(star.bytes / uniform.bytes).toBeGreaterThan(0.8);
    expect(star.bytes / uniform.bytes).toBeLessThan(1.25);
  });

  it('is told for a run that takes long or much, and for no other', () => {
    expect(announcementOf(forecastOf(plain({ peers: 1_000 })))).toBeUndefined();
    expect(announcementOf(forecastOf(plain({ ...FLOOD, peers: 1_000_000 })))).toMatch(
      /^this takes about \d\.\d GB of memory and, on one core, very roughly [\d.]+ s\n$/,
    );
  });

  it('refuses what does not fit into the machine, in a sentence', () => {
    const million = plain({ ...FLOOD, peers: 1_000_000 });
    expect(forecastFor(million, 64e9)).toEqual(forecastOf(million));
    expect(() => forecastFor(million, 2e9)).toThrow(UsageError);
    expect(() => forecastFor(million, 2e9)).toThrow(
      /^--peers 1000000: this run needs about \d\.\d GB of memory, and this machine has 2 GB; simulate fewer peers or links$/,
    );
  });
});

describe('a heap that is too small', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-heap-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const MIB = 1 << 20;

  /** Runs a program that asks for so much heap, where Node gives 64 MiB: which limits it saw, and its exit code. */
  function limitsSeen(heapBytes: number, ...flags: string[]): { limits: number[]; status: number | null } {
    const program = join(folder, 'program.mts');
    const resources = new URL('../cli/sim-resources.ts', import.meta.url).href;
    writeFileSync(
      program,
      `import { getHeapStatistics } from 'node:v8';
import { rerunWithHeapFor } from '${resources}';
console.log(getHeapStatistics().heap_size_limit);
process.exitCode = rerunWithHeapFor({ heapBytes: ${heapBytes}, bytes: 0, seconds: 0 }) ?? 3;
`,
    );
    const env = { ...process.env, NODE_OPTIONS: '--max-old-space-size=64' };
    const tsx = import.meta.resolve('tsx');
    const { stdout, status } = spawnSync(process.execPath, [...flags, '--import', tsx, program], { env });
    return { limits: String(stdout).trim().split('\n').map(Number), status };
  }

  it('is exchanged for a larger one, and the exit code handed on', () => {
    const { limits, status } = limitsSeen(200 * MIB);
    expect(limits).toHaveLength(2);
    expect(limits[0]).toBeLessThan(200 * MIB);
    expect(limits[1]).toBeGreaterThan(300 * MIB);
    expect(status).toBe(3);
  });

  it('stays when it is large enough, or when the user chose it', () => {
    expect(limitsSeen(10 * MIB)).toMatchObject({ limits: [expect.any(Number)], status: 3 });
    expect(limitsSeen(200 * MIB, '--max-old-space-size=80')).toMatchObject({
      limits: [expect.any(Number)],
      status: 3,
    });
  });
});
