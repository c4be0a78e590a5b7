/** Where conformance tests play: one world, its nodes and their witness. */
import { expect } from 'vitest';
import { type LinkEnd, Station, Witness } from './conformance-witness.ts';
import type { ConformanceWorld } from './conformance-world.ts';
import { tcpWorld, tlsWorld } from './runtime-world.ts';
import { simulatedWorld } from './simulated-world.ts';

type OpenWorld = () => Promise<ConformanceWorld>;

/** Every world, by name. */
export const WORLDS: readonly (readonly [string, OpenWorld])[] = [
  ['the simulated world', async () => simulatedWorld()],
  ['the real world', tcpWorld],
  ['the real world over TLS', tlsWorld],
];

/** Every world, and one in which messages are lost. */
export const WORLDS_AND_LOSS: readonly (readonly [string, OpenWorld])[] = [
  ...WORLDS,
  ['the simulated world with loss', async () => simulatedWorld({ loss: 0.1 })],
];

export class Stage {
  readonly world: ConformanceWorld;
  readonly witness: Witness;

  constructor(world: ConformanceWorld) {
    this.world = world;
    this.witness = new Witness(() => world.changed());
  }

  static async open(openWorld: OpenWorld): Promise<Stage> {
    return new Stage(await openWorld());
  }

  /** A node with nothing but its ports. */
  async station(): Promise<Station> {
    return new Station(await this.world.node(), this.witness);
  }

  /** A node that listens. */
  async listener(): Promise<Station> {
    const station = await this.station();
    station.listen();
    return station;
  }

  /** The process of this node ends. */
  async kill(station: Station): Promise<void> {
    station.hasEnded = true;
    await this.world.kill(station.ports);
  }

  /** The host of this node restarts; its new process. */
  async restart(station: Station): Promise<Station> {
    station.hasEnded = true;
    return new Station(await this.world.restart(station.ports), this.witness);
  }

  until(condition: () => boolean, what: string): Promise<void> {
    return this.world.until(condition, what);
  }

  /** Waits until all these hold this event. */
  async heard(event: string, ...ends: LinkEnd[]): Promise<void> {
    await this.until(() => ends.every((end) => end.heard(event)), `a link heard ${event}`);
  }

  /** Both ends of a new link between two nodes, which have said hello. */
  async link(from: Station, to: Station): Promise<[LinkEnd, LinkEnd]> {
    const acceptedBefore = to.accepted.length;
    const dialled = from.dial(to.self);
    await this.heard('open', dialled);
    dialled.send({ kind: 'hello', peer: from.self });
    await this.until(() => to.accepted.length > acceptedBefore, 'the link is accepted');
    const accepted = to.accepted[acceptedBefore] as LinkEnd;
    await this.heard('hello', accepted);
    return [dialled, accepted];
  }

  /** Waits so long on the clock of this node. */
  async pass(station: Station, delayMs: number): Promise<void> {
    let passed = false;
    station
      .timer(() => {
        passed = true;
      })
      .arm(delayMs);
    await this.until(() => passed, `${delayMs} ms have passed`);
  }

  /** To be called after each test: nothing forbidden was seen. */
  async close(): Promise<void> {
    await this.world.close();
    expect(this.witness.breaches).toEqual([]);
  }
}
