/** Chart of the delivery latency: the share of deliveries that took no longer, over the time from publish to delivery. */
import type { ChartOptions } from './chart-axis.ts';
import type { Points } from './degrees.ts';
import { timeChart } from './time-chart.ts';

const WORDS = {
  title: 'share of deliveries that took no longer',
  time: 'time since publish',
  nothing: 'nothing to draw: nothing was delivered',
};

/** Draws `[time in ms, share of deliveries]`, ascending in time, as `infectedChart` does. */
export function latencyChart(points: Points, options: ChartOptions): string {
  return timeChart(points, WORDS, options);
}
