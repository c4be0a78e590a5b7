/** Numbers in words, and words in HTML. The same in every locale. */

/** Keeps a number and its unit on one line. */
const NO_BREAK = '\u00a0';

/** Thousands separated, at most `digits` digits after the point. */
export function countText(value: number, digits = 0): string {
  if (!Number.isFinite(value)) return '–';
  const [whole, fraction = ''] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const rest = fraction.replace(/0+$/, '');
  const shown = rest === '' ? grouped : `${grouped}.${rest}`;
  return value < 0 && /[1-9]/.test(shown) ? `−${shown}` : shown;
}

/** `1,234 peers`, `1 peer` */
export function countOf(value: number, noun: string): string {
  return `${countText(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A share as percent, cut rather than rounded, so that `100 %` means all. */
export function percentText(share: number, digits = 2): string {
  const scale = 10 ** digits;
  return `${countText(Math.floor(share * 100 * scale + 1e-9) / scale, digits)}${NO_BREAK}%`;
}

/** Milliseconds, or seconds from ten of them on. */
export function durationText(durationMs: number): string {
  const [value, unit] = durationMs < 10_000 ? [durationMs, 'ms'] : [durationMs / 1000, 's'];
  return `${countText(value, 1)}${NO_BREAK}${unit}`;
}

/** Three significant digits, for an axis or a table of a curve. */
export function shortText(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return digits > 6 ? value.toExponential(1) : countText(value, digits);
}

/** A share as percent, three significant digits. */
export function shortPercentText(share: number): string {
  return `${shortText(100 * share)}${NO_BREAK}%`;
}

/** Text, also of an attribute. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** JSON that may stand in a `<script>` element: nothing in it can end the element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
