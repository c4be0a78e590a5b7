/**
 * A figure as SVG: title, legend, a plot, caption. Drawn by Observable Plot in a document that the caller brings, so that this
 * needs no browser. Equal input gives equal bytes: no identifiers, and coordinates rounded to hundredths of a pixel.
 */
import * as Plot from '@observablehq/plot';
import { type Axis, axisMarks } from './axes.ts';
import { type Dashes, INK } from './palette.ts';
import { textWidth, wrappedText } from './text-width.ts';

/** A DOM document: of a browser, or of a library that makes SVG elements. */
export type SvgDocument = object;

export interface LegendEntry {
  readonly text: string;
  readonly color: string;
  readonly symbol?: string;
  readonly dashes?: Dashes;
  /** Draws a line through the symbol. */
  readonly line?: boolean;
}

export interface Figure {
  readonly title: string;
  /** Rows of entries; one that is too wide goes on in the next line. */
  readonly legend: readonly (readonly LegendEntry[])[];
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Plot.Markish[];
  /** Paragraphs. */
  readonly caption: readonly string[];
}

/** Pixels. */
const WIDTH = 760;
const PLOT_HEIGHT = 440;
const MARGIN = 20;
const MARGINS = { marginLeft: 78, marginRight: MARGIN, marginTop: 12, marginBottom: 52 };
const TITLE_SIZE = 17;
const TITLE_HEIGHT = 44;
const LEGEND_SIZE = 12.5;
const LEGEND_LINE = 20;
const SAMPLE_WIDTH = 30;
/** Around the text of an entry. */
const SAMPLE_GAP = 24;
const CAPTION_SIZE = 11;
const CAPTION_LINE = 16;

/** What reads well on all systems, and has the widths that the legend is laid out by. */
const FONT = 'DejaVu Sans, Verdana, sans-serif';

