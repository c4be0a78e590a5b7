/**
 * A registry of packages on loopback: what package-lock.json says a user installs, as it lies in node_modules. So that a test can
 * install the package as users do, without a network.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { ROOT } from '../tools/source-files.ts';

/** What the lock file says of one package. */
interface Locked {
  readonly version: string;
  readonly dev?: boolean;
  readonly bin?: unknown;
  readonly dependencies?: unknown;
}

export class LocalRegistry {
  readonly url: string;
  readonly #server: Server;
  /** By its place in node_modules. */
  readonly #packages: ReadonlyMap<string, Locked>;

  private constructor(server: Server, packages: ReadonlyMap<string, Locked>) {
    const bound = server.address();
    this.url = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : bound}`;
    this.#server = server;
    this.#packages = packages;
    server.on('request', ({ url = '' }, response) =>
      this.#answer(decodeURIComponent(url.slice(1)), response),
    );
  }

  static async start(): Promise<LocalRegistry> {
    const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
    const packages = Object.entries(lock.packages as Record<string, Locked>);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new LocalRegistry(
      server,
      new Map(packages.filter(([place, { dev }]) => place !== '' && dev !== true)),
    );
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** `<name>` asks for what there is of a package, `<place>.tgz` for its files. */
  #answer(path: string, response: ServerResponse): void {
    const place = path.replace(/\.tgz$/, '');
    const folder = join(ROOT, place);
    if (path.endsWith('.tgz') && this.#packages.has(place) && existsSync(folder)) {
      response.end(packed(folder));
    } else {
      const document = this.#document(path);
      response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(document ?? { error: 'not found' }));
    }
  }

  #document(name: string): object | undefined {
    const versions: Record<string, object> = {};
    for (const [place, locked] of this.#packages) {
      if (nameAt(place) !== name) continue;
      const tarball = `${this.url}/${encodeURIComponent(place)}.tgz`;
      versions[locked.version] = { ...locked, name, dist: { tarball } };
    }
    const latest = Object.keys(versions).at(-1);
    return latest === undefined ? undefined : { name, 'dist-tags': { latest }, versions };
  }
}

function nameAt(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function packed(folder: string): Buffer {
  const words = ['-czf', '-', '--exclude=./node_modules', '--transform=s,^\\.,package,', '-C', folder, '.'];
  return execFileSync('tar', words, { maxBuffer: 256 * 1024 * 1024 });
}
