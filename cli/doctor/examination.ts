/** All that `hearsay doctor` tries, in the order in which it tells of it. */
import { advertisedHost, hostNetworks } from '../../runtime/advertised-address.ts';
import { RealClock } from '../../runtime/clock.ts';
import { CLOSE_WORDS } from '../../runtime/close-words.ts';
import { descriptorLimit } from '../../runtime/descriptors.ts';
import type { NodeOptions } from '../../runtime/node.ts';
import { IcmpPinger } from '../../runtime/ping/icmp-pinger.ts';
import { StartError } from '../../runtime/start-error.ts';
import { TcpTransport } from '../../runtime/tcp-transport.ts';
import { type Address, address } from '../../src/address.ts';
import type { CloseReason } from '../../src/ports.ts';
import { quorumOf } from '../../src/settings.ts';
import { secureInquiry } from '../secure-inquiry.ts';
import { askSeed, type SeedReply } from '../seed-inquiry.ts';
import { countOf, countText } from '../text.ts';
import { ClockWatch } from './clock-watch.ts';
import { dialBackFinding } from './dial-back.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import { httpFinding } from './http-port.ts';
import { descriptorFinding } from './hub-descriptors.ts';
import { sameHostFinding } from './same-host.ts';
import { tlsFindings } from './tls-files.ts';

/** How long a seed may take to answer. Source: ours, people wait. */
const SEED_TIMEOUT_MS = 3_000;

/** The clocks are watched at least so long, so often. Source: ours. */
const CLOCK_WATCH_MS = 1_000;
const CLOCK_LOOK_MS = 50;

/** What the examination is told besides the options of a peer. */
export interface Circumstances {
  /** How many peers the network will have; undefined: as many as are registered. */
  readonly peers: number | undefined;
  /** Where it shall answer HTTP; undefined: nowhere. */
  readonly http: Address | undefined;
  /** Told as each is known. */
  readonly onFinding: (finding: Finding) => void;
}

/**
 * Tries everything a peer with these options needs.
 * @param options What the configuration came to, or the sentence that says why it came to nothing.
 */
export async function examine(
  options: NodeOptions | StartError,
  circumstances: Circumstances,
): Promise<void> {
  const { http, onFinding } = circumstances;
  const watch = new ClockWatch();
  const looking = setInterval(() => watch.look(), CLOCK_LOOK_MS);
  const watched = new Promise((resolve) => setTimeout(resolve, CLOCK_WATCH_MS));
  onFinding(nodeFinding(process.versions.node));
  if (options instanceof StartError) {
    onFinding(fault('configuration', options.message, 'correct it; what follows was tried without it'));
    onFinding(await pingFinding(true));
  } else {
    onFinding(
      ok(
        'configuration',
        `${countOf(options.seeds.length, 'seed')}, ${quorumOf(options.seeds.length)} needed`,
      ),
    );
    await examineNetwork(options, circumstances);
    if (http !== undefined) onFinding(await httpFinding(http));
    onFinding(await pingFinding(options.numbers.liveness !== 'tcp'));
  }
  await watched;
  clearInterval(looking);
  onFinding(watch.finding);
}

async function examineNetwork(options: NodeOptions, { peers, onFinding }: Circumstances): Promise<void> {
  const { numbers, seeds, tls } = options;
  let host: string;
  try {
    host = advertisedHost(options.host, seeds, hostNetworks());
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return onFinding(fault('address', error.message, 'without an address nothing else can be tried'));
  }
  const { transport, finding } = await listener(options, host);
  onFinding(finding);
  if (transport === undefined) return;
  if (tls !== undefined) {
    const findings = tlsFindings(tls, host);
    for (const finding of findings) onFinding(finding);
    // Without credentials no seed can be asked.
    if (findings.some(({ state }) => state === 'fault')) return transport.end(0);
  }
  const inquiry = tls === undefined ? undefined : secureInquiry(tls);
  transport.handshakes = inquiry?.handshakes;
  const self = address(host, options.port === 0 ? transport.port : options.port);
  try {
    const clock = new RealClock();
    const replies = await Promise.all(
      seeds.map((seed) => askSeed({ clock, transport }, seed, SEED_TIMEOUT_MS)),
    );
    for (const finding of seedFindings(replies, inquiry?.refusals)) onFinding(finding);
    const able = replies.find(({ list, reference }) => list !== undefined && !reference);
    if (able !== undefined) onFinding(await dialBackFinding({ clock, transport }, able.seed, self));
    const lists = replies.flatMap(({ list }) => (list === undefined ? [] : [list]));
    onFinding(sameHostFinding(self, lists, numbers.liveness));
    const registered = Math.max(0, ...lists.map(({ length }) => length));
    onFinding(descriptorFinding(descriptorLimit(), numbers, Math.max(2, peers ?? registered + 1)));
  } finally {
    await transport.end(0);
  }
}

