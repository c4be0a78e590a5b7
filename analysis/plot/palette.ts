/**
 * How several results in one figure are told apart: colours after Okabe and Ito (Color Universal Design, 2008) and Tol (Colour
 * schemes, 2021), chosen so that neighbours in the list also differ in grey, and a symbol of its own for each.
 */

export interface Look {
  readonly color: string;
  /** A symbol of Observable Plot. */
  readonly symbol: string;
}

/** One for each result of a figure. */
export const LOOKS: readonly Look[] = [
  { color: '#332288', symbol: 'circle' },
  { color: '#c44e00', symbol: 'triangle' },
  { color: '#56b4e9', symbol: 'square' },
  { color: '#117733', symbol: 'diamond' },
  { color: '#cc79a7', symbol: 'star' },
  { color: '#7f6a00', symbol: 'wye' },
];

/** Null models and what is only there for comparison. */
export const GREY = '#8a8a8a';
export const LIGHT_GREY = '#c4c4c4';
/** Text and axes. */
export const INK = '#222222';
/** Lines behind the data. */
export const GRID = '#e4e4e4';

/** Dashes of a line, as SVG takes them; undefined: solid. */
export type Dashes = string | undefined;

export const DASHED = '7 4';
export const DOTTED = '1.5 3.5';
