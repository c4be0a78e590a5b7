/** Curves of shares, from 0 to 100 %, for terminals: the rows of a chart above its axis. Drawn by asciichart. */
import { type PlotConfig, plot } from 'asciichart';

/** Columns before the vertical axis: `100 %` and a space. */
export const SHARE_MARGIN = 6;

/** asciichart's own symbols, but for the cross that it puts at the wrong end of the axis; and the same in ASCII. */
const UNICODE_SYMBOLS: Symbols = ['┤', '┤', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'];
const ASCII_SYMBOLS: Symbols = ['|', '|', '-', '-', '-', '`', '.', '.', "'", '|'];
type Symbols = NonNullable<PlotConfig['symbols']>;

/**
 * Draws shares at evenly spaced places, one more than there are columns, since asciichart draws between them.
 * @param curves shares from 0 to 1, others are taken for the nearest of these
 */
export function shareCurves(
  curves: readonly (readonly number[])[],
  { height, unicode }: { readonly height: number; readonly unicode: boolean },
): string[] {
  const labelEvery = Math.max(1, Math.round(height / 5));
  const percents = curves.map((shares) => shares.map((share) => Math.min(100, Math.max(0, 100 * share))));
  const rows = plot(percents, {
    height,
    min: 0,
    max: 100,
    format: (percent, row) =>
      (row % labelEvery === 0 || row === height ? `${Math.round(percent)} %` : '').padStart(SHARE_MARGIN - 1),
    symbols: unicode ? UNICODE_SYMBOLS : ASCII_SYMBOLS,
  });
  return rows.split('\n').map((row) => row.trimEnd());
}
