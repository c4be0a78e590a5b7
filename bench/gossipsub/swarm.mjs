/**
 * js-libp2p gossipsub as a swarm (see ../swarm.ts), with its defaults. `signed` is how it is set up by default: signed messages on
 * connections encrypted with noise. `gossipsub` has no cryptography: nothing is signed, encrypted or hashed.
 */
import './promise-with-resolvers.mjs';
import { gossipsub } from '@chainsafe/libp2p-gossipsub';
import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { identify } from '@libp2p/identify';
import { plaintext } from '@libp2p/plaintext';
import { tcp } from '@libp2p/tcp';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';

const TOPIC = 'bench';

/** Three heartbeats. */
const HEARTBEATS_MS = 3_000;

/** A payload begins with the number of its node and its own. */
const ID_BYTES = 8;

export function gossipsubSwarm(plan, onDelivery) {
  const nodes = new Map();
  return {
    async introducer() {},

    async join(index, contacts) {
      const node = await createLibp2p(optionsOf(plan));
      nodes.set(index, { node, published: 0, dialled: contacts });
      const { pubsub } = node.services;
      pubsub.addEventListener('message', ({ detail }) => {
        if (detail.topic === TOPIC) onDelivery(detail.data.length);
      });
      pubsub.subscribe(TOPIC);
      for (const contact of contacts) await node.dial(multiaddr(contact));
      return node.getMultiaddrs()[0].toString();
    },

    links() {
      return [...nodes].flatMap(([index, { dialled }]) => dialled.map((contact) => [index, contact]));
    },

    /** All neighbours have subscribed, and its mesh had some heartbeats to settle. */
    linked(index, degree) {
      const own = nodes.get(index);
      const { pubsub } = own.node.services;
      if (pubsub.getSubscribers(TOPIC).length !== degree || pubsub.getMeshPeers(TOPIC).length === 0)
        return false;
      own.linkedAtMs ??= performance.now();
      return performance.now() > own.linkedAtMs + HEARTBEATS_MS;
    },

    publish(index, count) {
      const own = nodes.get(index);
      for (let i = 0; i < count; i++) {
        const payload = new Uint8Array(plan.payloadBytes).fill(0x61);
        const view = new DataView(payload.buffer);
        view.setUint32(0, index);
        view.setUint32(4, ++own.published);
        own.node.services.pubsub.publish(TOPIC, payload).catch(fail);
      }
    },

    async stop() {
      await Promise.all([...nodes.values()].map(({ node }) => node.stop()));
    },
  };
}

/** By default many peers on one IP are taken for an attack. */
const ONE_HOST = { IPColocationFactorWeight: 0 };

const UNSIGNED = {
  globalSignaturePolicy: 'StrictNoSign',
  msgIdFn: ({ data }) => data.subarray(0, ID_BYTES),
};

function optionsOf({ system }) {
  const signed = system === 'signed';
  return {
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp({ socket: { noDelay: true } })],
    connectionEncrypters: [signed ? noise() : plaintext()],
    streamMuxers: [yamux()],
    // A node of these sizes has up to 19 neighbours on one host.
    connectionManager: { inboundConnectionThreshold: 1_000, maxIncomingPendingConnections: 1_000 },
    services: {
      identify: identify(),
      pubsub: gossipsub({ scoreParams: ONE_HOST, ...(signed ? {} : UNSIGNED) }),
    },
  };
}

function fail(error) {
  throw error;
}
