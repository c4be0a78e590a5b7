/** Whether other peers are registered under the IP of this one. ICMP cannot tell them apart. */
import type { Address } from '../../src/address.ts';
import type { PeerList } from '../../src/peer-list.ts';
import type { LivenessMode } from '../../src/settings.ts';
import { countOf } from '../text.ts';
import { type Finding, ok, warning } from './finding.ts';

export function sameHostFinding(self: Address, lists: readonly PeerList[], liveness: LivenessMode): Finding {
  const others = new Set<string>();
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      const peer = list.at(i);
      if (peer.host === self.host && peer.port !== self.port) others.add(peer.text);
    }
  }
  if (others.size === 0) return ok('neighbours', `no other peer is registered under ${self.host}`);
  const registered = `${countOf(others.size, 'other peer')} registered under ${self.host}`;
  if (liveness !== 'icmp') return ok('neighbours', `${registered}; liveness ${liveness} tells them apart`);
  return warning(
    'neighbours',
    `${registered}, and liveness icmp sees hosts, not processes: that one of them died goes unnoticed`,
    'start peers with --liveness tcp or icmp+tcp',
  );
}
