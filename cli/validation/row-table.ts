/** The rows of `hearsay validate` as a table for people: numbers in columns, and below them the claim and where it is from. */
import { labelled } from '../text.ts';
import type { Row } from './row.ts';

const HEAD = ['', 'row', 'expected', 'measured', '99.9 % interval'];
const INDENT = '      ';

/** Words are wrapped at this width; a source is named where it is another one than above. */
export function rowTable(rows: readonly Row[], columns: number): string {
  const cells = rows.map(({ pass, id, expected, measured, interval }) => [
    pass ? 'pass' : 'FAIL',
    id,
    numberText(expected),
    numberText(measured),
    interval.map(numberText).join(' - '),
  ]);
  const widths = HEAD.map((head, i) => Math.max(head.length, ...cells.map((row) => row[i].length)));
  const lineOf = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] + 2))
      .join('')
      .trimEnd();
  return [
    lineOf(HEAD),
    ...rows.flatMap(({ claim, source }, i) => [
      lineOf(cells[i]),
      labelled(INDENT, source === rows[i - 1]?.source ? claim : `${claim} (${source})`, columns),
    ]),
  ].join('\n');
}

/** Five digits, but all of a whole number. */
function numberText(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(5)));
}
