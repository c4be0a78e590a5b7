/**
 * The listeners of an embedded node. The protocol tells its facts in the middle of its work; listeners hear of them right after, so
 * that they may call the node again, and what they throw harms nobody but is uncaught, as in an EventEmitter.
 */
import { EventEmitter } from 'node:events';

type Listener<Detail> = (detail: Detail) => void;

export class Events<Details extends object> {
  readonly #emitter = new EventEmitter();
  readonly #names: readonly string[];
  #pending: { readonly name: string; readonly detail: unknown }[] = [];
  #scheduled = false;

  constructor(names: readonly (keyof Details & string)[]) {
    this.#names = names;
  }

  /** @throws TypeError when there is no such event, or the listener is no function. */
  on<Name extends keyof Details>(name: Name, listener: Listener<Details[Name]>): void {
    this.#emitter.on(this.#known(name), listener);
  }

  once<Name extends keyof Details>(name: Name, listener: Listener<Details[Name]>): void {
    this.#emitter.once(this.#known(name), listener);
  }

  off<Name extends keyof Details>(name: Name, listener: Listener<Details[Name]>): void {
    this.#emitter.off(this.#known(name), listener);
  }

  /** Whether anybody listens. */
  heard(name: keyof Details & string): boolean {
    return this.#emitter.listenerCount(name) > 0;
  }

  /** Tells the listeners soon. */
  tell<Name extends keyof Details & string>(name: Name, detail: Details[Name]): void {
    if (!this.heard(name)) return;
    this.#pending.push({ name, detail });
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#deliver());
  }

  #deliver(): void {
    this.#scheduled = false;
    const pending = this.#pending;
    this.#pending = [];
    let delivered = 0;
    try {
      for (const { name, detail } of pending) {
        delivered++;
        this.#emitter.emit(name, detail);
      }
    } finally {
      // A listener threw: the others hear the rest all the same.
      if (delivered < pending.length) {
        this.#pending = [...pending.slice(delivered), ...this.#pending];
        this.#schedule();
      }
    }
  }

  #known(name: keyof Details): string {
    const text = String(name);
    if (this.#names.includes(text)) return text;
    throw new TypeError(`there is no event "${text}"; expected one of ${this.#names.join(', ')}`);
  }
}
