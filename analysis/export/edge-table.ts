/**
 * CSV as Gephi imports a table of edges, spreadsheets and pandas open it: RFC 4180, one header line. CSV has no comments, so
 * how the overlay came to be is in the other formats only.
 */
import { type ExportedOverlay, edgeAttributes, edgeRows } from './overlay-rows.ts';

/** The lines of a CSV file, a link each, from the peer that dialled. */
export function* edgeTableLines(overlay: ExportedOverlay): Generator<string> {
  const attributes = edgeAttributes(overlay);
  yield ['Source', 'Target', 'Type', 'Id', ...attributes.map(({ name }) => name)].join(',');
  for (const row of edgeRows(overlay)) {
    const values = attributes.map(({ read }) => read(row) ?? '');
    yield [row.source, row.target, 'Directed', row.id, ...values].join(',');
  }
}
