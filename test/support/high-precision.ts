/**
 * Logarithm, exponential and power to about 70 decimal digits, by BigInt arithmetic in 256 binary places: the reference for
 * `src/portable-math.ts`. `test/portable-math.test.ts` compares it in turn with digits from elsewhere.
 */

const PLACES = 256;
const ONE = 1n << BigInt(PLACES);
const LN2 = 2n * atanh(ONE / 3n);

/** The number `fixed` 2^(`exponent` - 256). */
export interface Precise {
  readonly fixed: bigint;
  readonly exponent: number;
}

export function preciseLn(x: number): Precise {
  const { digits, exponent } = binary(x);
  const length = digits.toString(2).length;
  const mantissa = digits << BigInt(PLACES - length);
  const t = ((mantissa - ONE) << BigInt(PLACES)) / (mantissa + ONE);
  return { fixed: 2n * atanh(t) + BigInt(exponent + length) * LN2, exponent: 0 };
}

export function preciseExp(x: number): Precise {
  return expOf(shifted(binary(x).digits, PLACES + binary(x).exponent));
}

export function precisePow(base: number, power: number): Precise {
  const { digits, exponent } = binary(power);
  return expOf(shifted(preciseLn(base).fixed * digits, exponent));
}

/** A plain decimal number. */
export function preciseDecimal(text: string): Precise {
  const [whole, fraction = ''] = text.split('.');
  const scale = 10n ** BigInt(fraction.length);
  return { fixed: (BigInt(whole + fraction) << BigInt(PLACES)) / scale, exponent: 0 };
}

/** |x - reference| / |reference| */
export function relativeError(x: number | Precise, reference: Precise): number {
  const number = typeof x === 'number' ? preciseNumber(x) : x;
  const same = shifted(number.fixed, number.exponent - reference.exponent);
  if (same === reference.fixed) return 0;
  return Math.abs(Number(((same - reference.fixed) << 128n) / reference.fixed)) / 2 ** 128;
}

function preciseNumber(x: number): Precise {
  const { digits, exponent } = binary(x);
  return { fixed: digits << BigInt(PLACES), exponent };
}

/** Splits off whole powers of two, then sums the series of what is left. */
function expOf(x: bigint): Precise {
  const k = (2n * x + LN2) / (2n * LN2) - (2n * x + LN2 < 0n ? 1n : 0n);
  const r = x - k * LN2;
  let sum = ONE;
  for (let i = 60n; i >= 1n; i--) sum = ONE + ((sum * r) >> BigInt(PLACES)) / i;
  return { fixed: sum, exponent: Number(k) };
}

/** t + t^3/3 + t^5/5 + ... for |t| <= 1/3. */
function atanh(t: bigint): bigint {
  const t2 = (t * t) >> BigInt(PLACES);
  let sum = 0n;
  for (let term = t, k = 1n; term > 1n || term < -1n; k += 2n) {
    sum += term / k;
    term = (term * t2) >> BigInt(PLACES);
  }
  return sum;
}

/** A finite number as `digits` 2^`exponent`. */
function binary(x: number): { readonly digits: bigint; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  const digits = biased === 0 ? fraction : fraction | (1n << 52n);
  return { digits: x < 0 ? -digits : digits, exponent: Math.max(biased, 1) - 1075 };
}

function shifted(value: bigint, places: number): bigint {
  return places >= 0 ? value << BigInt(places) : value >> BigInt(-places);
}
