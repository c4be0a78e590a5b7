/** The log: one event a line, whatever the network says; several writers on one file; bounded by rotation; never fatal. */
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { escapeText } from '../runtime/escape.ts';
import { EventLog } from '../runtime/event-log.ts';
import { LogFile } from '../runtime/log-file.ts';
import { PeerLog } from '../runtime/peer-log.ts';
import { SeedLog } from '../runtime/seed-log.ts';
import { address } from '../src/address.ts';
import { gossip } from '../src/messages.ts';

const PEER = address('10.0.0.2', 6000);
const SEED = address('10.0.0.1', 5000);
const GOSSIP = gossip('1700000000.5:10.0.0.2:1', 'aGk');

let directory: string;
let path: string;
let complaints: string[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hearsay-log-'));
  path = join(directory, 'outputfile.txt');
  complaints = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function logFile(limits = { sizeMaxBytes: 1000, filesMax: 3, lockMaxMs: 10_000 }): LogFile {
  return new LogFile(path, (sentence) => complaints.push(sentence), limits);
}

describe('text from the network', () => {
  it('is escaped unless printable ASCII', () => {
    expect(escapeText('a b~')).toBe('a b~');
    expect(escapeText('a\nb\x1b[2J\u00e9\u{1f600}\\')).toBe('a\\x0ab\\x1b[2J\\xe9\\u{1f600}\\\\');
  });

  it('is one line of printable ASCII whatever it holds, and never ambiguous', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(escapeText(a)).toMatch(/^[\x20-\x7e]*$/);
        expect(escapeText(a) === escapeText(b)).toBe(a === b);
      }),
    );
  });
});

describe('the log of a node', () => {
  // "one event a line, also printed on the console"
  it('writes the lines of a turn to console and file', () => {
    const printed: string[] = [];
    const log = new EventLog('peer 10.0.0.2:6000', (lines) => printed.push(lines), logFile());
    log.write('first');
    log.write('sec\nond');
    log.close();
    expect(printed).toHaveLength(1);
    expect(printed[0].replace(/\d/g, '0')).toBe(
      ['first', 'sec\\x0aond']
        .map((words) => `0000-00-00T00:00:00.000Z peer 00.0.0.0:0000 ${words.replace(/\d/g, '0')}\n`)
        .join(''),
    );
    expect(readFileSync(path, 'utf8')).toBe(printed[0]);
  });

  // "A full disk never stops the node."
  it.skipIf(!existsSync('/dev/full'))('says once that the disk is full, and goes on', () => {
    const file = new LogFile('/dev/full', (sentence) => complaints.push(sentence));
    const log = new EventLog('peer', () => {}, file);
    for (const words of ['a', 'b', 'c']) {
      log.write(words);
      log.flush();
    }
    log.close();
    expect(complaints).toEqual([
      expect.stringMatching(/^Events cannot be written to \/dev\/full and are lost there: ENOSPC/),
    ]);
  });

  it('counts what was lost, and says so when it can write again', () => {
    const missing = join(directory, 'later');
    const file = new LogFile(join(missing, 'out.txt'), (sentence) => complaints.push(sentence));
    const log = new EventLog('peer', () => {}, file);
    log.write('a');
    log.write('b');
    log.flush();
    expect(complaints).toHaveLength(1);
    mkdirSync(missing);
    log.write('c');
    log.close();
    const lines = readFileSync(join(missing, 'out.txt'), 'utf8').split('\n');
    expect(lines[0]).toMatch(/ peer 2 events before this line were lost$/);
    expect(lines[1]).toMatch(/ peer c$/);
  });
});

