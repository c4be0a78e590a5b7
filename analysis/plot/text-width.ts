/** Widths of texts, by the advance widths of DejaVu Sans in classes of characters: near enough to lay out a legend. */

/** In units of the font size. Source: DejaVu Sans 2.37. */
const CLASSES: readonly (readonly [RegExp, number])[] = [
  [/[ijl',.:;|!I()[\]]/, 0.33],
  [/[ft r\-/"*]/, 0.39],
  [/[mwMWOQ%@—≥≤±=+<>]/, 0.84],
  [/[A-Z&#]/, 0.69],
];
const OTHERS = 0.62;

/** The width of a text in a size of font, both in pixels. */
export function textWidth(text: string, fontSize: number): number {
  const widthOf = (letter: string) => CLASSES.find(([letters]) => letters.test(letter))?.[1] ?? OTHERS;
  return fontSize * [...text].reduce((sum, letter) => sum + widthOf(letter), 0);
}

/** Words in lines no wider than `width` pixels; a word that is wider has a line of its own. */
export function wrappedText(text: string, fontSize: number, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines[lines.length - 1]} ${word}`;
    if (lines.length === 0 || textWidth(longer, fontSize) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
