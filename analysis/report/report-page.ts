/**
 * A report as one HTML page that needs nothing else: words and tables stand in it; its script draws the charts and the overlay
 * from the data beside it. A policy in the page forbids all requests.
 */
import { type Chart, chartsOf } from './report-charts.ts';
import type { ReportData } from './report-data.ts';
import { PAGE_STYLES } from './report-styles.ts';
import {
  curveTables,
  degreeTable,
  figureTable,
  lawTables,
  loadTable,
  parameterTable,
  shapeTable,
  spreadTable,
  theoryTable,
  timeTable,
} from './report-tables.ts';
import { countText, escaped, scriptJson } from './report-text.ts';
import { keyFigures, summaryOf, titleOf } from './report-words.ts';

/** What makes a page alive: the bundle of `client/`. */
export interface ReportClient {
  readonly script: string;
  readonly styles: string;
}

const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "script-src 'unsafe-inline'",
  'img-src data: blob:',
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');

/** The whole page, ending in a newline. Equal data give equal bytes. */
export function reportPage(data: ReportData, client: ReportClient): string {
  const title = titleOf(data.document);
  const { version, randomSeed } = data.document.manifest;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="hearsay ${escaped(version)}">
<title>${escaped(title)} – hearsay</title>
<style>${client.styles}${PAGE_STYLES}</style>
</head>
<body>
<header>
<p class="kind">hearsay simulation report</p>
<h1>${escaped(title)}</h1>
<p class="run">version ${escaped(version)}, random seed <code>${escaped(randomSeed)}</code>, trace hash <code>${escaped(data.document.traceHash)}</code></p>
</header>
<main>
${sections(data).join('\n')}
</main>
<footer><p>Made by <code>hearsay sim --report</code>. Nothing is loaded from anywhere. Equal runs give equal files.</p></footer>
<script type="application/json" id="report-data">${scriptJson(data)}</script>
<script>${client.script.replaceAll('</script', '<\\/script')}</script>
</body>
</html>
`;
}

function sections(data: ReportData): string[] {
  const { document } = data;
  const charts = new Map(chartsOf(document).map((chart) => [chart.id, chart]));
  const figure = (id: Chart['id'], tables = '') => {
    const chart = charts.get(id);
    return chart === undefined ? '' : chartFigure(chart, tables);
  };
  return [
    section('summary', 'Summary', summaryHtml(data)),
    section('overlay', 'The overlay', overlayHtml(data)),
    section(
      'messages',
      'Spread of messages',
      figure('spread', timeTable(document)) +
        figure('latency') +
        figure('hops') +
        spreadTable(document) +
        loadTable(document) +
        theoryTable(document),
    ),
    section(
      'degree-law',
      'Degrees',
      figure('degrees', degreeTable(document)) + lawTables(document) + shapeTable(document),
    ),
    section('removal', 'Robustness', figure('robustness')),
    section('repeat', 'Parameters, and how to repeat the run', repeatHtml(data)),
    section('data', 'Data', dataHtml(data)),
  ].filter((text) => text !== '');
}

/** Nothing when there is no content. */
function section(id: string, title: string, content: string): string {
  if (content === '') return '';
  return `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${escaped(title)}</h2>\n${content}\n</section>`;
}

function summaryHtml({ document }: ReportData): string {
  const cards = keyFigures(document).map(
    ({ name, value, note }) =>
      `<div><dt>${escaped(name)}</dt><dd><b>${escaped(value)}</b><span>${escaped(note)}</span></dd></div>`,
  );
  const words = summaryOf(document).map((paragraph) => `<p>${escaped(paragraph)}</p>`);
  return `<dl class="cards">${cards.join('')}</dl>\n${words.join('\n')}`;
}

/** A place for a chart, and its numbers for readers without a script. */
function chartFigure(chart: Chart, tables: string): string {
  return (
    `<figure class="chart" id="chart-${chart.id}"><figcaption><h3>${escaped(chart.title)}</h3>` +
    `<p>${escaped(chart.caption)}</p></figcaption>` +
    '<p class="needs-script">The chart needs JavaScript; its numbers are in the tables below.</p>' +
    `<details><summary>Numbers of this chart</summary>${curveTables(chart)}${tables}</details></figure>\n`
  );
}

function overlayHtml({ picture, document }: ReportData): string {
  if (picture === null) {
    const { peers, links } = document.overlay;
    return `<p>With ${countText(peers)} peers and ${countText(links)} links the overlay is too large to be drawn.</p>`;
  }
  if (picture.peers.length === 0) return '';
  const story =
    picture.message === null
      ? 'Each dot is a peer, the larger the more links it has, and the colour says how many.'
      : `Each dot is a peer, the larger the more links it has. Play shows how ${picture.message.name} spread. Moving dots are the copies that came first; peers take the colour of the time at which they had it.`;
  return (
    `<figure id="overlay-picture"><figcaption><p>${escaped(story)} Linked peers lie near each other (ForceAtlas2).</p>` +
    '</figcaption><p class="needs-script">The picture needs JavaScript.</p></figure>'
  );
}

function repeatHtml({ document, command }: ReportData): string {
  return (
    `<p>This command gives the same run, to the last bit, with version ${escaped(document.manifest.version)}:</p>` +
    `<pre tabindex="0" aria-label="command that repeats the run"><code id="command">hearsay ${escaped(command)}</code></pre>` +
    parameterTable(document)
  );
}

function dataHtml({ document, picture }: ReportData): string {
  const edges =
    picture === null ? 'The links are not in this file: write them with <code>--edges FILE</code>.' : '';
  return (
    '<p id="downloads">All the data of this report are in the file itself, in the element ' +
    `<code>report-data</code>. ${edges}</p>` +
    `<details><summary>All figures</summary>${figureTable(document)}</details>`
  );
}
