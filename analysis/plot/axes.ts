/** Axes of figures: logarithmic ones with a labelled tick for each power of ten and small ones between, and linear ones. */
import * as Plot from '@observablehq/plot';
import { GRID, INK } from './palette.ts';

export interface Axis {
  readonly type: 'log' | 'linear';
  readonly domain: readonly [number, number];
  readonly title: string;
  /** Labelled, ascending. */
  readonly ticks: readonly number[];
  /** Short and bare, between those. */
  readonly minorTicks: readonly number[];
  readonly format: (value: number) => string;
}

/**
 * A logarithmic axis around positive values, with at least two labels.
 * @param room how far the ends lie from the values, as a factor
 */
export function logAxis(
  values: readonly number[],
  title: string,
  format: (value: number) => string,
  room = 1.25,
): Axis {
  const [least, most] = extentOf(values);
  let [low, high] = [least / room, most * room];
  if (digitTicks(low, high, [1, 2, 5]).length < 2) {
    const decade = powerOfTen(Math.floor(Math.log10(least)));
    [low, high] = [Math.min(low, decade), Math.max(high, 2 * decade)];
  }
  const digits = (those: readonly number[]) => digitTicks(low, high, those);
  // A short axis has few powers of ten: 2 and 5 times those are labelled too.
  const labelled = digits([1]).length > 2 ? [1] : [1, 2, 5];
  return {
    type: 'log',
    domain: [low, high],
    title,
    ticks: digits(labelled),
    minorTicks: digits([1, 2, 3, 4, 5, 6, 7, 8, 9].filter((digit) => !labelled.includes(digit))),
    format,
  };
}

/** A linear axis from `low` to `high` with ticks at round values. */
export function linearAxis(
  low: number,
  high: number,
  title: string,
  format: (value: number) => string,
  ticksMax = 8,
): Axis {
  const step = roundStep(high - low, ticksMax);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  const ticks = Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
  return { type: 'linear', domain: [low, high], title, ticks, minorTicks: [], format };
}

/** The axes and, behind the data, the grid. */
export function axisMarks(x: Axis, y: Axis): Plot.Markish[] {
  const plain = { color: INK, stroke: INK, fill: INK, fontSize: 12 };
  const bare = { stroke: INK, tickSize: 3, tickFormat: () => '', label: null };
  return [
    Plot.gridX(x.ticks, { stroke: GRID, strokeOpacity: 1 }),
    Plot.gridY(y.ticks, { stroke: GRID, strokeOpacity: 1 }),
    Plot.axisX(x.minorTicks, bare),
    Plot.axisY(y.minorTicks, bare),
    Plot.axisX(x.ticks, { ...plain, tickFormat: x.format, label: null }),
    Plot.axisY(y.ticks, { ...plain, tickFormat: y.format, label: null }),
    Plot.frame({ stroke: INK }),
  ];
}

/** Thousands separated: `10,000`, `0.5`. */
export function plainNumber(value: number): string {
  const [whole, fraction] = String(Number(value.toPrecision(6))).split('.');
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}

/** A share as percent: `10 %`, `0.01 %`. */
export function percent(share: number): string {
  return `${plainNumber(100 * share)} %`;
}

export function extentOf(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

/** Values from `low` to `high` with one of these first digits and only zeros behind it, ascending. */
function digitTicks(low: number, high: number, digits: readonly number[]): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
    .flatMap((decade) => digits.map((digit) => Number(`${digit}e${decade}`)))
    .filter((value) => value >= low && value <= high);
}

function powerOfTen(exponent: number): number {
  return Number(`1e${exponent}`);
}

/** The least of 1, 2 and 5 times a power of ten that divides a length into at most so many parts. */
function roundStep(length: number, partsMax: number): number {
  const decade = powerOfTen(Math.floor(Math.log10(length / partsMax)));
  return [1, 2, 5, 10].map((factor) => factor * decade).find((step) => length / step <= partsMax + 1e-9)!;
}
