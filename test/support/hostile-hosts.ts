/** Five hundred texts in place of a host that must never reach a program: none is the one text of a literal IP. */
import { HOSTILE_NUMBERS, NOT_HOSTS } from '../hostile-tokens.ts';

/** What a shell would do something with. */
const SHELL_WORDS = [
  ';reboot',
  '; touch /tmp/x',
  '&& id',
  '|| id',
  '| id',
  '& id &',
  '$(id)',
  '`id`',
  '$' + '{IFS}id',
  '$HOME',
  '>/tmp/x',
  '>>/tmp/x',
  '</etc/passwd',
  '<(id)',
  '\nid\n',
  '\r\nid',
  '\0id',
  "'id'",
  '"id"',
  '\\id',
  '*',
  '?',
  '[a-z]',
  '{a,b}',
  '~root',
  '!!',
  '#',
  '%0aid',
  '\tid',
  '()(){ :;}; id',
];

/** Options of the programs called `ping`, and of others. */
const OPTIONS = ['-f', '-h', '-V', '-c 1000000', '-i 0', '-s 65507', '-I eth0', '-p ff', '-R', '-b', '-A'];
const LONG_OPTIONS = [
  '--',
  '---',
  '--help',
  '--flood',
  '--count=1',
  '-',
  '-4',
  '-6',
  '/?',
  '/t',
  '-W0',
  '-w 9',
];

const ZONES = ['%', '%eth0', '%1', '%lo', '%25eth0', '%-f', '%..', '%eth0:1', '%a.b', '%%', '% id', '%$(id)'];

/** IPs that have another text of their own. */
const OTHER_TEXTS = [
  '::ffff:10.0.0.1',
  '::FFFF:10.0.0.1',
  '::ffff:a00:1',
  '0:0:0:0:0:ffff:127.0.0.1',
  '0000:0000:0000:0000:0000:ffff:7f00:0001',
  'FE80::1',
  'fe80:0::1',
  '2001:0db8::1',
  '::0',
  '0::',
  '0:0:0:0:0:0:0:1',
  '::127.0.0.1',
  '64:ff9b::192.0.2.33',
  '[::1]',
  '[10.0.0.1]',
  '10.0.0.1:6000',
  '[::1]:6000',
];

const UNICODE = [
  '１０.0.0.1',
  '10。0。0。1',
  '١.٢.٣.٤',
  '\u202e1.0.0.01',
  '\ufeff10.0.0.1',
  '10.0.0.1\u200b',
  '\ud800',
];

const LONG = ['1', '.', ':', '-f ', '10.0.0.1 ', '::1%', 'a', '\0', ';', '\u{1f600}'].map((text) =>
  text.repeat(100_000),
);

export const HOSTILE_HOSTS: readonly string[] = [
  ...new Set([
    ...HOSTILE_NUMBERS,
    ...NOT_HOSTS,
    ...SHELL_WORDS.flatMap((word) => [
      word,
      `10.0.0.1${word}`,
      `${word}10.0.0.1`,
      `::1${word}`,
      `fe80::1%${word}`,
    ]),
    ...[...OPTIONS, ...LONG_OPTIONS].flatMap((option) => [
      option,
      `${option} 10.0.0.1`,
      `10.0.0.1 ${option}`,
    ]),
    ...ZONES.flatMap((zone) => [`fe80::1${zone}`, `::1${zone}`, `10.0.0.1${zone}`, `::ffff:10.0.0.1${zone}`]),
    ...OTHER_TEXTS,
    ...UNICODE,
    ...LONG,
  ]),
];