/** Binds the port, as the peer would. Somebody who holds it may be the peer itself, so then another port is taken to ask from. */
async function listener(
  options: NodeOptions,
  host: string,
): Promise<{ readonly transport: TcpTransport | undefined; readonly finding: Finding }> {
  const bound = options.host === undefined ? undefined : host;
  try {
    const transport = await TcpTransport.listenOn(bound, options.port);
    return {
      transport,
      finding: ok(
        'address',
        `port ${transport.port} is free; others dial ${address(host, transport.port).text}`,
      ),
    };
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const transport = await TcpTransport.listenOn(bound, 0).catch(() => undefined);
    const finding =
      transport === undefined
        ? fault('address', error.message, 'without an address nothing else can be tried')
        : warning('address', error.message, 'nothing, if that is the peer you mean');
    return { transport, finding };
  }
}

/**
 * One for each seed, and one when they are too few.
 * @param refusals By address, why a handshake with it failed.
 */
export function seedFindings(
  replies: readonly SeedReply[],
  refusals: ReadonlyMap<string, string> = new Map(),
): Finding[] {
  const quorum = quorumOf(replies.length);
  const answeredCount = replies.filter(({ list }) => list !== undefined).length;
  const findings = replies.map(({ seed, afterMs, list, reference, failure }) => {
    const subject = `seed ${seed.text}`;
    if (list !== undefined) {
      const kind = reference ? ', a reference seed' : '';
      return ok(
        subject,
        `answers in ${countText(afterMs, 1)} ms, ${countOf(list.length, 'peer')} registered${kind}`,
      );
    }
    const reason = failure ?? 'closed';
    const why = refusals.get(seed.text);
    if (why !== undefined) return warning(subject, `no TLS with it: ${why}`, 'see docs/DEPLOY.md, TLS');
    return warning(subject, `does not answer: ${CLOSE_WORDS[reason]}`, adviceFor(seed, reason));
  });
  if (answeredCount >= quorum) return findings;
  return [
    ...findings,
    fault(
      'quorum',
      `${answeredCount} of ${countOf(replies.length, 'seed')} answer${answeredCount === 1 ? 's' : ''}, ${quorum} needed`,
      'no peer can register until enough do; see the lines above',
    ),
  ];
}

function adviceFor(seed: Address, failure: CloseReason): string {
  if (failure === 'malformed')
    return `something else listens there; correct the line ${seed.text} of the configuration`;
  return `start it (hearsay seed ${seed.port}), let firewalls pass TCP to it, or correct its line in the configuration`;
}

/** @param needed The peer watches others by ICMP. */
async function pingFinding(needed: boolean): Promise<Finding> {
  const pinger = new IcmpPinger();
  const trouble = await pinger.preflight('127.0.0.1');
  pinger.stop();
  if (trouble === undefined) return ok('ping', 'the program is there and may send ICMP echo');
  const [says, ...advice] = trouble.split(/(?<=[^:]): /);
  return (needed ? fault : warning)('ping', says, advice.join(': '));
}

/** @param version As in `20.19.0`. */
export function nodeFinding(version: string): Finding {
  const [major, minor] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return ok('node', `Node ${version}`);
  return fault('node', `Node ${version}, which is too old`, 'install 20.19 or newer');
}
