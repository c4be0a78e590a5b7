/** The laws of links, whatever happens to them: dials, closes, faults and loss at random. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../src/messages.ts';
import type { CloseReason, Dialect, Link, LinkHandler } from '../src/ports.ts';
import { holds } from './support/property.ts';
import type { SimProcess } from './support/sim-process.ts';
import { BareNetwork } from './support/sim-world.ts';

const NODES = 4;
/** Numbers below this count messages; what is above tells the end that sends. */
const MESSAGES_MAX = 1_000;

/** One end that keeps all the laws of its link, or throws. */
class StrictEnd implements LinkHandler {
  readonly reads: Dialect = 'requests';
  readonly name: number;
  readonly process: SimProcess;
  readonly dialled: boolean;
  link: Link = -1;
  opened: boolean;
  /** Closed by this end, or heard that it closed; nothing may be heard after that. */
  over = false;
  reason: CloseReason | undefined;
  /** The other end, known once it has said something. */
  otherName: number | undefined;
  sentCount = 0;
  heardCount = 0;

  constructor(name: number, process: SimProcess, dialled: boolean) {
    this.name = name;
    this.process = process;
    this.dialled = dialled;
    this.opened = !dialled;
  }

  send(): void {
    const message: Message = {
      kind: 'peerListRequest',
      additions: true,
      entriesMax: this.name * MESSAGES_MAX + this.sentCount,
      plain: false,
    };
    if (this.process.send(this.link, message)) this.sentCount++;
  }

  close(): void {
    this.over = true;
    this.process.close(this.link);
  }

  onOpen(link: Link): void {
    this.#check(link);
    expect([this.dialled, this.opened], 'only a dial opens, once').toEqual([true, false]);
    this.opened = true;
  }

  onSilence(link: Link): void {
    this.#check(link);
    expect([this.dialled, this.heardCount], 'only accepted links are silent').toEqual([false, 0]);
  }

  onMessage(link: Link, message: Message): void {
    this.#check(link);
    expect(this.opened, 'messages come on open links').toBe(true);
    const said = message.kind === 'peerListRequest' ? (message.entriesMax ?? -1) : -1;
    this.otherName ??= Math.floor(said / MESSAGES_MAX);
    expect(said, 'in order, from one end, none left out').toBe(
      this.otherName * MESSAGES_MAX + this.heardCount++,
    );
  }

  onClose(link: Link, reason: CloseReason): void {
    this.#check(link);
    this.over = true;
    this.reason = reason;
  }

  #check(link: Link): void {
    expect(link, 'its own link').toBe(this.link);
    expect([this.over, this.process.alive], 'nothing comes after the end').toEqual([false, true]);
  }
}

/** Four nodes, each with a process that listens; all ends there ever were. */
class World {
  readonly net: BareNetwork;
  readonly ends: StrictEnd[] = [];
  readonly #processes: SimProcess[] = [];

  constructor(latency: string, loss: number) {
    this.net = new BareNetwork({ peers: NODES, latency, loss });
    for (let node = 0; node < NODES; node++) this.boot(node);
  }

  boot(node: number): void {
    const process = this.net.boot(node);
    this.#processes[node] = process;
    process.listen({
      accept: (link) => {
        const end = this.#add(process, false);
        end.link = link;
        return end;
      },
    });
  }

  dial(from: number, to: number): void {
    const process = this.#processes[from];
    if (!process.alive || from === to) return;
    const end = this.#add(process, true);
    end.link = process.dial(this.#processes[to].self, end, 10_000);
  }

  /** An end that is not over, if the number picks one. */
  live(pick: number): StrictEnd | undefined {
    const live = this.ends.filter(({ over, process }) => !over && process.alive);
    return live[pick % Math.max(1, live.length)];
  }

  isAlive(node: number): boolean {
    return this.#processes[node].alive;
  }

  #add(process: SimProcess, dialled: boolean): StrictEnd {
    const end = new StrictEnd(this.ends.length + 1, process, dialled);
    this.ends.push(end);
    return end;
  }
}

