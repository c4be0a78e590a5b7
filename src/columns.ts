/**
 * Typed columns, most of which grow. What is asked for and not yet written takes no memory, but to grow takes time, also of the garbage collector:
 * whoever knows how much there will be had better ask for it at once.
 */

export type Column = Int32Array | Uint32Array | Float64Array | Uint8Array;

/** The larger column, with what the smaller one held at its start. */
export function grown<Kind extends Column>(old: Kind, larger: Kind): Kind {
  larger.set(old);
  return larger;
}

/** The first place of the ascending numbers where one not less than this stands. */
export function lowerBound(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
