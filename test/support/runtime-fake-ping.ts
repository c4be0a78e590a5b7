/**
 * A program that calls itself `ping` and does what a test wants. It stands in a directory that is put first on PATH; what it does
 * is decided by a file named after the target, else by one named `default`.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type FakePingMode =
  | 'alive'
  | 'lost'
  /** Says what it lost only when it is interrupted, like the real one whose own time-out is longer. */
  | 'slow'
  | 'hang'
  /** One word, at which the parser of the package throws. */
  | 'oneWord'
  | 'garbage'
  | 'silent'
  | 'notPermitted'
  | 'unreachable';

/** Nothing in it needs PATH, so that PATH can hold this directory alone. */
const SCRIPT = `#!/bin/sh
here=\${0%/*}
for target; do :; done
read -r mode < "$here/mode-$target" || read -r mode < "$here/mode-default"
[ "$mode" != hang ] || echo $$ > "$here/hanging"
echo "$target" >> "$here/calls"
header() { echo "PING $target ($target) 56(84) bytes of data."; }
footer() { echo; echo "--- $target ping statistics ---"; echo "1 packets transmitted, $1 received, $2% packet loss, time 0ms"; }
case $mode in
  alive) header; echo "64 bytes from $target: icmp_seq=1 ttl=64 time=0.512 ms"; footer 1 0;
         echo "rtt min/avg/max/mdev = 0.512/0.512/0.512/0.000 ms" ;;
  lost) header; footer 0 100; exit 1 ;;
  slow) trap 'header; footer 0 100; exit 1' INT; while :; do /bin/sleep 0.02; done ;;
  hang) trap '' INT; while :; do /bin/sleep 0.02; done ;;
  oneWord) echo garbage ;;
  garbage) echo "all is well, thank you = = ="; echo "x = y = z = w" ;;
  silent) exit 3 ;;
  notPermitted) echo "ping: socket: Operation not permitted" >&2; exit 2 ;;
  unreachable) echo "ping: connect: Network is unreachable" >&2; exit 2 ;;
esac
`;

export class FakePing {
  readonly directory = mkdtempSync(join(tmpdir(), 'hearsay-fake-ping-'));

  constructor() {
    this.install();
    this.does('alive');
  }

  /** A PATH with nothing else on it. */
  get path(): string {
    return join(this.directory, 'bin');
  }

  /** The program appears. */
  install(): void {
    mkdirSync(join(this.directory, 'bin'), { recursive: true });
    writeFileSync(this.#program, SCRIPT);
    chmodSync(this.#program, 0o755);
  }

  /** The program disappears. */
  uninstall(): void {
    rmSync(this.#program);
  }

  /** From now on it does this, for one target or for all others. */
  does(mode: FakePingMode, target = 'default'): void {
    writeFileSync(join(this.directory, 'bin', `mode-${target}`), `${mode}\n`);
  }

  /** The targets it was called with, in order. */
  get calls(): string[] {
    const file = join(this.directory, 'bin', 'calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }

  /** The process that hangs. */
  get hangingPid(): number {
    return Number(readFileSync(join(this.directory, 'bin', 'hanging'), 'utf8'));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  get #program(): string {
    return join(this.directory, 'bin', 'ping');
  }
}
