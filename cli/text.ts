/** Numbers and lines for people. */

/** Thousands separated; at most `digits` digits after the point. */
export function countText(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** `1,234 peers`, `1 peer`. */
export function countOf(value: number, noun: string): string {
  return `${countText(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A share as percent with up to two digits, cut rather than rounded, so that `100 %` means all. */
export function percentText(share: number): string {
  return `${Math.floor(share * 10_000 + 1e-9) / 100} %`;
}

/** Milliseconds, or seconds from ten of them on. */
export function durationText(durationMs: number): string {
  return durationMs < 10_000 ? `${countText(durationMs, 1)} ms` : `${countText(durationMs / 1000, 1)} s`;
}

/** Words in lines of at most `width` columns, with `label` before the first and as much space before the others. */
export function labelled(label: string, words: string, width: number): string {
  const lines = [label];
  let bare = true;
  for (const word of words.split(' ')) {
    const line = lines[lines.length - 1];
    if (!bare && line.length + 1 + word.length > width) lines.push(' '.repeat(label.length) + word);
    else lines[lines.length - 1] = bare ? line + word : `${line} ${word}`;
    bare = false;
  }
  return lines.join('\n');
}

/** A word as a POSIX shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
