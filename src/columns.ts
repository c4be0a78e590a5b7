/** Typed columns that grow. */

export type Column = Int32Array | Uint32Array | Float64Array | Uint8Array;

/** The larger column, with what the smaller one held at its start. */
export function grown<Kind extends Column>(old: Kind, larger: Kind): Kind {
  larger.set(old);
  return larger;
}
