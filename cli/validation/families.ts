/** What `hearsay validate` measures: families of rows that share a measurement, in the order of the table. */
import { detectionRows, falseReportRows } from './deaths.ts';
import { floodRows, maelstromRows } from './flood.ts';
import { firstInDegreeRows } from './in-degrees.ts';
import type { Plan, Row } from './row.ts';
import { atomicRows, coverageRows, roundRows } from './rumours.ts';

export interface Family {
  /** The rows' ids begin with it. */
  readonly name: string;
  readonly rows: (plan: Plan) => readonly Row[];
}

export const FAMILIES: readonly Family[] = [
  { name: 'flood', rows: (plan) => floodRows(plan) },
  { name: 'maelstrom', rows: (plan) => maelstromRows(plan) },
  { name: 'coverage', rows: (plan) => coverageRows(plan) },
  { name: 'atomic', rows: (plan) => atomicRows(plan) },
  { name: 'rounds', rows: (plan) => roundRows(plan) },
  { name: 'first-in-degrees', rows: firstInDegreeRows },
  { name: 'detection', rows: detectionRows },
  { name: 'false-reports', rows: falseReportRows },
];
