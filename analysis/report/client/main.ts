/** Where the script of a report starts: draws charts and overlay from the data in the page, and offers the data as files. */
import 'uplot/dist/uPlot.min.css';
import { chartsOf } from '../report-charts.ts';
import type { ReportData } from '../report-data.ts';
import { ChartView } from './chart-view.ts';
import { downloadButtons } from './downloads.ts';
import { OverlayView } from './overlay-view.ts';

/** Pixels of the page between the margins of a sheet of A4. */
const PAPER_WIDTH = 680;

const data = JSON.parse(document.getElementById('report-data')!.textContent) as ReportData;
for (const words of document.querySelectorAll('.needs-script')) words.remove();
const views = [...chartViews(), ...overlayViews()];

document.getElementById('downloads')?.after(downloadButtons(data.document, data.picture));
draw();
addEventListener('resize', () => draw());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => draw());
// Paper is light and narrow, whatever the screen is.
addEventListener('beforeprint', () => draw(PAPER_WIDTH));
addEventListener('afterprint', () => draw());

function draw(width?: number): void {
  for (const view of views) view.draw(width);
}

function chartViews(): ChartView[] {
  return chartsOf(data.document).flatMap((chart) => {
    const figure = document.getElementById(`chart-${chart.id}`);
    return figure === null ? [] : [new ChartView(chart, figure)];
  });
}

function overlayViews(): OverlayView[] {
  const figure = document.getElementById('overlay-picture');
  return figure === null || data.picture === null ? [] : [new OverlayView(data.picture, figure)];
}
