/**
 * Sentences of the specification that other files than `spec-*.test.ts` test, and where. Each must name a test that is there.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ROOT } from './tools/source-files.ts';
import { parsed } from './tools/tidy-rules.ts';

/** Groups of sentences, each followed by the tests that hold it: the file, then the names from the outermost group on. */
const INDEX = {
  numbers: `
floor(n/2)+1
    settings: the quorum of seeds > of %i is %i
1/(i+1)^alpha
    rank-choice: the weight of a rank > decides as a search from the first entry would, for every draw
max(1, min(n, floor(n^(1/alpha))))
    rank-choice: the number of draws > is floor(n^%f), at least 1 and at most n
draws with replacement
    rank-choice: the weight of a rank > does not change when an entry was drawn before
the rule would link to nearly everybody (k = n at alpha <= 1), so --links K must be given; without it an error says so and suggests 5
    runtime-config: the parameters > refuse links auto for an alpha below 2
without it an error says so and suggests 5
    scenario-schema: a bad scenario is refused with a sentence > %j
alpha 0 is uniform choice
    rank-choice: the weight of a rank > is the same for all with alpha 0
Two profiles name sets of defaults
    runtime-config: the parameters > have distinct names, and every profile a value for each
`,
  'config.txt': `
config.txt holds one seed a line, IP:Port
    runtime-config: config.txt > holds seeds and settings
Blank lines and # comments are allowed; IPv6 is [address]:port
    runtime-config: config.txt > holds seeds and settings
A bad line is an error that names the file, the line number, what was found and what was expected
    runtime-config: config.txt > with the line %j is refused
nothing starts
    runtime-processes: what cannot start > with a malformed config.txt says where and exits with 2
The same file may also carry key = value settings for the numbers above
    runtime-config: config.txt > holds seeds and settings
(an unknown key is an error)
    runtime-config: config.txt > with the line %j is refused
`,
  'outputfile.txt': `
outputfile.txt is the event log of seeds and peers: one event a line, also printed on the console
    runtime-log: the log of a node > writes the lines of a turn to console and file
Pings that succeed are not logged
    runtime-log: the words > of pings that succeed and of later sights are none
Logged are: start [...] the end
    runtime-processes: a peer > says how it starts, and warns that ICMP cannot tell processes on one machine apart
registrations, lists, links up and down, every gossip message published or first received with its original text and from whom, every copy sent, failed pings, reports [...]
    runtime-log: the words > of a peer
registrations, lists [...] reports, removals
    runtime-log: the words > of a seed
A control character in anything that came from the network is escaped, so one event is always one line
    runtime-log: text from the network > is one line of printable ASCII whatever it holds, and never ambiguous
Several processes may append to one file
    runtime-log: the file > keeps every line whole when processes write and rotate together
its size is bounded by rotation
    runtime-log: the file > is rotated, and the oldest goes
(under a lock [...])
    runtime-log: the file > is not rotated while another process holds the lock, unless that was left behind
a writer reopens when the file was replaced
    runtime-log: the file > that another writer rotated is reopened
A full disk never stops the node
    runtime-log: the log of a node > says once that the disk is full, and goes on
`,
  'the wire': `
TCP, UTF-8 text, one message a line, \\n at its end
    codec-round-trip: every message > is one line of printable ASCII
The words are those of the reference implementation
    codec-round-trip: every message > in the words of the reference implementation has no additions
what is new is optional and ignored by it
    runtime-reference: our seed > serves reference peers in their words
one connection may carry several
    runtime-transport: requests to a seed > answers requests in lines on one connection
Answers to a request that ended in \\n end in \\n
    runtime-transport: requests to a seed > answers requests in lines on one connection
REGISTER:<ip>:<port>[:hearsay/1]
    codec-requests: requests in a line > REGISTER, with and without the additions
(a reference seed ignores the suffix)
    runtime-reference: our peers > register with a reference seed, find each other there, and report to it
GET_PEER_LIST[:hearsay/1[:max]]
    codec-requests: requests in a line > GET_PEER_LIST, with and without the additions and a maximum
<ip>:<port>,<ip>:<port>,... (may be empty)
    codec-answers: answers in a line > a list, which may be empty
entries <ip>:<port>;<1 or 0>;<ageMs>
    codec-answers: answers in a line > a list with ages
DEAD NODE:<ip>:<port>:<timestamp>:<reporter ip>
    codec-requests: requests in a line > DEAD NODE:%s
DEREGISTER:<ip>:<port>
    codec-requests: requests in a line > DEREGISTER
anything else: Unknown command
    codec-requests: requests in a line > %j is unknown
a malformed REGISTER: Invalid REGISTER format
    codec-requests: requests in a line > %j is a malformed REGISTER
Registered, ACK, Unknown command, Invalid REGISTER format
    codec-answers: answers in a line > %s
HELLO:<listening ip>:<listening port>:hearsay/1
    codec-gossip: other words between peers > %s
<timestamp>:<IP>:<Msg#>: gossip, as specified
    codec-gossip: gossip in a line > %s is kept as it came
May be followed by one space and a base64url payload of an application
    codec-gossip: gossip in a line > carries a payload of 47 KiB, not one byte more
`,
  'uniting lists': `
sorted by age, oldest first
    unite: lists with ages > are sorted by age, oldest first
duplicates kept once with their largest age
    unite: lists with ages > are united as if there were one registry of first registrations
the i-th entry of each list in turn
    unite: lists of which some have no ages > are united in turn
first occurrence kept
    unite: lists of which some have no ages > keep the first occurrence
`,
  'reference nodes': `
Reference nodes send no newline and treat one recv as one message
    runtime-transport: answers of a seed > reads the answer of a reference seed at the end of its stream
A seed answers a request that came without a newline once its bytes form a whole request and nothing followed for 100 ms: without a newline, [...] then it closes
    runtime-transport: requests to a seed > answers a request without a newline after a pause, and closes
its bytes form a whole request
    codec-requests: requests without a newline > %s is whole
IPv4 entries only
    codec-answers: a list as text > keeps IPv4 entries only for a plain request
On a link without HELLO a chunk without a newline is one or more whole gossip texts
    runtime-gossip-links: a link accepted > splits texts that merged, and joins one that was cut
split by the grammar with an integer part of exactly 10 digits in the timestamp
    codec-gossip: gossip without a newline > is split into exactly the texts that merged
To a reference peer we send bare gossip texts, one a write with TCP_NODELAY and at least 20 ms apart [...], no payload, never HELLO, PING or LEAVE
    runtime-gossip-links: a link accepted > is with a reference peer after silence: bare texts, 20 ms apart
(a bounded queue)
    runtime-gossip-links: a link accepted > refuses texts beyond the bound of the slow queue
it would forward them as gossip
    runtime-reference: our peers > and reference peers deliver all messages of each other through seeds of both kinds
A link just accepted is undecided until its first bytes
    runtime-gossip-links: a link accepted > is with a reference peer when its first bytes are a bare text
or 200 ms have passed
    runtime-transport: requests to a seed > tells a silent link once, after 200 ms
and gossip for it waits
    runtime-gossip-links: a link accepted > holds gossip back until a HELLO, and is in lines then
(bounded)
    runtime-gossip-links: a link accepted > refuses gossip beyond the bound while undecided
a later HELLO still changes that
    runtime-gossip-links: a link accepted > becomes one of lines by a later HELLO, at a clean border
its host is pinged and a death is logged, but not reported (its listening port is unknown)
    runtime-reference: our peers > log the death of a reference peer that dialled them, and do not report it
`,
  'the grammar': `
an address is split at the last colon (IPv6 has colons)
    address: addresses > %s is host %s, port %i
the host must be a literal IP
    address: literal IP addresses > %s is no host
in DEAD NODE the timestamp is the first field after the port with at least 6 digits before any point
    codec-requests: requests in a line > DEAD NODE:%s
a timestamp is digits[.digits], at most 12+9 digits; Msg# at most 9 digits
    codec-gossip: gossip in a line > %j is malformed
a port 1-65535 without sign or leading zero
    address: addresses > %s is no port
The identity of a gossip message is its original bytes before the payload, never a re-formatted number
    codec-gossip: gossip in a line > %s is kept as it came
before the payload
    seen-messages: the memory of messages > knows a message again by its text, whatever its payload
1,024 bytes for a control line, 64 KiB for a gossip line with payload [...], 32 MiB for a list that was asked for
    codec-lines: the longest line > of %s has %i bytes
(payload up to 47 KiB)
    codec-gossip: gossip in a line > carries a payload of 47 KiB, not one byte more
longer than that closes the connection
    runtime-transport: requests to a seed > closes on a line that is too long
In newline mode parsing gives the same result however the bytes were cut into chunks
    codec-lines: lines > are the same however the bytes are cut
Parsing never throws
    codec-round-trip: arbitrary bytes never make a decoder throw, and only a request is answered when it is broken
`,
  'what the reference gets wrong': `
Unframed gossip merges two messages into one. Ours frames.
    runtime-gossip-links: a link dialled > is in lines when its first message is a HELLO
the start-up log say[s] so when it applies (for example everything on 127.0.0.1)
    runtime-processes: a peer > says how it starts, and warns that ICMP cannot tell processes on one machine apart
several peers on one IP can only be told apart by TCP
    runtime-log: the words > warn once of a neighbour on the same host that only ICMP watches
--trust-reports gives the literal rule
    runtime-config: config.txt > holds seeds and settings
Registration fails silently.
    runtime-processes: a peer > without any seed keeps trying, and says so
so a restarted seed is complete again within about a minute
    runtime-processes: a seed > that was restarted empty is complete again after the renewals
Intervals come from a monotonic clock
    runtime-clock: never fires early, and gives text the wall clock
ping through a shell [...] Ours never uses a shell and checks net.isIP first.
    runtime-ping: a ping > of what is no literal IP is unable, and starts no program
`,
};

