/** One chart of a report, drawn by uPlot: drag to zoom, double click for the whole, hover for values, axes linear or logarithmic. */
import uPlot from 'uplot';
import type { Chart, Series } from '../report-charts.ts';
import { shortPercentText, shortText } from '../report-text.ts';
import { themeColour } from './colours.ts';
import { button, element, tickBox } from './elements.ts';

const FONT = '12px system-ui, sans-serif';
const HEIGHT_WIDE = 340;
const HEIGHT_NARROW = 280;
const NARROW_BELOW = 720;
const LOGARITHMIC = 3;
const LINEAR = 1;
/** Between the ticks of an axis of whole numbers. */
const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

export class ChartView {
  readonly #chart: Chart;
  readonly #place = element('div', { class: 'plot' });
  #logX: boolean;
  #logY: boolean;
  #plot: uPlot | undefined;

  /** Puts the chart into its figure, before the table of its numbers. */
  constructor(chart: Chart, figure: Element) {
    this.#chart = chart;
    this.#logX = chart.logarithmic;
    this.#logY = chart.logarithmic;
    this.#place.setAttribute('role', 'img');
    this.#place.setAttribute(
      'aria-label',
      `${chart.title}: ${chart.caption} The numbers are in the table below.`,
    );
    const controls = element(
      'div',
      { class: 'controls' },
      tickBox('logarithmic x', this.#logX, (ticked) => {
        this.#logX = ticked;
        this.draw();
      }),
      tickBox('logarithmic y', this.#logY, (ticked) => {
        this.#logY = ticked;
        this.draw();
      }),
      button('Zoom in', () => this.#zoom(0.5)),
      button('Zoom out', () => this.#zoom(2)),
      button('Whole', () => this.draw()),
    );
    figure.querySelector('figcaption')?.after(this.#place, controls);
  }

  /** Draws all of it anew, in the colours of now. `width`: in pixels; otherwise as wide as there is room. */
  draw(width = this.#place.clientWidth): void {
    if (width <= 0) return;
    this.#plot?.destroy();
    const { series, xName, xShare } = this.#chart;
    const tables = series.map(({ points }) => this.#drawable(points));
    const data = uPlot.join(
      tables as uPlot.AlignedData[],
      tables.map(() => [0, 0]),
    );
    const value = (v: number | null) => (v === null ? '–' : shortPercentText(v));
    this.#plot = new uPlot(
      {
        width,
        height: width < NARROW_BELOW ? HEIGHT_NARROW : HEIGHT_WIDE,
        padding: [12, 16, 0, 0],
        cursor: { drag: { x: true, y: true, uni: 20 }, dataIdx: nearestPoint(series) },
        scales: { x: this.#scaleX(), y: this.#scaleY() },
        axes: [
          { ...this.#axis(xName, xShare, this.#logX), ...(this.#hasBars ? { incrs: WHOLE_STEPS } : {}) },
          { ...this.#axis(this.#chart.yName, true, this.#logY), size: 64 },
        ],
        series: [
          { label: xName, value: (_, v) => (v === null ? '–' : xShare ? value(v) : shortText(v)) },
          ...series.map((each, i) => ({
            ...lookOf(each, i),
            label: each.name,
            value: (_: uPlot, v: number) => value(v),
          })),
        ],
      },
      data,
      this.#place,
    );
  }

  /** What a logarithmic axis can show. */
  #drawable(points: Series['points']): [number[], number[]] {
    const shown = points.filter(([x, y]) => (!this.#logX || x > 0) && (!this.#logY || y > 0));
    return [shown.map(([x]) => x), shown.map(([, y]) => y)];
  }

  #scaleX(): uPlot.Scale {
    const scale = { time: false, distr: this.#logX ? LOGARITHMIC : LINEAR } as const;
    if (this.#logX || !this.#hasBars) return scale;
    return { ...scale, range: (_, min, max) => [min - 0.5, max + 0.5] };
  }

  #scaleY(): uPlot.Scale {
    if (this.#logY) return { distr: LOGARITHMIC };
    // Bars need room above; curves go from nothing to all.
    if (this.#hasBars) return { distr: LINEAR, range: (_, min, max) => [Math.min(0, min), 1.1 * max] };
    return { distr: LINEAR, range: (_, min, max) => [Math.min(0, min), Math.max(1, max)] };
  }

  get #hasBars(): boolean {
    return this.#chart.series.some(({ shape }) => shape === 'bars');
  }

  #axis(label: string, share: boolean, logarithmic: boolean): uPlot.Axis {
    const ink = themeColour('ink');
    return {
      label,
      stroke: ink,
      font: FONT,
      labelFont: FONT,
      labelSize: 20,
      size: 34,
      grid: { stroke: themeColour('grid'), width: 1 },
      ticks: { stroke: themeColour('line'), width: 1 },
      space: logarithmic ? 24 : 56,
      values: (_, splits) =>
        splits.map((split) => {
          if (split === null) return '';
          return share ? shortPercentText(split) : shortText(split);
        }),
    };
  }

  /** Shows this many times as much of the horizontal axis, around its middle. */
  #zoom(factor: number): void {
    const { min, max } = this.#plot?.scales.x ?? {};
    if (min === undefined || max === undefined || min === null || max === null) return;
    const [to, from] = this.#logX ? [Math.log, Math.exp] : [(v: number) => v, (v: number) => v];
    const middle = (to(min) + to(max)) / 2;
    const half = ((to(max) - to(min)) / 2) * factor;
    this.#plot?.setScale('x', { min: from(middle - half), max: from(middle + half) });
  }
}

function lookOf({ shape }: Series, index: number): uPlot.Series {
  const stroke = themeColour(`series-${(index % 4) + 1}`);
  if (shape === 'points') {
    return {
      stroke,
      paths: () => null,
      points: { show: true, size: 6, fill: index === 0 ? stroke : themeColour('paper') },
    };
  }
  if (shape === 'bars') {
    return { stroke, fill: stroke, points: { show: false }, paths: uPlot.paths.bars!({ size: [0.7, 80] }) };
  }
  return {
    stroke,
    width: 2,
    spanGaps: true,
    points: { show: false },
    ...(shape === 'dashed' ? { dash: [8, 5] } : {}),
    ...(shape === 'step' ? { paths: uPlot.paths.stepped!({ align: 1 }) } : {}),
  };
}

/** Of a series without a value at the cursor: its last point before, which still holds; of points, the nearest. */
function nearestPoint(series: readonly Series[]): NonNullable<uPlot.Cursor['dataIdx']> {
  return (plot, seriesIndex, hovered) => {
    const values = plot.data[seriesIndex];
    if (seriesIndex === 0 || values[hovered] != null) return hovered;
    let before = hovered;
    while (before >= 0 && values[before] == null) before--;
    if (series[seriesIndex - 1].shape !== 'points' && before >= 0) return before;
    let after = hovered;
    while (after < values.length && values[after] == null) after++;
    if (before < 0) return after < values.length ? after : hovered;
    return after < values.length && after - hovered < hovered - before ? after : before;
  };
}
