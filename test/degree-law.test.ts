/** What the degrees of an overlay say about its ranked choice. */
import { describe, expect, it } from 'vitest';
import { type DegreeLaw, degreeLawOf, type OverlayDegrees } from '../analysis/degree-law.ts';
import { histogram, type Points } from '../analysis/degrees.ts';
import { PowerLawDraws } from '../analysis/fit/power-law-draws.ts';
import { randomStream } from '../analysis/random.ts';

/** An overlay of peers with these in-degrees, each of which dialled two others. */
function overlayOf(inDegrees: readonly number[]): OverlayDegrees {
  return {
    peers: inDegrees.length,
    degreeHistogram: histogram(inDegrees.map((each) => each + 2)),
    inDegreeHistogram: histogram(inDegrees),
  };
}

function drawnDegrees(size: number, alpha: number): number[] {
  const draws = new PowerLawDraws({ alpha, xmin: 1 });
  const random = randomStream('overlay', `${size}/${alpha}`);
  return Array.from({ length: size }, () => draws.draw(random) - 1);
}

const POWER_LAW = overlayOf(drawnDegrees(2000, 2.5).map((each) => each + 1));
/** In-degrees of a geometric law. */
const GEOMETRIC = overlayOf(
  Array.from({ length: 400 }, (_, i) => 1 + Math.floor(Math.log1p(-(i + 0.5) / 400) / Math.log(0.8))),
);

describe('the degree law', () => {
  it('fits the in-degrees, and predicts 1 + 1/alpha', () => {
    const law = degreeLawOf(POWER_LAW, { alpha: 2 / 3, rank: 'oldest' }, 'a');
    expect(law.predictedGamma).toBeCloseTo(2.5, 12);
    expect(law.fit!.alpha).toBeCloseTo(2.5, 0);
    expect([law.verdict, law.fit!.bootstraps]).toEqual(['strong', 200]);
    expect(law.sentence).toMatch(
      /^The in-degrees from \d+ on speak strongly for a power law with exponent 2\.\d\d ± 0\.\d+: [\d,]+ of 2,000 peers carry 5\d % of all copies\.$/,
    );
  });

  it('is the same for the same seed, and has another interval for another', () => {
    const choice = { alpha: 1, rank: 'oldest' } as const;
    expect(degreeLawOf(GEOMETRIC, choice, 'a')).toEqual(degreeLawOf(GEOMETRIC, choice, 'a'));
    expect(degreeLawOf(GEOMETRIC, choice, 'a').fit!.interval95).not.toEqual(
      degreeLawOf(GEOMETRIC, choice, 'b').fit!.interval95,
    );
  });

  it('says so when it is none', () => {
    const uniform = overlayOf(Array.from({ length: 1000 }, (_, i) => 1 + (i % 50)));
    const law = degreeLawOf(uniform, { alpha: 1, rank: 'oldest' }, 'a');
    expect(law.verdict).toBe('not a power law');
    expect(law.sentence).toMatch(/^The in-degrees are not a power law: /);
  });

  it('takes fewer bootstraps for more peers, and none for a great many', () => {
    const bootstraps = (peers: number) =>
      degreeLawOf({ ...GEOMETRIC, peers }, { alpha: 1, rank: 'oldest' }, 'a').fit!.bootstraps;
    expect([10_000, 20_000, 40_000, 40_001, 1_000_000].map(bootstraps)).toEqual([200, 100, 50, 0, 0]);
    const { verdict, sentence } = degreeLawOf(
      { ...POWER_LAW, peers: 1_000_000 },
      { alpha: 2 / 3, rank: 'oldest' },
      'a',
    );
    expect(verdict).toBe('undecided');
    expect(sentence).toContain('`hearsay fit --edges` can say how near');
  });

  it('has nothing to fit among a few peers', () => {
    const law = degreeLawOf(overlayOf([3, 1, 0, 0]), { alpha: 0.5, rank: 'oldest' }, 'a');
    expect([law.fit, law.verdict]).toEqual([null, 'undecided']);
    expect(law.sentence).toMatch(/^There are too few different in-degrees to speak of a power law: /);
  });
});

describe('what the choice of neighbours means', () => {
  const words = (alpha: number, rank: 'oldest' | 'newest' | 'shuffled', overlay = GEOMETRIC) =>
    degreeLawOf(overlay, { alpha, rank }, 'a');
  const LOAD = /[\d,]+ of 400 peers carry 50 % of all copies/.source;

  it.each<[number, 'oldest' | 'newest' | 'shuffled', string]>([
    [
      2.5,
      'oldest',
      `Not a power law with exponent 2\\.5 \\(the fit says \\d\\.\\d\\d\\): ${LOAD}, because an exponent below 2 links the hubs to nearly everybody; for gamma 2\\.5 use --alpha 0\\.667 --links 5\\.`,
    ],
    [3, 'oldest', 'Not a power law with exponent 3 .+; for gamma 3 use --alpha 0\\.5 --links 5\\.'],
    [
      1.25,
      'oldest',
      'Not a power law with exponent 2\\.5 .+; for gamma 2\\.5 use --alpha 0\\.667 --links 5\\.',
    ],
    [0, 'oldest', `Alpha 0 chooses uniformly, which gives no power law: ${LOAD}\\.`],
    [
      2.5,
      'shuffled',
      `A list that each peer shuffles afresh gives nearly uniform choice and no power law, whatever alpha: ${LOAD}\\.`,
    ],
    [
      2.5,
      'newest',
      `With the newest first, peers link to those that came just before them, a long chain: ${LOAD}\\.`,
    ],
  ])('alpha %d, %s first', (alpha, rank, sentence) => {
    expect(words(alpha, rank).sentence).toMatch(new RegExp(`^${sentence}$`));
  });

  it('predicts nothing without a fixed order or without ranks', () => {
    const predicted = (law: DegreeLaw) => law.predictedGamma;
    expect([words(0, 'oldest'), words(1, 'newest'), words(1, 'shuffled')].map(predicted)).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('who carries the copies', () => {
  const hubsOf = (degreeHistogram: Points) =>
    degreeLawOf({ peers: 100, degreeHistogram, inDegreeHistogram: [] }, { alpha: 1, rank: 'oldest' }, 'a')
      .hubs;

  it('is the fewest peers with half of them: each sends to all neighbours but one', () => {
    // 9 + 9 + 5 of 9 * 2 + 5 * 3 + 1 * 4 = 37 copies.
    expect(
      hubsOf([
        [1, 50],
        [2, 4],
        [6, 3],
        [10, 2],
      ]),
    ).toEqual({ peers: 3, copyShare: 23 / 37 });
  });

  it('is nobody without links to pass on', () => {
    expect(hubsOf([[1, 2]])).toBeNull();
    expect(hubsOf([])).toBeNull();
  });

  it('says one peer', () => {
    const star = {
      peers: 5,
      degreeHistogram: [
        [1, 4],
        [4, 1],
      ],
      inDegreeHistogram: [
        [0, 4],
        [4, 1],
      ],
    } as const;
    expect(degreeLawOf(star, { alpha: 2.5, rank: 'oldest' }, 'a').sentence).toContain(
      '1 of 5 peers carries 100 % of all copies',
    );
  });
});
