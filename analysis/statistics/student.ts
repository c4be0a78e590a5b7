/**
 * Quantiles of Student's t distribution (Gosset, Biometrika 6, 1-25, 1908), by its finite series for whole degrees of freedom
 * (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4). Only operations that IEEE 754 rounds exactly
 * are used, so that a result file has the same bytes on every engine.
 */

/**
 * The half-width of a central interval, in standard errors: P(|T| <= t) = `confidence`.
 * @throws RangeError unless 0 < confidence < 1 and the degrees of freedom are a whole number from 1 on
 * @example studentT(0.95, 9) // 2.262157162...
 */
export function studentT(confidence: number, degreesOfFreedom: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence: expected a number between 0 and 1, found ${confidence}`);
  }
  if (!(Number.isInteger(degreesOfFreedom) && degreesOfFreedom >= 1)) {
    throw new RangeError(`degrees of freedom: expected a whole number from 1 on, found ${degreesOfFreedom}`);
  }
  let [low, high] = [0, 1];
  while (centralProbability(high, degreesOfFreedom) < confidence) [low, high] = [high, 2 * high];
  for (;;) {
    const middle = (low + high) / 2;
    // No double lies between the two.
    if (middle <= low || middle >= high) return high;
    if (centralProbability(middle, degreesOfFreedom) < confidence) low = middle;
    else high = middle;
  }
}

/** P(|T| <= t). */
function centralProbability(t: number, degreesOfFreedom: number): number {
  const hypotenuse = Math.sqrt(degreesOfFreedom + t * t);
  const sine = t / hypotenuse;
  const cosineSquared = degreesOfFreedom / (degreesOfFreedom + t * t);
  if (degreesOfFreedom % 2 === 0) return sine * series(1, cosineSquared, degreesOfFreedom);
  const angle = arcTangent(t / Math.sqrt(degreesOfFreedom));
  if (degreesOfFreedom === 1) return (2 * angle) / Math.PI;
  const cosine = Math.sqrt(degreesOfFreedom) / hypotenuse;
  return (2 * (angle + sine * cosine * series(2, cosineSquared, degreesOfFreedom))) / Math.PI;
}

/** 1 + (k/(k+1)) c + (k (k+2))/((k+1) (k+3)) c^2 + ..., for all k from `first` below degrees - 2. */
function series(first: number, cosineSquared: number, degreesOfFreedom: number): number {
  let [term, sum] = [1, 1];
  for (let k = first; k <= degreesOfFreedom - 3; k += 2) {
    term *= (k / (k + 1)) * cosineSquared;
    sum += term;
  }
  return sum;
}

/** For x >= 0. The angle is halved four times, to where the series converges quickly; `Math.atan` may differ between engines. */
function arcTangent(x: number): number {
  if (x > 1) return Math.PI / 2 - arcTangent(1 / x);
  let tangent = x;
  for (let i = 0; i < 4; i++) tangent /= 1 + Math.sqrt(1 + tangent * tangent);
  let [power, sum] = [tangent, tangent];
  for (let k = 3; k <= 15; k += 2) {
    power *= -tangent * tangent;
    sum += power / k;
  }
  return 16 * sum;
}
