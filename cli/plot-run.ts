/** What `hearsay plot` does: from documents of results to a figure in a file, or to charts in the terminal. */
import { CHART_WIDTH_MIN } from '../analysis/chart-axis.ts';
import { FigureError } from '../analysis/plot/figure-error.ts';
import { type Labels, labelsOf } from '../analysis/plot/labels.ts';
import { LOOKS } from '../analysis/plot/palette.ts';
import type { ResultDocument } from '../analysis/plot/result-document.ts';
import { SCENARIO_DEFAULTS } from '../sim/scenario.ts';
import { inputName, inputText } from './input-text.ts';
import { parsedJson } from './json-file.ts';
import { OutputFile } from './output-file.ts';
import { pngBytes, svgText } from './plot-files.ts';
import { PLOT_KINDS, type PlotKind } from './plot-kinds.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Of a chart in the terminal. */
const WIDTH_MAX = 100;
const HEIGHT = 15;

/** Options as commander reads them. */
export interface PlotOptions {
  readonly output?: string;
  readonly title?: string;
  readonly null?: true;
}

/** @throws UsageError for bad arguments, files that cannot be read or written, or documents that lack what is to be drawn */
export async function runPlot(
  name: string,
  paths: readonly string[],
  options: PlotOptions,
  terminal: Terminal,
): Promise<void> {
  const kind = kindOf(name, options);
  checkPaths(paths);
  const write = options.output === undefined ? undefined : figureWriter(options.output);
  const documents = await Promise.all(paths.map(documentAt));
  const labels = labelsOf(documents, { ...SCENARIO_DEFAULTS });
  try {
    if (write === undefined) terminal.print(chartsText(kind.chart!, documents, labels, terminal));
    else {
      const figure = kind.figure(documents, labels, options.null === true);
      write(svgText({ ...figure, title: options.title ?? figure.title }));
    }
  } catch (error) {
    throw error instanceof FigureError ? new UsageError(error.message) : error;
  }
}

function kindOf(name: string, options: PlotOptions): PlotKind {
  const kind = PLOT_KINDS.get(name);
  if (kind === undefined) {
    throw new UsageError(`plot: expected ${[...PLOT_KINDS.keys()].join(', ')}, found "${name}"`);
  }
  if (options.null && name !== 'degree' && name !== 'robustness') {
    throw new UsageError(
      `--null: expected with \`plot degree\` or \`plot robustness\`, found with \`plot ${name}\`; leave it out`,
    );
  }
  if (options.output !== undefined) return kind;
  if (kind.chart === undefined) {
    throw new UsageError(
      `plot ${name}: this is drawn to a file only; name one, such as --output ${name}.svg`,
    );
  }
  if (options.null || options.title !== undefined) {
    throw new UsageError(
      `${options.null ? '--null' : '--title'}: expected with --output FILE only; name one`,
    );
  }
  return kind;
}

function checkPaths(paths: readonly string[]): void {
  if (paths.length > LOOKS.length) {
    throw new UsageError(
      `plot: expected at most ${LOOKS.length} results in one figure, found ${paths.length}`,
    );
  }
  if (paths.filter((path) => path === '-').length > 1) {
    throw new UsageError('plot: standard input (-) can be read only once; name files for the others');
  }
}

async function documentAt(path: string): Promise<ResultDocument> {
  const name = inputName(path);
  return { name, content: parsedJson(await inputText(path), name) };
}

/** Checks the file, and gives what writes an SVG text to it, or its picture. */
function figureWriter(path: string): (svg: string) => void {
  const isPng = /\.png$/i.test(path);
  if (!isPng && !/\.svg$/i.test(path)) {
    throw new UsageError(`--output ${path}: expected a name ending in .svg or .png`);
  }
  const file = new OutputFile('--output', path);
  return (svg) => (isPng ? file.writeBytes(pngBytes(svg)) : file.writeText(svg));
}

/** One chart after another, with names when there are several. */
function chartsText(
  chart: NonNullable<PlotKind['chart']>,
  documents: readonly ResultDocument[],
  labels: Labels,
  { columns, unicode }: Terminal,
): string {
  const width = Math.max(CHART_WIDTH_MIN, Math.min(columns, WIDTH_MAX));
  const charts = documents.map((document, index) => {
    const text = chart(document, { width, height: HEIGHT, unicode });
    return documents.length === 1 ? text : `${labels.names[index]}\n${text}`;
  });
  return `${charts.join('\n\n')}\n`;
}
