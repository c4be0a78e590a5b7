/** A node of ours in this process, and its log. */
import type { NodeOptions, RunningNode } from '../../runtime/node.ts';
import { type NodeParameters, protocolNumbers } from '../../runtime/protocol-numbers.ts';
import type { Address } from '../../src/address.ts';
import { Watched } from './runtime-watched.ts';

export class OurNode extends Watched {
  readonly lines: string[] = [];
  node!: RunningNode;

  /** On a free port of loopback. */
  static async start(
    start: (options: NodeOptions) => Promise<RunningNode>,
    seeds: readonly Address[],
    numbers: NodeParameters = {},
  ): Promise<OurNode> {
    const ours = new OurNode();
    ours.node = await start({
      port: 0,
      host: '127.0.0.1',
      seeds,
      numbers: protocolNumbers({ liveness: 'tcp', gossipCount: 0, ...numbers }),
      randomSeed: undefined,
      output: undefined,
      print: ours.print,
      complain: () => {},
    });
    return ours;
  }

  print = (lines: string): void => {
    this.lines.push(...lines.trimEnd().split('\n'));
    this.changed();
  };

  get self(): Address {
    return this.node.self;
  }

  /** Texts published or first received. */
  get texts(): string[] {
    return this.lines.flatMap((line) => /(?:published|received) gossip (\S+)/.exec(line)?.slice(1) ?? []);
  }

  async says(part: string): Promise<void> {
    await this.until(() => this.lines.some((line) => line.includes(part)), `it says ${part}`);
  }

  protected override describe(): string {
    return this.lines.join('\n');
  }
}