const node = fc.nat(NODES - 1);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('dial' as const), from: node, to: node }) },
  {
    weight: 8,
    arbitrary: fc.record({ does: fc.constant('send' as const), pick: fc.nat(50), times: fc.nat(4) }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('close' as const), pick: fc.nat(50) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 10, 60, 300, 2_000, 20_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('crash' as const, 'kill' as const), node }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('restart' as const), node }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('cut' as const), nodes: fc.subarray([0, 1, 2, 3]) }),
  },
  { weight: 1, arbitrary: fc.constant({ does: 'heal' as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

function act(world: World, each: Step): void {
  const { network } = world.net;
  switch (each.does) {
    case 'dial':
      return world.dial(each.from, each.to);
    case 'send':
      for (let i = 0; i < each.times; i++) world.live(each.pick)?.send();
      return;
    case 'close':
      return world.live(each.pick)?.close();
    case 'wait':
      return world.net.runTo(world.net.nowMs + each.ms);
    case 'crash':
    case 'kill':
      if (!world.isAlive(each.node)) return;
      return each.does === 'crash' ? network.crash(each.node) : network.kill(each.node);
    case 'restart':
      return world.isAlive(each.node) ? undefined : world.boot(each.node);
    case 'cut':
      return network.partition(each.nodes);
    case 'heal':
      return network.heal();
  }
}

const cases = [
  fc.array(step, { maxLength: 80, size: 'max' }),
  fc.constantFrom('constant:50', 'uniform:1-200', 'exponential:80', 'lognormal:40,1'),
  fc.constantFrom(0, 0, 0.1, 0.4),
] as const;

describe('links, whatever happens to them', () => {
  it('open or close once, keep their order, and are used again without confusion', () => {
    holds(
      fc.property(...cases, (steps, latency, loss) => {
        const world = new World(latency, loss);
        for (const each of steps) act(world, each);
        world.net.network.heal();
        world.net.runOut();
        for (const end of world.ends) {
          if (end.dialled && end.process.alive && !end.over)
            expect(end.opened, 'a dial leads to something').toBe(true);
          const other = end.otherName === undefined ? undefined : world.ends[end.otherName - 1];
          if (other === undefined) continue;
          // Both ends tell each other's name, whoever speaks.
          expect([end.name, undefined]).toContain(other.otherName);
          expect(end.heardCount).toBeLessThanOrEqual(other.sentCount);
          const bothUp = !end.over && !other.over && end.process.alive && other.process.alive;
          if (bothUp || end.reason === 'closed') expect(end.heardCount, 'all of it').toBe(other.sentCount);
        }
      }),
    );
  });

  // "On a link messages keep their order; `onClose` comes last, once." A close comes after all that was sent.
  it('lose nothing when nothing breaks, whoever closes when', () => {
    const peaceful = (each: Step) => ['dial', 'send', 'close', 'wait'].includes(each.does);
    holds(
      fc.property(...cases, (steps, latency, loss) => {
        const world = new World(latency, loss);
        for (const each of steps.filter(peaceful)) act(world, each);
        world.net.runOut();
        for (const end of world.ends) {
          expect(['closed', 'timeout', undefined]).toContain(end.reason);
          const other = world.ends.find(
            ({ name, otherName }) => name === end.otherName || otherName === end.name,
          );
          const closedItself = end.over && end.reason === undefined;
          if (other !== undefined && !closedItself) expect(end.heardCount).toBe(other.sentCount);
        }
      }),
    );
  });

  // The slot of an end that is gone is used again; the network must not take a late message for one to the new link.
  it('know what was sent to the link that had the same number before', () => {
    const world = new World('constant:50', 0);
    world.dial(0, 1);
    world.net.runTo(1_000);
    const [near, far] = world.ends;
    far.send();
    world.net.network.crash(0);
    world.boot(0);
    world.dial(0, 2);
    const reused = world.ends[2];
    expect(reused.link).toBe(near.link);
    world.net.runTo(2_000);
    expect([near.heardCount, reused.heardCount, reused.opened]).toEqual([0, 0, true]);
    expect([far.reason, reused.reason]).toEqual(['reset', undefined]);
    reused.send();
    world.net.runTo(3_000);
    expect(world.ends.filter(({ heardCount }) => heardCount === 1)).toHaveLength(1);
  });
});
