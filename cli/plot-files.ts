/** Figures as files: SVG in a document of linkedom, PNG by resvg with the font of this package. */
import { Resvg } from '@resvg/resvg-js';
import { parseHTML } from 'linkedom';
import { type Figure, figureSvg } from '../analysis/plot/figure.ts';
import { figureFontPath } from './package-files.ts';

/** Pixels of the PNG for one of the SVG: sharp on paper at 15 cm width. */
const PNG_ZOOM = 2.5;

/** A figure as the text of an SVG file. */
export function svgText(figure: Figure): string {
  return figureSvg(figure, parseHTML('<html></html>').document);
}

/** An SVG figure as the bytes of a PNG file: the same on every machine, since no font of the system is used. */
export function pngBytes(svg: string): Uint8Array {
  const font = {
    fontFiles: [figureFontPath()],
    loadSystemFonts: false,
    defaultFontFamily: 'DejaVu Sans',
    sansSerifFamily: 'DejaVu Sans',
  };
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: PNG_ZOOM } }).render().asPng();
}
