import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, ln, pow } from '../src/portable-math.ts';
import {
  type Precise,
  preciseDecimal,
  preciseExp,
  preciseLn,
  precisePow,
  relativeError,
} from './support/high-precision.ts';
import { holds } from './support/property.ts';

/** Digits computed with mpmath 1.3.0 at 400 bits, of the argument as a double. */
const LN: readonly (readonly [x: number, ln: string])[] = [
  [2, '0.693147180559945309417232121458176568075500134'],
  [10, '2.30258509299404568401799145468436420760110149'],
  [0.1, '-2.30258509299404562850684022342653872716347359'],
  [1e6, '13.8155105579642741041079487281061852456066089'],
  [Math.PI, '1.14472988584940013516170902615930348621647384'],
  [1 - 2 ** -53, '-0.000000000000000111022302462515660205338988848237217180973272'],
  [1 + 2 ** -52, '0.000000000000000222044604925031283432823045461548792598233181'],
  [1e-300, '-690.775527898213705180338344570100502908613342'],
  [Number.MAX_VALUE, '709.782712893383996732223389910657145503973149'],
  [Number.MIN_VALUE, '-744.440071921381262314107298446081634113087144'],
];

const EXP: readonly (readonly [x: number, exp: string])[] = [
  [1, '2.71828182845904523536028747135266249775724709'],
  [-1, '0.367879441171442321595523770161460867445811131'],
  [0.5, '1.64872127070012814684865078781416357165377610'],
  [20, '485165195.409790277969106830541540558684638989'],
  [-20, '0.00000000206115362243855782796594038015582097637580728'],
  [1e-9, '1.00000000100000000050000006244825818676978124'],
  [0.34657359027997264, '1.41421356237309503240355144461194225397181271'],
  [-0.34657359027997264, '0.707106781186547532599913001903727046653885550'],
];

const POW: readonly (readonly [base: number, power: number, pow: string])[] = [
  [2, 0.5, '1.41421356237309504880168872420969807856967188'],
  [2, -2.5, '0.176776695296636881100211090526212259821208984'],
  [3, -2.5, '0.0641500299099584182787943089446619395164001946'],
  [1e6, -2.5, '0.000000000000001'],
  [32, 0.4, '4.00000000000000030781918372466480708370719048'],
  [1e6, 0.4, '251.188643150958088164628054160632705443986207'],
  [10, -0.667, '0.215278173472437269375584863033615777088420137'],
  [7, 20, '79792266297612001'],
];

const ERROR_MAX = 1e-14;

function positive(min = Number.MIN_VALUE, max = Number.MAX_VALUE) {
  return fc.double({ min, max, noNaN: true });
}

function between(min: number, max: number) {
  return fc.double({ min, max, noNaN: true });
}

/** Logarithms evenly spread, where `positive` goes to the extremes. */
function anyMagnitude() {
  return fc.tuple(between(1, 2), fc.integer({ min: -1022, max: 1023 })).map(([x, k]) => x * 2 ** k);
}

describe('the reference of these tests', () => {
  it.each([
    ...LN.map(([x, digits]) => [`ln ${x}`, preciseLn(x), digits] as const),
    ...EXP.map(([x, digits]) => [`exp ${x}`, preciseExp(x), digits] as const),
    ...POW.map(([base, power, digits]) => [`${base}^${power}`, precisePow(base, power), digits] as const),
  ])('has the digits that mpmath gives for %s', (_, reference: Precise, digits) => {
    expect(relativeError(preciseDecimal(digits), reference)).toBeLessThan(1e-38);
  });
});

describe('the natural logarithm', () => {
  it.each(LN)('of %f is %s', (x, digits) => {
    expect(relativeError(ln(x), preciseDecimal(digits))).toBeLessThan(ERROR_MAX);
  });

  it('is within 1e-14 of the truth for every positive number', () => {
    const numbers = fc.oneof(positive(), anyMagnitude(), between(0.4, 2.5)).filter((x) => x !== 1);
    holds(
      fc.property(numbers, (x) => {
        expect(relativeError(ln(x), preciseLn(x))).toBeLessThan(ERROR_MAX);
      }),
      2_000,
    );
  });

  it('of 1 is 0', () => {
    expect(ln(1)).toBe(0);
  });

  it('grows with its argument, also where the argument is scaled differently', () => {
    for (const middle of [2 ** -32, Math.SQRT1_2, 1, Math.SQRT2, 2, 2 ** 31.5, 2 ** 32, 1e300]) {
      let before = Number.NEGATIVE_INFINITY;
      for (let step = -500; step <= 500; step++) {
        const here = ln(middle * (1 + step * 1e-12));
        expect(here).toBeGreaterThan(before);
        before = here;
      }
    }
  });
});

