/** A small overlay with a message that was followed, for the tests of files for other programs. */
import type { ExportedOverlay } from '../../analysis/export/overlay-rows.ts';

/** Peer 2 died. Peer 0 published; the message came to 1 from 0, to 3 from 1, and never to 4. */
export const EXPORTED: ExportedOverlay = {
  peers: Uint32Array.of(0, 1, 3, 4),
  links: Uint32Array.of(1, 0, 3, 0, 3, 1),
  origin: [
    ['program', 'hearsay 1.2.3'],
    ['randomSeed', `<a> & "b" 'c' \u0001`],
  ],
  message: { timeUs: [0, 50_000, 1, 61_500, -1], parents: [-1, 0, 0, 1, -1], hops: [0, 1, 1, 2, -1] },
};