describe('the file', () => {
  // "its size is bounded by rotation"
  it('is rotated, and the oldest goes', () => {
    const file = logFile();
    const line = `${'x'.repeat(99)}\n`;
    for (let i = 0; i < 55; i++) expect(file.append(line)).toBe(true);
    file.close();
    expect(readdirSync(directory).sort()).toEqual(['outputfile.txt', 'outputfile.txt.1', 'outputfile.txt.2']);
    expect(statSync(path).size).toBe(500);
    expect(statSync(`${path}.1`).size).toBe(1000);
    expect(statSync(`${path}.2`).size).toBe(1000);
    expect(complaints).toEqual([]);
  });

  // "a writer reopens when the file was replaced"
  it('that another writer rotated is reopened', () => {
    const first = logFile();
    const second = logFile();
    first.append(`${'a'.repeat(999)}\n`);
    second.append('b\n');
    first.append('c\n');
    expect(readFileSync(path, 'utf8')).toBe('b\nc\n');
    expect(readFileSync(`${path}.1`, 'utf8')).toHaveLength(1000);
    rmSync(path);
    first.append('d\n');
    second.append('e\n');
    expect(readFileSync(path, 'utf8')).toBe('d\ne\n');
    first.close();
    second.close();
  });

  it('is not rotated while another process holds the lock, unless that was left behind', () => {
    const lock = `${path}.lock`;
    const file = logFile();
    file.append(`${'a'.repeat(1000)}\n`);
    writeFileSync(lock, '');
    file.append('b\n');
    expect(statSync(path).size).toBe(1003);
    utimesSync(lock, new Date(0), new Date(0));
    file.append('c\n');
    expect(existsSync(lock)).toBe(false);
    file.append('d\n');
    expect(readFileSync(path, 'utf8')).toBe('d\n');
    expect(statSync(`${path}.1`).size).toBe(1005);
    file.close();
  });

  // "Several processes may append to one file"
  it('keeps every line whole when processes write and rotate together', async () => {
    const writers = ['a', 'b', 'c'];
    await Promise.all(writers.map((name) => runWriter(path, name)));
    const lines = readdirSync(directory)
      .filter((name) => !name.endsWith('.lock'))
      .flatMap((name) => readFileSync(join(directory, name), 'utf8').trimEnd().split('\n'));
    expect(lines).toHaveLength(writers.length * 300);
    for (const name of writers) {
      const own = lines.filter((line) => line.startsWith(name)).map((line) => line.split(' ')[1]);
      expect(new Set(own).size).toBe(300);
    }
    expect(lines.every((line) => /^[abc] \d+ x{50}$/.test(line))).toBe(true);
  });
});

