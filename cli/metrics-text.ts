/** Values in the text format of Prometheus. */

const SAMPLE = /^([a-zA-Z_:][\w:]*)(\{[^}]*\})? (\S+)/;

/** By name, with and without the labels; without them, those of all labels are added. */
export function metricValues(text: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, name, labels, value] = SAMPLE.exec(line) ?? [];
    if (name === undefined) continue;
    values.set(name, (values.get(name) ?? 0) + Number(value));
    if (labels !== undefined) values.set(name + labels, Number(value));
  }
  return values;
}
