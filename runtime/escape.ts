/**
 * Text from the network, made safe for a log and a terminal: one event stays one line, and nothing moves the cursor.
 * Printable ASCII stays as it is but for the backslash; everything else becomes `\xNN` or `\u{NNNN}`.
 */
export function escapeText(text: string): string {
  return text.replace(/[^\x20-\x5b\x5d-\x7e]/gu, escapeCharacter);
}

function escapeCharacter(character: string): string {
  if (character === '\\') return '\\\\';
  const code = (character.codePointAt(0) as number).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}
