/** Chart of the share of peers that have a message, over the time since it was published. */
import type { ChartOptions } from './chart-axis.ts';
import type { Points } from './degrees.ts';
import { timeChart } from './time-chart.ts';

const WORDS = {
  title: 'share of peers that have the message',
  time: 'time since publish',
  nothing: 'nothing to draw: nothing was delivered',
};

/**
 * Draws `[time in ms, share]`, ascending in time, as a curve from publish to the last point. Points that are not finite are
 * left out; without any, or any later than a microsecond, the chart is one line that says so.
 */
export function infectedChart(points: Points, options: ChartOptions): string {
  return timeChart(points, WORDS, options);
}
