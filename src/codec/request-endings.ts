/**
 * Whether the beginning of a request could still become a whole one, shown by finishing it. The endings below finish every beginning
 * of every request, so when none of them makes a whole request, none will.
 */
import { ADDITIONS, DEAD_NODE, DEREGISTER, DIAL_BACK, GET_PEER_LIST, REGISTER } from './words.ts';

/** The longest request, a death report: two hosts of 45 characters, a port, a timestamp of 22, and the words between. */
const REQUEST_LENGTH_MAX = 160;

/** Whether some ending makes the text whole. */
export function couldBecome(text: string, isWhole: (text: string) => boolean): boolean {
  if (text.length > REQUEST_LENGTH_MAX) return false;
  for (const { beginning, endings } of REQUESTS) {
    if (beginning.startsWith(text)) return true;
    if (text.startsWith(beginning)) return endings.some((ending) => isWhole(text + ending));
  }
  return false;
}

/** What finishes an IP: nothing, the missing parts of an IPv4 address, or the missing groups of an IPv6 address. */
const HOST_ENDINGS = [
  ...repeated(4, (n) => '.0'.repeat(n)),
  ...repeated(3, (n) => `0${'.0'.repeat(n)}`),
  ...repeated(8, (n) => ':0'.repeat(n)),
  ...repeated(8, (n) => `0${':0'.repeat(n)}`),
];

/** An address may also be in brackets, or lack only its port, or nothing. */
const ADDRESS_ENDINGS = ['', '1', ...HOST_ENDINGS.flatMap((host) => [`${host}:1`, `${host}]:1`])];

const ADDITIONS_ENDINGS = repeated(ADDITIONS.length + 1, (n) => `:${ADDITIONS}`.slice(n));

const TIMESTAMP_ENDINGS = repeated(7, (n) => '0'.repeat(n));

const REQUESTS = [
  { beginning: `${REGISTER}:`, endings: [...ADDRESS_ENDINGS, ...ADDITIONS_ENDINGS] },
  { beginning: GET_PEER_LIST, endings: [...ADDITIONS_ENDINGS, '1'] },
  {
    beginning: `${DEAD_NODE}:`,
    endings: [
      ...ADDRESS_ENDINGS.map((address) => `${address}:100000:0.0.0.0`),
      ...TIMESTAMP_ENDINGS.map((timestamp) => `${timestamp}:0.0.0.0`),
      ...HOST_ENDINGS,
    ],
  },
  { beginning: `${DEREGISTER}:`, endings: ADDRESS_ENDINGS },
  { beginning: `${DIAL_BACK}:`, endings: ADDRESS_ENDINGS },
];

/** The texts for 0, 1, ..., count - 1. */
function repeated(count: number, text: (n: number) => string): string[] {
  return Array.from({ length: count }, (_, n) => text(n));
}
