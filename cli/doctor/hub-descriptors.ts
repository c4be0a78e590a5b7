/** Whether this process may hold as many sockets as the links that its settings predict for a hub. */
import { predict } from '../../analysis/design/prediction.ts';
import { OTHER_DESCRIPTORS } from '../../runtime/descriptors.ts';
import type { ProtocolNumbers } from '../../src/profiles.ts';
import { countOf, countText } from '../text.ts';
import { type Finding, ok, warning } from './finding.ts';

/** @param peers How many the network has, or will have. */
export function descriptorFinding(
  limit: number | undefined,
  numbers: ProtocolNumbers,
  peers: number,
): Finding {
  if (limit === undefined) return ok('descriptors', 'this system does not say how many files may be open');
  const { alpha, links, uniformLinks, linksMax } = numbers;
  const degree = Math.ceil(predict({ peers, alpha, links, uniformLinks, linksMax }, 0).largestDegree);
  const hub = `a hub among ${countOf(peers, 'peer')} will have about ${countOf(degree, 'link')}`;
  const allowed = Number.isFinite(limit) ? `${countText(limit)} files may be open` : 'no limit of open files';
  if (degree + OTHER_DESCRIPTORS <= limit) return ok('descriptors', `${allowed}; ${hub}`);
  return warning(
    'descriptors',
    `${allowed}, but ${hub}, and a peer needs ${OTHER_DESCRIPTORS} besides`,
    `raise the limit (ulimit -n ${2 ** Math.ceil(Math.log2(degree + OTHER_DESCRIPTORS))}, LimitNOFILE= in systemd), or set ` +
      `--links-max ${Math.max(1, limit - OTHER_DESCRIPTORS)}`,
  );
}