const testsByFile = new Map<string, string[]>();

/** The names of all tests of a file, each after those of its groups. */
function testsIn(file: string): string[] {
  let tests = testsByFile.get(file);
  if (tests === undefined) {
    tests = readTests(`test/${file}.test.ts`);
    testsByFile.set(file, tests);
  }
  return tests;
}

function readTests(path: string): string[] {
  const tests: string[] = [];
  const visit = (node: ts.Node, groups: readonly string[]): void => {
    const [kind, name] = namedCall(node);
    if (kind === 'it') tests.push([...groups, name].join(' > '));
    ts.forEachChild(node, (child) => visit(child, kind === 'describe' ? [...groups, name] : groups));
  };
  visit(parsed(path, readFileSync(join(ROOT, path), 'utf8')), []);
  return tests;
}

/** `it` or `describe`, with or without `.each(...)` or `.skipIf(...)`, and its name. */
function namedCall(node: ts.Node): [kind: string, name: string] {
  if (!ts.isCallExpression(node)) return ['', ''];
  const [first] = node.arguments;
  if (first === undefined || !ts.isStringLiteralLike(first)) return ['', ''];
  let callee: ts.Expression = node.expression;
  while (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) callee = callee.expression;
  return ts.isIdentifier(callee) ? [callee.text, first.text] : ['', ''];
}

/** Sentence, file and test of each entry. */
function entriesOf(table: string): [sentence: string, file: string, test: string][] {
  let sentence = '';
  return table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [, file, test] = /^ {4}(\S+): (.*)$/.exec(line) ?? [];
      if (file === undefined) sentence = line;
      return file === undefined ? [] : [[sentence, file, test]];
    });
}

describe.each(Object.entries(INDEX))('%s', (_, table) => {
  it.each(entriesOf(table))('"%s" is tested in %s: %s', (_sentence, file, test) => {
    expect(testsIn(file)).toContain(test);
  });
});
