/** Pages of a node that answers HTTP, fetched with bounds on time and size. */
import { get } from 'node:http';

export interface Target {
  /** An IP or a name. */
  readonly host: string;
  readonly port: number;
}

export interface Page {
  readonly status: number;
  readonly text: string;
}

/** More of a page is not read: a hub's links or the registry of a million peers are less. Source: ours. */
const PAGE_MAX_BYTES = 128 * 1024 * 1024;

const FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ENOTFOUND: 'no such host',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'no answer in time',
};

/** Why a page cannot be had, in a few words. */
export class PageError extends Error {}

/**
 * @param timeoutMs Bounds the whole.
 * @throws PageError when there is no whole answer
 */
export function fetchPage({ host, port }: Target, path: string, timeoutMs: number): Promise<Page> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const fail = (error: NodeJS.ErrnoException): void => {
      const code = signal.aborted ? 'ETIMEDOUT' : (error.code ?? '');
      reject(new PageError(FAILURES[code] ?? error.message));
    };
    const request = get({ host, port, path, agent: false, signal }, (response) => {
      const chunks: Buffer[] = [];
      let sizeBytes = 0;
      response.on('error', fail);
      response.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.length;
        chunks.push(chunk);
        if (sizeBytes > PAGE_MAX_BYTES) response.destroy(new Error(`over ${PAGE_MAX_BYTES} bytes`));
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    request.on('error', fail);
  });
}

/** The object that a page holds. @throws PageError when it holds none */
export function objectIn({ status, text }: Page): Readonly<Record<string, unknown>> {
  if (status !== 200) throw new PageError(`it answers with status ${status}`);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new PageError('it is no node of hearsay');
}
