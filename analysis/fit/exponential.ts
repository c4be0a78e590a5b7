/** The exponential among integers: the geometric law from xmin on, p(x) = (1 - e^-rate) e^(-rate (x - xmin)). */
import { meanOf, type Tail } from './tail.ts';

/** The rate of largest likelihood. */
export function geometricRate(tail: Tail): number {
  return Math.log1p(1 / (meanOf(tail, tail.values) - tail.xmin));
}

/** ln p of each distinct value of the tail. */
export function geometricLogarithms({ xmin, values }: Tail, rate: number): Float64Array {
  const first = Math.log(-Math.expm1(-rate));
  return values.map((x) => first - rate * (x - xmin));
}
