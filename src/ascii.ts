/** Bytes as characters, one for one. Bytes above 0x7f become characters that no grammar here accepts. */

/** Characters made by one call; engines bound the number of arguments. */
const CALL_BYTES_MAX = 8_192;

/**
 * The characters of the bytes from `start` up to `end`. The text shares no memory with the bytes, and a short one is made by one
 * call: put together from pieces it would stay a tree of pieces, four times as large, for as long as it is remembered.
 */
export function asciiText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = '';
  for (let from = start; from < end; from += CALL_BYTES_MAX) {
    const codes = new Array<number>(Math.min(end - from, CALL_BYTES_MAX));
    for (let i = 0; i < codes.length; i++) codes[i] = bytes[from + i];
    text += String.fromCharCode.apply(null, codes);
  }
  return text;
}

/** Writes the characters to `out` from `start` on: where they end, or -1 when there is no room. What is not ASCII becomes 0. */
export function asciiBytes(text: string, out: Uint8Array, start = 0): number {
  if (text.length > out.length - start) return -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    out[start + i] = code > 0x7f ? 0 : code;
  }
  return start + text.length;
}