describe('the exponential', () => {
  it.each(EXP)('of %f is %s', (x, digits) => {
    expect(relativeError(exp(x), preciseDecimal(digits))).toBeLessThan(ERROR_MAX);
  });

  it('is within 1e-14 of the truth from -700 to 700', () => {
    holds(
      fc.property(fc.oneof(between(-700, 700), between(-1, 1)), (x) => {
        expect(relativeError(exp(x), preciseExp(x))).toBeLessThan(ERROR_MAX);
      }),
      2_000,
    );
    for (const x of [-700, 700]) expect(relativeError(exp(x), preciseExp(x))).toBeLessThan(ERROR_MAX);
  });

  it('of 0 is 1', () => {
    expect(exp(0)).toBe(1);
    expect(exp(-0)).toBe(1);
  });

  it('grows with its argument, also where another power of two is split off', () => {
    for (const middle of [
      -699.9,
      -1.5 * Math.LN2,
      -0.5 * Math.LN2,
      0,
      0.5 * Math.LN2,
      1.5 * Math.LN2,
      699.9,
    ]) {
      let before = 0;
      for (let step = -500; step <= 500; step++) {
        const here = exp(middle + step * 1e-12);
        expect(here).toBeGreaterThanOrEqual(before);
        if (Math.abs(middle) < 2) expect(here).toBeGreaterThan(before);
        before = here;
      }
    }
  });

  it('undoes the logarithm', () => {
    holds(
      fc.property(between(1e-9, 1e9), (x) => {
        expect(Math.abs(exp(ln(x)) / x - 1)).toBeLessThan(ERROR_MAX);
      }),
    );
  });
});

describe('a power', () => {
  it.each(POW)('%f to the %f is %s', (base, power, digits) => {
    expect(relativeError(pow(base, power), preciseDecimal(digits))).toBeLessThan(ERROR_MAX);
  });

  it('is within 1e-14 of the truth for rank weights up to alpha 2.5 of a million entries, and for roots', () => {
    const powers = fc.oneof(fc.constantFrom(-0.667, -1, -2, -2.5, 0.4, 0.5), between(-2.5, 1));
    holds(
      fc.property(fc.integer({ min: 2, max: 1_000_000 }), powers, (base, power) => {
        expect(relativeError(pow(base, power), precisePow(base, power))).toBeLessThan(ERROR_MAX);
      }),
      2_000,
    );
  });

  // An error in the last place of the logarithm becomes one in the exponent, so no bound holds for all powers alike.
  it('is within 4e-16 (1 + |power ln base|) of the truth wherever it is defined', () => {
    const defined = fc
      .tuple(fc.oneof(anyMagnitude(), between(0.5, 2)), between(-700, 700))
      .map(([base, product]) => [base, product / ln(base)] as const)
      .filter(([base, power]) => Math.abs(power * ln(base)) <= 700);
    holds(
      fc.property(defined, ([base, power]) => {
        const errorMax = 4e-16 * (1 + Math.abs(power * ln(base)));
        expect(relativeError(pow(base, power), precisePow(base, power))).toBeLessThan(errorMax);
      }),
      2_000,
    );
  });

  it('of 1 is 1, and so is every number to the power 0', () => {
    holds(
      fc.property(positive(), fc.double({ noNaN: true }), (x, y) => {
        expect(pow(x, 0)).toBe(1);
        expect(pow(x, -0)).toBe(1);
        expect(pow(1, y)).toBe(1);
      }),
    );
  });

  it.each([0.667, 1, 2.5])('makes weights of ranks that fall, with alpha %f', (alpha) => {
    let before = Number.POSITIVE_INFINITY;
    let falling = true;
    for (let rank = 1; rank <= 200_000; rank++) {
      const weight = pow(rank, -alpha);
      falling &&= weight < before && weight > 0;
      before = weight;
    }
    expect(falling).toBe(true);
  });
});

// What these functions give may not differ in one bit between engines. CPython 3, running the same steps, gives these digests
// too. Whoever changes a formula on purpose changes every trace.
describe('the bits of many results', () => {
  /** Positive numbers of every magnitude, made from mixed bits. */
  const spread = Array.from({ length: 8_192 }, (_, i) => {
    const view = new DataView(new ArrayBuffer(8));
    const exponent = 1 + ((i * 1_021) % 2_046);
    view.setUint32(0, (exponent << 20) | (Math.imul(i, 2_654_435_761) >>> 12));
    view.setUint32(4, Math.imul(i + 1, 2_246_822_519));
    return view.getFloat64(0);
  });

  it.each([
    ['logarithms', spread.map(ln), 'b6e8e99077777946'],
    ['logarithms near 1', spread.map((_, i) => ln(0.5 + i / 4_096)), '04a90b1d33aad4a4'],
    ['exponentials', spread.map((_, i) => exp((i - 4_096) * 0.170_898_437_5)), '000bff440656a53a'],
    ['exponentials near 1', spread.map((_, i) => exp((i - 4_096) / 4_096)), 'b57b825df9a04a3f'],
    [
      'weights of ranks',
      [0.667, 1, 2, 2.5, 20].flatMap((alpha) => spread.map((_, i) => pow(i + 1, -alpha))),
      '0e145b720b4d0d91',
    ],
    [
      'roots',
      [2, 2.5, 3].flatMap((alpha) => spread.map((_, i) => pow(i + 1, 1 / alpha))),
      '6c254bcbf51fbdb1',
    ],
  ])('%s', (_, results, digest) => {
    const bytes = new DataView(new ArrayBuffer(8 * results.length));
    for (const [i, result] of results.entries()) bytes.setFloat64(8 * i, result);
    expect(results.every(Number.isFinite)).toBe(true);
    expect(createHash('sha256').update(bytes).digest('hex').slice(0, 16)).toBe(digest);
  });
});
