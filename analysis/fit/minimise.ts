/** The minimum of a function of one variable (Brent, Algorithms for Minimization without Derivatives, 1973, chapter 5). */

export interface Minimum {
  readonly at: number;
  readonly value: number;
}

/**
 * The minimum of a function that first falls and then rises between `low` and `high`.
 * @param tolerance of the place
 */
export function minimise(f: (x: number) => number, low: number, high: number, tolerance: number): Minimum {
  let [a, b] = [low, high];
  // The best place, the second best, and the second best before.
  let x = a + GOLDEN * (b - a);
  let [w, v] = [x, x];
  let fx = f(x);
  let [fw, fv] = [fx, fx];
  let [step, stepBefore] = [0, 0];
  while (Math.abs(x - (a + b) / 2) > 2 * tolerance - (b - a) / 2) {
    const parabola = parabolaStep(x, w, v, fx, fw, fv);
    if (Math.abs(parabola) < Math.abs(stepBefore) / 2 && x + parabola > a && x + parabola < b) {
      [stepBefore, step] = [step, parabola];
    } else {
      stepBefore = x < (a + b) / 2 ? b - x : a - x;
      step = GOLDEN * stepBefore;
    }
    const u = x + (Math.abs(step) >= tolerance ? step : step > 0 ? tolerance : -tolerance);
    const fu = f(u);
    if (fu <= fx) {
      if (u < x) b = x;
      else a = x;
      [v, w, x] = [w, x, u];
      [fv, fw, fx] = [fw, fx, fu];
    } else {
      if (u < x) a = u;
      else b = u;
      if (fu <= fw || w === x) {
        [v, w] = [w, u];
        [fv, fw] = [fw, fu];
      } else if (fu <= fv || v === x || v === w) {
        [v, fv] = [u, fu];
      }
    }
  }
  return { at: x, value: fx };
}

const GOLDEN = (3 - Math.sqrt(5)) / 2;

/** From x to the vertex of the parabola through three points; not finite when they lie on a line. */
function parabolaStep(x: number, w: number, v: number, fx: number, fw: number, fv: number): number {
  const r = (x - w) * (fx - fv);
  const q = (x - v) * (fx - fw);
  return ((x - w) * r - (x - v) * q) / (2 * (q - r));
}
