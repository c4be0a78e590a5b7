/** Hears everything and does nothing: what counts a few facts overrides those. */
import type { PeerObserver } from '../src/observer.ts';

export class SilentObserver implements PeerObserver {
  registered(..._: Parameters<PeerObserver['registered']>): void {}
  registrationFailed(): void {}
  listReceived(): void {}
  neighboursChosen(): void {}
  linkUp(..._: Parameters<PeerObserver['linkUp']>): void {}
  dialFailed(): void {}
  linkDown(..._: Parameters<PeerObserver['linkDown']>): void {}
  neighbourRefused(): void {}
  published(): void {}
  delivered(..._: Parameters<PeerObserver['delivered']>): void {}
  duplicate(): void {}
  copied(): void {}
  shed(): void {}
  pinged(): void {}
  pingFailed(): void {}
  pingUnable(): void {}
  declaredDead(): void {}
  reportSent(): void {}
  neighbourLeft(): void {}
  stopped(): void {}
}
