/**
 * Logarithm, exponential and power from IEEE 754 basic operations alone, so that every engine gives the same bits. `Math.log`,
 * `Math.exp` and `Math.pow` may differ in the last one, and what decides an event must not. Relative error below 1e-15 for ln
 * and exp, and below 4e-16 (1 + |power ln base|) for pow (see the tests). Range reduction as in Muller, "Elementary Functions"
 * (2016), chapter 11; the series are summed to full precision.
 */

/** ln 2 in two parts: the upper has 27 trailing zero bits, so that k times it is exact. */
const LN2_UPPER = 0.6931471675634384;
const LN2_LOWER = 1.2996506893889889e-8;

/** Natural logarithm of a positive finite number. */
export function ln(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) throw new RangeError(`ln of ${x}`);
  let exponent = 0;
  let mantissa = x;
  while (mantissa >= 4294967296) {
    mantissa /= 4294967296;
    exponent += 32;
  }
  while (mantissa < 1 / 4294967296) {
    mantissa *= 4294967296;
    exponent -= 32;
  }
  while (mantissa >= Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent--;
  }
  // ln m = 2 atanh((m-1)/(m+1)), and |(m-1)/(m+1)| <= 0.172
  const t = (mantissa - 1) / (mantissa + 1);
  const t2 = t * t;
  let sum = 0;
  for (let k = 21; k >= 3; k -= 2) sum = (sum + 1 / k) * t2;
  return exponent * LN2_UPPER + (exponent * LN2_LOWER + 2 * (t + t * sum));
}

/** e to the x, for |x| <= 700. */
export function exp(x: number): number {
  const k = Math.round(x / (LN2_UPPER + LN2_LOWER));
  const r = x - k * LN2_UPPER - k * LN2_LOWER;
  let sum = 1;
  for (let i = 15; i >= 1; i--) sum = 1 + (sum * r) / i;
  return sum * twoTo(k);
}

/** base to the power, for a positive base and |power ln base| <= 700. */
export function pow(base: number, power: number): number {
  return base === 1 || power === 0 ? 1 : exp(power * ln(base));
}

function twoTo(k: number): number {
  let result = 1;
  const factor = k < 0 ? 0.5 : 2;
  for (let bit = Math.abs(k), square = factor; bit > 0; bit >>= 1, square *= square) {
    if (bit & 1) result *= square;
  }
  return result;
}
