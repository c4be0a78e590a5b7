/**
 * How often each word occurs in Moby Dick: the reference set of Clauset, Shalizi, Newman (2009), table 6.1, as a histogram of the
 * file words.txt of the Python package powerlaw, whose licence is this:
 *
 * The MIT License (MIT)
 *
 * Copyright (c) 2013-2021 Jeff Alstott
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy
 * of this software and associated documentation files (the "Software"), to deal
 * in the Software without restriction, including without limitation the rights
 * to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
 * copies of the Software, and to permit persons to whom the Software is
 * furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in
 * all copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 * IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
 * FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 * AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 * LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 * OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
 * THE SOFTWARE.
 */
import type { Points } from '../../analysis/degrees.ts';

/** `[times a word occurs, words that occur so often]`, ascending: 18,855 words. */
export function mobyDickWords(): Points {
  return Array.from({ length: FLAT.length / 2 }, (_, i) => [FLAT[2 * i], FLAT[2 * i + 1]] as const);
}

const FLAT: readonly number[] = [
  1, 9161, 2, 3085, 3, 1629, 4, 926, 5, 627, 6, 469, 7, 361, 8, 300, 9, 232, 10, 179, 11, 165, 12, 146, 13,
  115, 14, 90, 15, 100, 16, 74, 17, 56, 18, 70, 19, 51, 20, 46, 21, 44, 22, 26, 23, 50, 24, 37, 25, 32, 26,
  25, 27, 21, 28, 23, 29, 27, 30, 18, 31, 25, 32, 19, 33, 16, 34, 13, 35, 17, 36, 16, 37, 17, 38, 23, 39, 10,
  40, 11, 41, 10, 42, 17, 43, 11, 44, 8, 45, 9, 46, 12, 47, 7, 48, 6, 49, 10, 50, 8, 51, 11, 52, 6, 53, 2, 54,
  7, 55, 5, 56, 6, 57, 4, 58, 4, 59, 3, 60, 5, 61, 2, 62, 4, 63, 3, 64, 4, 65, 4, 66, 5, 67, 6, 68, 2, 69, 2,
  70, 4, 71, 3, 72, 5, 73, 3, 74, 7, 75, 4, 76, 4, 77, 3, 78, 1, 79, 4, 80, 4, 81, 3, 82, 4, 83, 7, 84, 2, 85,
  3, 86, 2, 87, 5, 88, 4, 89, 2, 90, 1, 91, 2, 92, 1, 93, 2, 94, 6, 95, 1, 97, 4, 98, 2, 99, 1, 100, 1, 101,
  2, 104, 1, 105, 1, 108, 3, 110, 3, 111, 4, 112, 2, 113, 2, 115, 2, 117, 2, 119, 3, 120, 1, 121, 1, 122, 2,
  123, 2, 125, 2, 126, 2, 127, 1, 129, 2, 130, 3, 133, 2, 134, 1, 135, 2, 136, 2, 138, 1, 147, 3, 148, 4, 151,
  1, 152, 1, 153, 4, 154, 1, 158, 2, 159, 1, 160, 1, 161, 2, 162, 1, 163, 1, 169, 1, 172, 1, 174, 1, 175, 1,
  176, 1, 178, 2, 179, 2, 181, 1, 184, 1, 185, 1, 186, 1, 188, 2, 193, 2, 199, 2, 201, 3, 204, 2, 206, 1, 207,
  1, 208, 1, 212, 2, 218, 1, 219, 1, 223, 1, 224, 1, 225, 1, 228, 2, 229, 1, 230, 1, 232, 1, 235, 1, 236, 1,
  237, 2, 238, 1, 246, 2, 248, 2, 250, 1, 260, 1, 261, 1, 262, 1, 264, 1, 265, 1, 267, 1, 274, 1, 275, 1, 280,
  1, 281, 1, 282, 1, 287, 1, 289, 1, 293, 2, 297, 1, 299, 2, 300, 1, 302, 1, 304, 1, 309, 1, 315, 1, 317, 1,
  323, 1, 325, 1, 329, 1, 334, 1, 342, 1, 362, 1, 363, 1, 364, 2, 365, 1, 374, 1, 383, 1, 384, 1, 393, 2, 394,
  1, 408, 1, 415, 1, 419, 1, 428, 1, 436, 1, 441, 1, 443, 1, 462, 1, 470, 1, 471, 1, 501, 2, 511, 1, 516, 1,
  547, 1, 551, 1, 571, 1, 575, 1, 578, 1, 586, 1, 588, 1, 599, 1, 604, 1, 606, 1, 618, 1, 620, 1, 623, 1, 639,
  1, 673, 1, 679, 1, 682, 1, 748, 1, 762, 1, 770, 1, 777, 1, 844, 1, 882, 1, 897, 1, 1022, 1, 1035, 1, 1041,
  1, 1043, 1, 1065, 1, 1134, 1, 1161, 1, 1297, 1, 1372, 1, 1493, 1, 1581, 1, 1604, 1, 1674, 1, 1683, 1, 1711,
  1, 1744, 1, 1792, 1, 1942, 1, 2374, 1, 2483, 1, 2917, 1, 4040, 1, 4484, 1, 4573, 1, 6260, 1, 6414, 1, 14086,
  1,
];
