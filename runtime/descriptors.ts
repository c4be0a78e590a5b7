/** How many files and sockets this process may have open, and how many of them may be links. */
import { readFileSync } from 'node:fs';

/** Descriptors a node needs besides its links: files, the helper that pings, calls to seeds, connections not decided yet. Source: ours. */
export const OTHER_DESCRIPTORS = 128;

/** So many are left when no more connections are accepted: for files and for what this node dials. Source: ours. */
const RESERVED_DESCRIPTORS = 64;

let known: { readonly limit: number | undefined } | undefined;

/** How many this process may open; undefined where the system does not say. Node has raised it as far as it may. */
export function descriptorLimit(): number | undefined {
  // Asked once: a file of /proc is read into a buffer of 64 KiB.
  known ??= { limit: readLimit() };
  return known.limit;
}

function readLimit(): number | undefined {
  let text: string;
  try {
    text = readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return undefined;
  }
  const limit = /^Max open files\s+(\d+|unlimited)/m.exec(text)?.[1];
  if (limit === undefined) return undefined;
  return limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit);
}

/** The largest number of links with this limit of descriptors; 0, no number wanted, stays. */
export function linksWithin(limit: number | undefined, linksMax: number): number {
  return limit === undefined || linksMax === 0
    ? linksMax
    : Math.min(linksMax, Math.max(1, limit - OTHER_DESCRIPTORS));
}

/** Connections to accept at a time, so that descriptors do not run out; undefined: any number. */
export function acceptedWithin(limit: number | undefined): number | undefined {
  return limit === undefined || !Number.isFinite(limit)
    ? undefined
    : Math.max(1, limit - RESERVED_DESCRIPTORS);
}
