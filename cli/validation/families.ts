/** What `hearsay validate` measures: families of rows that share a measurement, in the order of the table. */
import { bootstrapRows, calibrationRows } from './calibration.ts';
import { detectionRows, falseReportRows } from './deaths.ts';
import { floodRows, maelstromRows } from './flood.ts';
import { firstInDegreeRows } from './in-degrees.ts';
import { attackRows, preferentialDegreeRows } from './preferential.ts';
import { rankLawRows } from './rank-law.ts';
import { regularRows } from './regular.ts';
import type { Plan, Row } from './row.ts';
import { atomicRows, coverageRows, pushPullRows, pushRows } from './rumours.ts';
import { mobyDickRows } from './word-counts.ts';

export interface Family {
  /** The rows' ids begin with it. */
  readonly name: string;
  readonly rows: (plan: Plan) => readonly Row[];
}

export const FAMILIES: readonly Family[] = [
  { name: 'flood', rows: (plan) => floodRows(plan) },
  { name: 'maelstrom', rows: (plan) => maelstromRows(plan) },
  { name: 'regular', rows: (plan) => regularRows(plan) },
  { name: 'coverage', rows: (plan) => coverageRows(plan) },
  { name: 'atomic', rows: (plan) => atomicRows(plan) },
  { name: 'push', rows: (plan) => pushRows(plan) },
  { name: 'push-pull', rows: (plan) => pushPullRows(plan) },
  { name: 'first-in-degrees', rows: firstInDegreeRows },
  { name: 'rank-law', rows: (plan) => rankLawRows(plan) },
  { name: 'preferential', rows: (plan) => preferentialDegreeRows(plan) },
  { name: 'attack', rows: (plan) => attackRows(plan) },
  { name: 'detection', rows: detectionRows },
  { name: 'false-reports', rows: falseReportRows },
  { name: 'moby-dick', rows: (plan) => mobyDickRows(plan) },
  { name: 'calibration', rows: (plan) => calibrationRows(plan) },
  { name: 'bootstrap', rows: (plan) => bootstrapRows(plan) },
];