/** The text of an SVG file. */
export function figureSvg(figure: Figure, document: SvgDocument): string {
  const legend = legendPlaces(figure.legend);
  const legendLines = 1 + Math.max(-1, ...legend.map(({ line }) => line));
  const headHeight = TITLE_HEIGHT + legendLines * LEGEND_LINE + 4;
  const caption = figure.caption.flatMap((paragraph) =>
    wrappedText(paragraph, CAPTION_SIZE, WIDTH - 2 * MARGIN),
  );
  const captionHeight = caption.length * CAPTION_LINE + MARGIN;
  const height = headHeight + PLOT_HEIGHT + captionHeight;
  const parts = [
    placed(head(figure.title, legend, headHeight, document), 0),
    placed(body(figure, document), headHeight),
    placed(foot(caption, captionHeight, document), headHeight + PLOT_HEIGHT),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" ` +
      `font-family="${FONT}" role="img" color="${INK}">`,
    `<title>${escaped(figure.title)}</title>`,
    `<desc>${escaped(figure.caption.join(' '))}</desc>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

interface Place {
  readonly entry: LegendEntry;
  readonly x: number;
  readonly line: number;
}

/** Entries below each other in columns when that fits, else each row as it comes. */
function legendPlaces(rows: Figure['legend']): Place[] {
  const widths = columnWidths(rows);
  const aligned = widths.reduce((sum, width) => sum + width, MARGIN) <= WIDTH;
  const places: Place[] = [];
  let line = 0;
  for (const row of rows) {
    let x = MARGIN;
    row.forEach((entry, column) => {
      const width = aligned ? widths[column] : entryWidth(entry);
      if (x > MARGIN && x + width > WIDTH) {
        line++;
        x = MARGIN;
      }
      places.push({ entry, x, line });
      x += width;
    });
    if (row.length > 0) line++;
  }
  return places;
}

function columnWidths(rows: Figure['legend']): number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => (column < row.length ? entryWidth(row[column]) : 0))),
  );
}

function entryWidth({ text }: LegendEntry): number {
  return SAMPLE_WIDTH + textWidth(text, LEGEND_SIZE) + SAMPLE_GAP;
}

function head(title: string, legend: readonly Place[], height: number, document: SvgDocument): string {
  const yOf = ({ line }: Place) => TITLE_HEIGHT + (line + 0.5) * LEGEND_LINE;
  const samples = legend.map((place) => {
    const { color, symbol, dashes, line } = place.entry;
    const [left, right, y] = [place.x, place.x + SAMPLE_WIDTH, yOf(place)];
    const ends = [
      [left, y],
      [right, y],
    ] as [number, number][];
    return [
      ...(line ? [Plot.line(ends, lineLook(color, dashes))] : []),
      ...(symbol ? [Plot.dot([[(left + right) / 2, y]], dotLook(color, symbol))] : []),
    ];
  });
  const texts = legend.map((place) => [place.x + SAMPLE_WIDTH + 6, yOf(place), place.entry.text] as const);
  const words = { fill: INK, textAnchor: 'start', lineAnchor: 'middle' } as const;
  return sheet(height, document, [
    Plot.text([[MARGIN, 26, title]], { ...columns, ...words, fontSize: TITLE_SIZE }),
    ...samples.flat(),
    Plot.text(texts, { ...columns, ...words, fontSize: LEGEND_SIZE }),
  ]);
}

function body({ x, y, marks }: Figure, document: SvgDocument): string {
  const scaleOf = ({ type, domain }: Axis) => ({ type, domain: [...domain], axis: null, label: null });
  const axisTitle = { fill: INK, fontSize: 13, textAnchor: 'middle' } as const;
  return markup({
    document,
    width: WIDTH,
    height: PLOT_HEIGHT,
    ...MARGINS,
    x: scaleOf(x),
    y: scaleOf(y),
    marks: [
      ...axisMarks(x, y),
      ...marks,
      Plot.text([x.title], { ...axisTitle, frameAnchor: 'bottom', dy: 38 }),
      Plot.text([y.title], { ...axisTitle, frameAnchor: 'left', dx: 16 - MARGINS.marginLeft, rotate: -90 }),
    ],
  });
}

function foot(lines: readonly string[], height: number, document: SvgDocument): string {
  const texts = lines.map((line, index) => [MARGIN, (index + 0.5) * CAPTION_LINE, line] as const);
  const words = {
    fill: '#555555',
    textAnchor: 'start',
    lineAnchor: 'middle',
    fontSize: CAPTION_SIZE,
  } as const;
  return sheet(height, document, [Plot.text(texts, { ...columns, ...words })]);
}

const columns = {
  x: (row: readonly [number, number, string]) => row[0],
  y: (row: readonly [number, number, string]) => row[1],
  text: (row: readonly [number, number, string]) => row[2],
};

/** How lines and symbols of a result look, in the plot as in the legend. */
export function lineLook(color: string, dashes: Dashes, width = 1.8): Plot.LineOptions {
  return { stroke: color, strokeWidth: width, ...(dashes === undefined ? {} : { strokeDasharray: dashes }) };
}

export function dotLook(color: string, symbol: string): Plot.DotOptions {
  return { stroke: color, symbol: symbol as Plot.SymbolType, r: 4, strokeWidth: 1.4, fill: '#ffffff' };
}

/** A sheet of the figure's width whose coordinates are pixels. */
function sheet(height: number, document: SvgDocument, marks: Plot.Markish[]): string {
  const identity = { type: 'identity', axis: null } as const;
  return markup({ document, width: WIDTH, height, margin: 0, x: identity, y: identity, marks });
}

function markup(options: object): string {
  const svg = Plot.plot(options as Plot.PlotOptions) as unknown as SvgElement;
  svg.querySelector('style')?.remove();
  for (const name of ['class', 'viewBox', 'font-family']) svg.removeAttribute(name);
  return svg.outerHTML.replace(
    /\b(transform|d|x|y|cx|cy|x1|x2|y1|y2)="([^"]*)"/g,
    (_, name: string, value: string) => `${name}="${rounded(value)}"`,
  );
}

/** What is needed of an SVG element; `analysis/` knows no DOM. */
interface SvgElement {
  readonly outerHTML: string;
  querySelector(selector: string): { remove(): void } | null;
  removeAttribute(name: string): void;
}

function rounded(numbers: string): string {
  return numbers.replace(/-?\d+\.\d+(e-?\d+)?/g, (number) => String(Math.round(100 * Number(number)) / 100));
}

function placed(svg: string, y: number): string {
  return svg.replace('<svg ', `<svg y="${y}" `);
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
