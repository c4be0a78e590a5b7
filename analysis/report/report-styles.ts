/** How a report looks: on a wide screen, on a phone, on paper; light and dark. */
export const PAGE_STYLES = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f4f6f8; --ink: #16202a; --muted: #526070; --line: #d3dae2; --accent: #0b62a8;
  --series-1: #0b62a8; --series-2: #b3480f; --series-3: #23785a; --series-4: #8a3ab0; --grid: #e4e9ee; --link: #5b6b7c;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #11171d; --raised: #1a222b; --ink: #e6ebf0; --muted: #a3b0bd; --line: #34414e; --accent: #7cbcf5;
    --series-1: #7cbcf5; --series-2: #f0a36b; --series-3: #6fd3ab; --series-4: #d3a0f0; --grid: #26313b; --link: #93a3b3;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0; }
p { margin: 0 0 .75rem; max-width: 46rem; }
.kind { margin: 0; color: var(--muted); font-size: .85rem; }
.run, footer, figcaption p, .cards span, .cards dt { color: var(--muted); font-size: .875rem; }
code, pre { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { overflow-wrap: anywhere; }
pre { margin: 0 0 .75rem; padding: .75rem; background: var(--raised); border-radius: .375rem; white-space: pre-wrap; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 0 0 1.25rem; }
.cards div { background: var(--raised); border-radius: .375rem; padding: .625rem .75rem; }
.cards dd { margin: 0; }
.cards b { display: block; font-size: 1.4rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.cards span { display: block; line-height: 1.35; }
figure { margin: 0 0 1.75rem; }
figcaption p { margin: .125rem 0 .5rem; }
.controls { display: flex; flex-wrap: wrap; align-items: center; gap: .375rem .75rem; margin: .375rem 0; font-size: .875rem; }
button, select { font: inherit; color: var(--ink); background: var(--raised); border: 1px solid var(--muted); border-radius: .375rem;
  padding: .25rem .625rem; min-height: 2.125rem; cursor: pointer; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--paper); min-width: 5.5rem; font-weight: 600; }
button:focus-visible, input:focus-visible, select:focus-visible, canvas:focus-visible, summary:focus-visible, pre:focus-visible {
  outline: 3px solid var(--accent); outline-offset: 2px; }
label { display: inline-flex; align-items: center; gap: .375rem; }
input[type="range"] { flex: 1 1 10rem; min-width: 8rem; accent-color: var(--accent); }
input[type="checkbox"] { width: 1.1rem; height: 1.1rem; accent-color: var(--accent); }
output { font-variant-numeric: tabular-nums; }
.stage { position: relative; border: 1px solid var(--line); border-radius: .375rem; overflow: hidden; }
.stage canvas { display: block; width: 100%; cursor: grab; }
.tip { position: absolute; pointer-events: none; max-width: 15rem; padding: .375rem .5rem; border-radius: .375rem; font-size: .8125rem;
  line-height: 1.4; background: var(--ink); color: var(--paper); white-space: pre-line; }
.scale { display: inline-flex; align-items: center; gap: .375rem; color: var(--muted); }
.scale i { display: block; width: 7rem; height: .75rem; border-radius: .2rem; }
.plot { max-width: 100%; overflow: hidden; }
.u-legend { color: var(--ink); text-align: left; margin: 0; }
.u-select { background: color-mix(in srgb, var(--accent) 18%, transparent); }
details { margin: .25rem 0 .75rem; }
summary { cursor: pointer; color: var(--accent); font-size: .875rem; padding: .25rem 0; }
.table { overflow-x: auto; margin: .5rem 0 1rem; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
.table th, .table td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
.table tbody th { font-weight: 400; }
.table thead th { overflow-wrap: normal; color: var(--muted); font-weight: 600; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .75rem; }
@media (max-width: 30rem) { body { padding: .75rem; } h1 { font-size: 1.4rem; } .cards b { font-size: 1.2rem; } }
@page { margin: 14mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  button, input, label, select, #data, footer, .u-legend .u-value, .u-legend .u-series:first-child { display: none; }
  .u-inline.u-live th::after { content: ""; }
  details:not([open]) { display: none; }
  .cards { grid-template-columns: repeat(auto-fit, minmax(6.5rem, 1fr)); gap: .5rem; }
  .table th, .table td { padding-block: .125rem; }
  h2 { margin-top: 1.25rem; }
  h2, h3, figcaption, caption, thead { break-after: avoid; }
  figure, tr, .cards { break-inside: avoid; }
}
`;
