/** Requests to a seed, framed by a newline or in the bare words of the reference implementation. */
import { type Address, parseAddress } from '../address.ts';
import { asciiText } from '../ascii.ts';
import { canonicalHost } from '../ip.ts';
import type { BadRequest, Request } from '../messages.ts';
import { CONTROL_LINE_BYTES_MAX } from './limits.ts';
import { couldBecome } from './request-endings.ts';
import { ADDITIONS, DEAD_NODE, DEREGISTER, DIAL_BACK, GET_PEER_LIST, REGISTER } from './words.ts';

const ADDITIONS_FIELD = `:${ADDITIONS}`;
const TIMESTAMP = /^[0-9]{1,12}(?:\.[0-9]{1,9})?$/;
/** Each byte of a field fits one part of it only: what could fit two would be tried in every split. */
const DEATH_REPORT = /^(.*?):([0-9]{6,}(?:[^:0-9][^:]*)?):(.*)$/;
const ENTRIES_MAX = /^(?:0|[1-9][0-9]{0,8})$/;

/** The request in a line; a `badRequest` when it is none. */
export function decodeRequest(line: Uint8Array): Request {
  return line.length > CONTROL_LINE_BYTES_MAX ? UNKNOWN : parseRequest(asciiText(line), false);
}

/**
 * A request that came without a newline, `plain`. It is defined once the bytes are a whole request, or can no longer become one
 * (a `badRequest`); undefined while more bytes are needed. A whole request may still grow (port 500, then 5000): whoever asks
 * waits a little for silence.
 */
export function decodePlainRequest(bytes: Uint8Array): Request | undefined {
  if (bytes.length > CONTROL_LINE_BYTES_MAX) return PLAIN_UNKNOWN;
  const text = asciiText(bytes);
  const request = parseRequest(text, true);
  const unfinished = request.kind === 'badRequest' && couldBecome(text, isWhole);
  return unfinished ? undefined : request;
}

const UNKNOWN: BadRequest = { kind: 'badRequest', why: 'unknown', plain: false };
const PLAIN_UNKNOWN: BadRequest = { kind: 'badRequest', why: 'unknown', plain: true };

function isWhole(text: string): boolean {
  return parseRequest(text, true).kind !== 'badRequest';
}

function parseRequest(text: string, plain: boolean): Request {
  const colon = text.indexOf(':');
  const word = colon < 0 ? text : text.slice(0, colon);
  const fields = colon < 0 ? undefined : text.slice(colon + 1);
  switch (word) {
    case REGISTER:
      return parseRegister(fields, plain);
    case GET_PEER_LIST:
      return parseListRequest(fields, plain);
    case DEAD_NODE:
      return parseDeathReport(fields, plain);
    case DEREGISTER:
      return parseNamed('deregister', fields, plain);
    case DIAL_BACK:
      return parseNamed('dialBack', fields, plain);
    default:
      return bad('unknown', plain);
  }
}

function parseRegister(fields: string | undefined, plain: boolean): Request {
  if (fields === undefined) return bad('register', plain);
  const additions = fields.endsWith(ADDITIONS_FIELD);
  const peer = parseAddress(additions ? fields.slice(0, -ADDITIONS_FIELD.length) : fields);
  return peer === undefined ? bad('register', plain) : { kind: 'register', peer, additions, plain };
}

function parseNamed(kind: 'deregister' | 'dialBack', fields: string | undefined, plain: boolean): Request {
  const peer = fields === undefined ? undefined : parseAddress(fields);
  return peer === undefined ? bad('unknown', plain) : { kind, peer, plain };
}

function parseListRequest(fields: string | undefined, plain: boolean): Request {
  const all = {
    kind: 'peerListRequest',
    additions: fields !== undefined,
    entriesMax: undefined,
    plain,
  } as const;
  if (fields === undefined || fields === ADDITIONS) return all;
  const max = fields.startsWith(`${ADDITIONS}:`) ? fields.slice(ADDITIONS.length + 1) : '';
  return ENTRIES_MAX.test(max) ? { ...all, entriesMax: Number(max) } : bad('unknown', plain);
}

/**
 * `<ip>:<port>:<timestamp>:<reporter ip>`. Both addresses may have colons, so the timestamp is found first: the first field with at
 * least 6 digits before any point, which neither a group of an IP nor a port can have.
 */
function parseDeathReport(fields: string | undefined, plain: boolean): Request {
  const found = fields === undefined ? null : DEATH_REPORT.exec(fields);
  if (found === null) return bad('unknown', plain);
  const [, accusedText, timestamp, reporter] = found;
  const accused: Address | undefined = parseAddress(accusedText);
  const reporterHost = canonicalHost(reporter);
  if (accused === undefined || reporterHost === undefined || !TIMESTAMP.test(timestamp))
    return bad('unknown', plain);
  return { kind: 'deathReport', accused, timestamp, reporterHost, plain };
}

function bad(why: BadRequest['why'], plain: boolean): BadRequest {
  return { kind: 'badRequest', why, plain };
}
