import { describe, expect, it } from 'vitest';
import { PEER_DEFAULTS, quorumOf, SEED_DEFAULTS } from '../src/settings.ts';

describe('the quorum of seeds', () => {
  // "floor(n/2)+1 of the n in config.txt."
  it.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 3],
    [6, 4],
    [7, 4],
    [8, 5],
    [9, 5],
    [10, 6],
  ])('of %i is %i', (seeds, quorum) => {
    expect(quorumOf(seeds)).toBe(quorum);
  });

  // "Any two majorities of n seeds share one seed."
  it('is the least number of which any two share a seed', () => {
    for (let seeds = 1; seeds <= 1_000; seeds++) {
      expect(2 * quorumOf(seeds)).toBeGreaterThan(seeds);
      expect(2 * (quorumOf(seeds) - 1)).toBeLessThanOrEqual(seeds);
    }
  });
});

describe('a peer, when nothing is set,', () => {
  it.each([
    ['weighs the i-th entry 1/(i+1)^alpha', '"alpha = 2.5."', { alpha: 2.5 }],
    ['ranks in registration order', '"Registration order, oldest first."', { rank: 'oldest' }],
    ['draws as many as the list asks for', '"links auto."', { links: 'auto' }],
    ['adds no uniform links', '"uniformLinks 0 in the literal profile."', { uniformLinks: 0 }],
    ['gossips at an interval', '"One message every 5 s."', { gossipIntervalMs: 5_000 }],
    ['falls silent', '"10 messages, then none."', { gossipCount: 10 }],
    ['begins with a neighbour', '"Starts with the first connection."', { gossipStart: 'connected' }],
    ['pings hosts', '"By ICMP."', { liveness: 'icmp' }],
    ['pings at an interval', '"Every 13 s."', { pingIntervalMs: 13_000 }],
    ['waits for the answer', '"Ping time-out: 2 s."', { pingTimeoutMs: 2_000 }],
    ['gives a neighbour up', '"3 consecutive failures."', { pingFailuresMax: 3 }],
    ['renews its registration', '"Renews every 60 s."', { renewIntervalMs: 60_000 }],
    [
      'backs off while it lacks a quorum',
      '"With exponential back-off 1-30 s and jitter."',
      { backoffMinMs: 1_000, backoffMaxMs: 30_000 },
    ],
    [
      'draws from all others when nobody older came',
      '"Wait to be dialled; still no link after 10 s: draw from all others."',
      { aloneMs: 10_000 },
    ],
  ])('%s: %s', (_, _quote, expected) => {
    expect(PEER_DEFAULTS).toMatchObject(expected);
  });

  // "A lost connection attempt is retried after 1, 2, 4 s."
  it('gives a dial the time of three retries', () => {
    expect(PEER_DEFAULTS.dialTimeoutMs).toBeGreaterThan(1_000 + 2_000 + 4_000);
  });

  it('leaves within 2 s', () => {
    expect(PEER_DEFAULTS.leaveMs).toBeLessThan(2_000);
  });
});

describe('a seed, when nothing is set,', () => {
  it.each([
    [
      'checks before it removes',
      '"Removes it only when that fails as well; --trust-reports gives the literal rule."',
      { trustReports: false },
    ],
    ['checks one accused seldom', '"At most once per 13 s."', { checkIntervalMs: 13_000 }],
    ['looks after old entries', '"Entries that were not renewed for 10 min."', { staleMs: 600_000 }],
    ['tries again', '"Removes one that fails twice."', { checkTries: 2 }],
  ])('%s: %s', (_, _quote, expected) => {
    expect(SEED_DEFAULTS).toMatchObject(expected);
  });

  it('ends all tries of a check before the next check may begin', () => {
    const { checkTries, checkTimeoutMs, checkIntervalMs } = SEED_DEFAULTS;
    expect(checkTries * checkTimeoutMs).toBeLessThan(checkIntervalMs);
  });
});
