/** What tests of `hearsay validate` share. */
import type { Plan, Row } from '../../cli/validation/row.ts';

export const QUICK: Plan = { randomSeed: 'validate', quick: true };

/** Ids of the rows that fail. */
export function failing(rows: readonly Row[]): string[] {
  return rows.filter(({ pass }) => !pass).map(({ id }) => id);
}

export function ids(rows: readonly Row[]): string[] {
  return rows.map(({ id }) => id);
}
