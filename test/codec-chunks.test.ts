/** The real framings over hostile streams, however they are cut. The long form: `test/long/codec-fuzz.test.ts`. */
import { expect, it } from 'vitest';
import { bytesOf } from './codec-arbitraries.ts';
import { bareLinkProperty, DIALECTS, framingProperty } from './support/hostile-streams.ts';
import { holds } from './support/property.ts';
import { readFramed } from './support/recording-channel.ts';

// "In newline mode parsing gives the same result however the bytes were cut into chunks." "Parsing never throws."
it.each(DIALECTS)('hostile %s mean what their lines mean, however they are cut', (dialect) => {
  holds(framingProperty(dialect), 500);
});

it('a link without HELLO never makes its framing throw', () => {
  holds(bareLinkProperty(), 300);
});

it('good lines before a bad one are taken, and none after it', () => {
  expect(readFramed('gossip', [bytesOf('PING\n1:10.0.0.1:1\nPI'), bytesOf('NX\nPONG\n')])).toEqual({
    messages: [{ kind: 'ping' }, { kind: 'gossip', text: '1:10.0.0.1:1', payload: undefined, slot: -1 }],
    taken: false,
  });
});