describe('the words', () => {
  let written: string[];
  let log: EventLog;
  beforeEach(() => {
    written = [];
    log = new EventLog(
      'n',
      (lines) =>
        written.push(
          ...lines
            .replace(/^\S+ n /gm, '')
            .trimEnd()
            .split('\n'),
        ),
      undefined,
    );
  });

  // "Logged are: start, registrations, lists, links up and down, every gossip message published or first received with its
  // original text and from whom, every copy sent, failed pings, reports, removals, the end."
  it('of a peer', () => {
    let stopped = 0;
    const peer = new PeerLog(log, undefined, () => stopped++);
    const names = { addressAt: (link: number) => (link === 7 ? PEER : SEED) };
    peer.registered(SEED, 1, 2);
    peer.registrationFailed(SEED, 'refused', 0, 2);
    peer.listReceived(SEED, 1);
    peer.neighboursChosen(7, 2);
    peer.linkUp(PEER, true, false);
    peer.linkUp(PEER, false, true);
    peer.dialFailed(PEER, 'timeout');
    peer.published(GOSSIP);
    peer.delivered(GOSSIP, 7, names);
    peer.copied(GOSSIP, 7, names);
    peer.shed(GOSSIP, 7, names);
    peer.pingFailed(PEER, 2);
    peer.pingUnable(PEER);
    peer.declaredDead(PEER, 3, true);
    peer.declaredDead(PEER, 1, false);
    peer.reportSent(PEER, SEED, true);
    peer.linkDown(PEER, 'dead');
    peer.linkDown(PEER, 'full');
    peer.neighbourRefused(PEER);
    peer.neighbourLeft(PEER);
    peer.stopped(2);
    log.flush();
    expect(written).toEqual([
      'registered with seed 10.0.0.1:5000 (1 of 2 needed)',
      'cannot reach seed 10.0.0.1:5000: connection refused; keeps trying (0 of 2 needed)',
      'list of 1 peer from seed 10.0.0.1:5000',
      'chose 2 neighbours among 7 candidates',
      'link up with 10.0.0.2:6000, dialled',
      'link up with 10.0.0.2:6000, accepted, a reference peer',
      'cannot connect to 10.0.0.2:6000: no answer in time',
      'published gossip 1700000000.5:10.0.0.2:1',
      'received gossip 1700000000.5:10.0.0.2:1 from 10.0.0.2:6000',
      'sent gossip 1700000000.5:10.0.0.2:1 to 10.0.0.2:6000',
      'did not send gossip 1700000000.5:10.0.0.2:1 to 10.0.0.2:6000: too much waits for it',
      'ping of 10.0.0.2:6000 failed (2 in a row)',
      'cannot ping 10.0.0.2:6000 from here; not counted as its failure',
      '10.0.0.2:6000 is dead after 3 failed pings; reports it to every seed',
      '10.0.0.2:6000 is dead after 1 failed ping; not reported, since its listening port is unknown',
      'reported 10.0.0.2:6000 dead to seed 10.0.0.1:5000: acknowledged',
      'link down with 10.0.0.2:6000: it is dead',
      'link down with 10.0.0.2:6000: it has as many links as it may',
      'refused a link with 10.0.0.2:6000: this peer has as many as it may',
      '10.0.0.2:6000 says it leaves',
      'stopped; abandoned 2 notices to seeds',
    ]);
    expect(stopped).toBe(1);
  });

  // "Pings that succeed are not logged."
  it('of pings that succeed and of later sights are none', () => {
    const peer = new PeerLog(log, undefined, () => {});
    peer.pinged();
    peer.duplicate();
    log.flush();
    expect(written).toEqual([]);
  });

  // "several peers on one IP can only be told apart by TCP. doctor and the start-up log say so when it applies"
  it('warn once of a neighbour on the same host that only ICMP watches', () => {
    const peer = new PeerLog(log, '10.0.0.2', () => {});
    for (let i = 0; i < 2; i++) peer.linkUp(PEER, true, false);
    log.flush();
    expect(written.filter((line) => line.startsWith('warning: several nodes share this IP'))).toHaveLength(1);
  });

  it('of a seed', () => {
    let stopped = 0;
    const seed = new SeedLog(log, () => stopped++);
    seed.peerRegistered(PEER, 1);
    seed.peerRenewed(PEER);
    seed.listServed(address('10.0.0.2', 40_000), 1);
    seed.deathReported(PEER, '10.0.0.3', true);
    seed.deathReported(PEER, '10.0.0.3', false);
    seed.checkStarted(PEER);
    seed.checkPassed(PEER);
    seed.peerRemoved(PEER, 'dead', 0);
    seed.badRequest(address('10.0.0.2', 40_000));
    seed.stopped(0);
    log.flush();
    expect(written).toEqual([
      'registered peer 10.0.0.2:6000 (1 registered)',
      'renewed peer 10.0.0.2:6000',
      'sent list (1 registered) to 10.0.0.2:40000',
      '10.0.0.2:6000 reported dead by 10.0.0.3',
      '10.0.0.2:6000 reported dead by 10.0.0.3, but it is not registered',
      'checks whether 10.0.0.2:6000 listens',
      '10.0.0.2:6000 listens, and stays',
      'removed peer 10.0.0.2:6000: reported dead, and does not answer (0 registered)',
      'rejected a request from 10.0.0.2:40000',
      'stopped',
    ]);
    expect(stopped).toBe(1);
  });
});

/** A process that appends 300 lines to a file which is rotated several times meanwhile. */
async function runWriter(path: string, name: string): Promise<void> {
  const module = fileURLToPath(new URL('../runtime/log-file.ts', import.meta.url));
  const program = `
    const { LogFile } = await import(${JSON.stringify(pathToFileURL(module).href)});
    const file = new LogFile(${JSON.stringify(path)}, console.error, { sizeMaxBytes: 10_000, filesMax: 50, lockMaxMs: 10_000 });
    for (let i = 0; i < 300; i++) file.append('${name} ' + i + ' ' + 'x'.repeat(50) + '\\n');
    file.close();`;
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const { stderr } = await promisify(execFile)(process.execPath, [
    '--import',
    loader,
    '--input-type=module',
    '-e',
    program,
  ]);
  expect(stderr).toBe('');
}
