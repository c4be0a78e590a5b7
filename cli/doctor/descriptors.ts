/** Whether this process may hold as many sockets as the links that its settings predict for a hub. */
import { readFileSync } from 'node:fs';
import { predict } from '../../analysis/design/prediction.ts';
import type { ProtocolNumbers } from '../../src/profiles.ts';
import { countOf, countText } from '../text.ts';
import { type Finding, ok, warning } from './finding.ts';

/** Descriptors a node needs besides its links: files, the helper that pings, calls to seeds, connections not decided yet. */
const OTHERS = 128;

/** How many files this process may open; undefined where the system does not say. Node has raised it as far as it may. */
export function descriptorLimit(): number | undefined {
  let text: string;
  try {
    text = readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return undefined;
  }
  const limit = /^Max open files\s+(\d+|unlimited)/m.exec(text)?.[1];
  if (limit === undefined) return undefined;
  return limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit);
}

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
  if (degree + OTHERS <= limit) return ok('descriptors', `${allowed}; ${hub}`);
  return warning(
    'descriptors',
    `${allowed}, but ${hub}, and a peer needs ${OTHERS} besides`,
    `raise the limit (ulimit -n ${2 ** Math.ceil(Math.log2(degree + OTHERS))}, LimitNOFILE= in systemd), or set ` +
      `--links-max ${Math.max(1, limit - OTHERS)}`,
  );
}
