/** Hostile bytes and addresses, a hundred thousand times and more. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressOnWire, parseAddress } from '../../src/address.ts';
import { anyAddress } from '../codec-arbitraries.ts';
import { bareLinkProperty, DIALECTS, framingProperty } from '../support/hostile-streams.ts';
import { holds } from '../support/property.ts';

it.each(
  DIALECTS,
)('hostile %s mean what their lines mean, however they are cut, in 40,000 streams', (dialect) => {
  holds(framingProperty(dialect), 40_000);
});

it('a link without HELLO never makes its framing throw, in 20,000 streams', () => {
  holds(bareLinkProperty(), 20_000);
});

it('addresses come back from both of their texts, 100,000 times', () => {
  const property = fc.property(anyAddress(), (original) => {
    expect(parseAddress(original.text)).toEqual(original);
    expect(parseAddress(addressOnWire(original))).toEqual(original);
  });
  holds(property, 100_000);
});
