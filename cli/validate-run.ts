/** What `hearsay validate` does: from families of rows to a table or a document. */
import type { Terminal } from './terminal.ts';
import { countOf } from './text.ts';
import { UsageError } from './usage-error.ts';
import { FAMILIES, type Family } from './validation/families.ts';
import type { Row } from './validation/row.ts';
import { rowTable } from './validation/row-table.ts';

export interface ValidateOptions {
  readonly quick: boolean;
  readonly only?: string;
  readonly seed: string;
  readonly json: boolean;
}

/**
 * Prints the rows.
 * @returns the exit code: 0 when all pass, 1 when one fails
 * @throws UsageError for an empty random seed, and for rows that there are not
 */
export function runValidate(
  { quick, only, seed, json }: ValidateOptions,
  terminal: Terminal,
  families: readonly Family[] = FAMILIES,
): number {
  if (seed === '')
    throw new UsageError('--seed: expected a text, found ""; leave the flag out for the usual one');
  const wanted = only?.split(',');
  const chosen = wanted === undefined ? families : wantedFamilies(wanted, families);
  const rows = chosen.flatMap(({ name, rows }, i) => {
    terminal.note(`validating ${i + 1}/${chosen.length}: ${name}\n`);
    return wantedRows(name, rows({ randomSeed: seed, quick }), wanted);
  });
  const failed = rows.filter(({ pass }) => !pass);
  if (json) terminal.print(`${JSON.stringify({ rows }, null, 2)}\n`);
  else terminal.print(`${rowTable(rows, terminal.columns)}\n${verdict(rows, failed)}\n`);
  return failed.length === 0 ? 0 : 1;
}

function wantedFamilies(wanted: readonly string[], families: readonly Family[]): readonly Family[] {
  for (const id of wanted) {
    if (families.some(({ name }) => name === familyOf(id))) continue;
    const names = families.map(({ name }) => name).join(', ');
    throw new UsageError(`--only: expected ids of rows, or of ${names}; found "${id}"`);
  }
  return families.filter(({ name }) => wanted.some((id) => familyOf(id) === name));
}

function wantedRows(family: string, rows: readonly Row[], wanted = [family]): readonly Row[] {
  for (const id of wanted) {
    if (familyOf(id) !== family || id === family || rows.some((row) => row.id === id)) continue;
    throw new UsageError(`--only: expected ${rows.map((row) => row.id).join(', ')}; found "${id}"`);
  }
  return rows.filter(({ id }) => wanted.includes(id) || wanted.includes(family));
}

function familyOf(id: string): string {
  return id.split('/')[0];
}

function verdict(rows: readonly Row[], failed: readonly Row[]): string {
  if (failed.length === 0) return `all of ${countOf(rows.length, 'row')} pass`;
  return `${failed.length} of ${countOf(rows.length, 'row')} fail: ${failed.map(({ id }) => id).join(', ')}`;
}
