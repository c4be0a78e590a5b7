/** A network of namespaces: hosts of their own on a bridge of their own, so that nothing of the machine is touched. */
import { execFileSync } from 'node:child_process';

/** Whether this machine and user can make them. */
export function namespacesPossible(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync('ip', ['netns', 'list'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

export class NamespaceNetwork {
  readonly #prefix = `hearsay-${process.pid}`;
  readonly #names: string[] = [];

  /** Makes the bridge and the hosts 10.77.0.1, 10.77.0.2, ... */
  constructor(hostCount: number) {
    try {
      this.#add('bridge');
      this.#inside('bridge', 'link', 'add', 'br0', 'type', 'bridge');
      this.#inside('bridge', 'link', 'set', 'br0', 'up');
      for (let i = 1; i <= hostCount; i++) this.#addHost(i);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  /** The address of host i, from 1. */
  hostIp(i: number): string {
    return `10.77.0.${i}`;
  }

  /** What goes before a command to run it on host i. */
  before(i: number): string[] {
    return ['ip', 'netns', 'exec', this.#name(`host${i}`)];
  }

  /** Takes the interface of host i down, or up again. */
  setLink(i: number, state: 'up' | 'down'): void {
    this.#inside(`host${i}`, 'link', 'set', 'eth0', state);
  }

  /** Host i does not answer pings from now on. */
  ignorePings(i: number): void {
    const [command, ...words] = this.before(i);
    const setting = '/proc/sys/net/ipv4/icmp_echo_ignore_all';
    execFileSync(command, [...words, 'sh', '-c', `echo 1 > ${setting}`], { stdio: 'pipe' });
  }

  /** Removes all namespaces, and what was in them. */
  remove(): void {
    for (const name of this.#names.splice(0)) ip('netns', 'del', name);
  }

  #addHost(i: number): void {
    const host = `host${i}`;
    this.#add(host);
    const bridge = this.#name('bridge');
    this.#inside(host, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', `port${i}`, 'netns', bridge);
    this.#inside('bridge', 'link', 'set', `port${i}`, 'master', 'br0', 'up');
    this.#inside(host, 'address', 'add', `${this.hostIp(i)}/24`, 'dev', 'eth0');
    this.#inside(host, 'link', 'set', 'lo', 'up');
    this.#inside(host, 'link', 'set', 'eth0', 'up');
    this.#inside(host, 'route', 'add', 'default', 'dev', 'eth0');
  }

  #add(host: string): void {
    const name = this.#name(host);
    ip('netns', 'add', name);
    this.#names.push(name);
  }

  #inside(host: string, ...words: string[]): void {
    ip('-n', this.#name(host), ...words);
  }

  #name(host: string): string {
    return `${this.#prefix}-${host}`;
  }
}

function ip(...words: string[]): void {
  execFileSync('ip', words, { stdio: 'pipe' });
}
