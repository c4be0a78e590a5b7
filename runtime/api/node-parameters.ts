/**
 * What can be set of a node: the keys of `config.txt` in camel case. Durations are in seconds.
 * Made by `npm run api` from runtime/parameters.ts; do not edit.
 */

/** Of a peer. */
export interface PeerParameters {
  /** Set of defaults: literal or hardened; default hardened. */
  readonly profile?: 'literal' | 'hardened' | undefined;
  /** Entry i of a list has weight 1/(i+1)^A; 0: uniform; a number from 0 to 100; default 2.5. */
  readonly alpha?: number | undefined;
  /** Neighbours drawn by rank, or auto: n^(1/A) of n; auto or a whole number from 1 to 1000; default auto. */
  readonly links?: 'auto' | number | undefined;
  /** What comes first in a list: oldest, newest or shuffled; default oldest. */
  readonly rank?: 'oldest' | 'newest' | 'shuffled' | undefined;
  /** Neighbours drawn uniformly, besides; a whole number from 0 to 1000; default 2. */
  readonly uniformLinks?: number | undefined;
  /** With so many links a peer refuses more; 0: no limit; a whole number from 0 to 1000000; default 1000. */
  readonly linksMax?: number | undefined;
  /** After start-up, or connected: at the first link; connected or seconds from 0 to 31536000; default connected. */
  readonly gossipStart?: 'connected' | number | undefined;
  /** Between messages; seconds from 0.001 to 31536000; default 5. */
  readonly gossipInterval?: number | undefined;
  /** Messages to publish; a whole number from 0 to 1000000000; default 0. */
  readonly gossipCount?: number | undefined;
  /** Messages a second taken from one neighbour; 0: any; a whole number from 0 to 1000000; default 2000. */
  readonly gossipRate?: number | undefined;
  /** At once, after a pause; a whole number from 1 to 1000000; default 20000. */
  readonly gossipBurst?: number | undefined;
  /** Older messages go nowhere; 0: any age; seconds from 0 to 31536000; default 60. */
  readonly messageAge?: number | undefined;
  /** Messages dated further ahead go nowhere; 0: any; seconds from 0 to 31536000; default 86400. */
  readonly messageAhead?: number | undefined;
  /** How neighbours are watched: icmp, tcp or icmp+tcp; default icmp. */
  readonly liveness?: 'icmp' | 'tcp' | 'icmp+tcp' | undefined;
  /** Between pings of a neighbour; seconds from 0.01 to 31536000; default 13. */
  readonly pingInterval?: number | undefined;
  /** A ping unanswered so long has failed; seconds from 0.01 to 31536000; default 2. */
  readonly pingTimeout?: number | undefined;
  /** Pings in one interval; more neighbours take turns; 0: all; a whole number from 0 to 1000000; default 64. */
  readonly pingsPerInterval?: number | undefined;
  /** Failures in a row that make a peer dead; a whole number from 1 to 1000; default 3. */
  readonly pingFailures?: number | undefined;
  /** Between renewals of a registration; seconds from 0.1 to 31536000; default 60. */
  readonly renewInterval?: number | undefined;
  /** First pause before trying seeds again; seconds from 0.01 to 31536000; default 1. */
  readonly backoffMin?: number | undefined;
  /** Longest pause before trying seeds again; seconds from 0.01 to 31536000; default 30. */
  readonly backoffMax?: number | undefined;
  /** A connection or an answer may take; seconds from 0.01 to 31536000; default 10. */
  readonly dialTimeout?: number | undefined;
  /** The oldest peer waits to be dialled; seconds from 0.01 to 31536000; default 10. */
  readonly aloneWait?: number | undefined;
  /** Makes the draws repeatable. */
  readonly randomSeed?: string | undefined;
  /** An accepted connection may say nothing for; 0: ever; seconds from 0 to 31536000; default 10. */
  readonly firstLineTimeout?: number | undefined;
  /** Connections that said nothing yet; 0: any number; a whole number from 0 to 1000000; default 1024. */
  readonly newcomersMax?: number | undefined;
  /** Of them, from one IP; 0: any number; a whole number from 0 to 1000000; default 32. */
  readonly newcomersPerHost?: number | undefined;
  /** A full link may take nothing for; 0: ever; seconds from 0 to 31536000; default 30. */
  readonly stallTimeout?: number | undefined;
  /** Limits for one IP hold for loopback too; default false. */
  readonly limitLoopback?: boolean | undefined;
}

/** Of a seed. */
export interface SeedParameters {
  /** Set of defaults: literal or hardened; default hardened. */
  readonly profile?: 'literal' | 'hardened' | undefined;
  /** Makes the draws repeatable. */
  readonly randomSeed?: string | undefined;
  /** Remove a reported peer unchecked; default false. */
  readonly trustReports?: boolean | undefined;
  /** Connection attempts of one check; a whole number from 1 to 100; default 2. */
  readonly checkTries?: number | undefined;
  /** One attempt may take; seconds from 0.01 to 31536000; default 1.5. */
  readonly checkTimeout?: number | undefined;
  /** A peer is checked at most once in; seconds from 0.01 to 31536000; default 13. */
  readonly checkInterval?: number | undefined;
  /** Check a peer that was not renewed for; seconds from 0.1 to 31536000; default 600. */
  readonly staleAfter?: number | undefined;
  /** An accepted connection may say nothing for; 0: ever; seconds from 0 to 31536000; default 10. */
  readonly firstLineTimeout?: number | undefined;
  /** Connections that said nothing yet; 0: any number; a whole number from 0 to 1000000; default 1024. */
  readonly newcomersMax?: number | undefined;
  /** Of them, from one IP; 0: any number; a whole number from 0 to 1000000; default 32. */
  readonly newcomersPerHost?: number | undefined;
  /** A full link may take nothing for; 0: ever; seconds from 0 to 31536000; default 30. */
  readonly stallTimeout?: number | undefined;
  /** Between requests on one connection; 0: ever; seconds from 0 to 31536000; default 60. */
  readonly idleTimeout?: number | undefined;
  /** Peers registered at most; a whole number from 1 to 16777216; default 1048576. */
  readonly entriesMax?: number | undefined;
  /** Peers of one IP (/64 of IPv6); 0: any number; a whole number from 0 to 1000000; default 32. */
  readonly entriesPerHost?: number | undefined;
  /** Peers of a /24 (/48 of IPv6); 0: any number; a whole number from 0 to 1000000; default 256. */
  readonly entriesPerNetwork?: number | undefined;
  /** New peers a second from one IP; 0: any number; a number from 0 to 1000000; default 0.1. */
  readonly registrationRate?: number | undefined;
  /** New peers at once from one IP, after a pause; a whole number from 1 to 1000000; default 1000. */
  readonly registrationBurst?: number | undefined;
  /** List whatever address a peer names, without a look; default false. */
  readonly trustSources?: boolean | undefined;
  /** A host that a request names is dialled at most once in; seconds from 0.01 to 31536000; default 12. */
  readonly dialBackInterval?: number | undefined;
  /** Limits for one IP hold for loopback too; default false. */
  readonly limitLoopback?: boolean | undefined;
}
