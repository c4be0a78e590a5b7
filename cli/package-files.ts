/** Files of this package, found from the sources as from the build in `dist/`. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** True when the sources run (by tsx), false when the build does. */
export const FROM_SOURCES = import.meta.url.endsWith('.ts');

/** The version in package.json. */
export function packageVersion(): string {
  const file = new URL(FROM_SOURCES ? '../package.json' : '../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** Round trips between 490 PlanetLab nodes in tenths of a millisecond: the upper triangle of the matrix, row by row. */
export function planetlabRttTenthsMs(): Uint16Array {
  // The build copies sim/data to dist/sim/data.
  const bytes = readFileSync(new URL('../sim/data/planetlab-490-rtt-0.1ms-upper.u16le', import.meta.url));
  return Uint16Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readUInt16LE(2 * index));
}

/** The font of figures, as a path: what draws PNGs reads it itself. */
export function figureFontPath(): string {
  // The build copies cli/fonts to dist/cli/fonts.
  return fileURLToPath(new URL('./fonts/DejaVuSans.ttf', import.meta.url));
}
