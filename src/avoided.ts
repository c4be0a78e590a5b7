/** Addresses that refused a dial or are dead, and are passed over in the next draws. */
import type { Address } from './address.ts';

/** When there are more the oldest is forgotten. Source: ours. */
const AVOIDED_MAX = 16;

export class Avoided {
  readonly #addresses: Address[] = [];

  get addresses(): readonly Address[] {
    return this.#addresses;
  }

  add(address: Address): void {
    this.#addresses.push(address);
    if (this.#addresses.length > AVOIDED_MAX) this.#addresses.shift();
  }
}
