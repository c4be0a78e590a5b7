/** State of nodes that share an object: each has its own, and begins anew alone. */
import { describe, expect, it } from 'vitest';
import { NodeState } from '../src/node-state.ts';
import type { TimerHandler } from '../src/ports.ts';
import { Simulated } from './support/simulated.ts';

describe('the state of nodes', () => {
  it('is that of the node that acts, and begins anew with it alone', () => {
    const nodes = { nodeCount: 3, node: 0 };
    const state = new NodeState(nodes);
    const parts = {
      count: state.count(-1),
      number: state.number(0.5),
      flag: state.flag(),
      thing: state.thing<string>(),
    };
    const seen = (node: number) => {
      nodes.node = node;
      return [parts.count.value, parts.number.value, parts.flag.value, parts.thing.value];
    };
    for (const node of [0, 2]) {
      nodes.node = node;
      parts.count.value += 10 + node;
      parts.number.value = node / 4;
      parts.flag.value = true;
      parts.thing.value = `of ${node}`;
    }
    expect([0, 1, 2].map(seen)).toEqual([
      [9, 0, true, 'of 0'],
      [-1, 0.5, false, undefined],
      [11, 0.5, true, 'of 2'],
    ]);
    nodes.node = 2;
    state.begin();
    expect([0, 1, 2].map(seen)).toEqual([
      [9, 0, true, 'of 0'],
      [-1, 0.5, false, undefined],
      [-1, 0.5, false, undefined],
    ]);
    expect(parts.count.of(0)).toBe(9);
  });
});

describe('a timer of several nodes', () => {
  it('has a deadline for each, and reaches no process that came after', () => {
    const world = new Simulated({ peers: 3 });
    const { network } = world;
    const { engine, peerPorts } = network;
    const calls: string[] = [];
    const handler: TimerHandler = {
      onTimer: () => void calls.push(`${engine.node} at ${engine.nowUs / 1e6}`),
    };
    const timer = peerPorts.timer(handler);
    const act = (node: number, task: () => void) => {
      engine.node = node;
      task();
    };
    for (const node of [0, 1, 2]) network.boot(node);
    act(0, () => timer.arm(1_000));
    act(1, () => timer.arm(2_000));
    act(2, () => timer.arm(1_500));
    act(0, () => timer.arm(3_000));
    act(1, () => timer.disarm());
    network.kill(2);
    network.boot(2);
    world.runTo(5);
    expect(calls).toEqual(['0 at 3']);
    act(2, () => timer.arm(1_000));
    world.runTo(10);
    expect(calls).toEqual(['0 at 3', '2 at 6']);
  });
});
