/** The examples of the repository and of README.md, run as users would: real processes that import the package by its name. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { type NodeProcess, Workshop } from './support/runtime-processes.ts';
import { ROOT } from './tools/source-files.ts';

const workshop = new Workshop();
afterEach(() => workshop.endAll());
afterAll(() => workshop.remove());

const CHAT = readFileSync(join(ROOT, 'examples/chat.ts'), 'utf8');

async function chat(...words: readonly string[]): Promise<NodeProcess> {
  const joined = workshop.runProgram(CHAT, ['--host', '127.0.0.1', ...words]);
  await joined.says(`${words[0]} has joined`);
  return joined;
}

it('the chat brings each line to everybody else, also of those who join later, and ends by itself', async () => {
  const ann = await chat('ann');
  const seed = /others join through (\S+)$/.exec(ann.lines[0])![1];
  const [bob, eve] = [await chat('bob', seed), await chat('eve', seed)];
  ann.type('anybody there?');
  await Promise.all([bob, eve].map((each) => each.says('ann: anybody there?')));
  // A line that would clear the screen.
  bob.type('yes\u001b[2J');
  await Promise.all([ann, eve].map((each) => each.says('bob: yes [2J')));
  bob.endInput();
  expect(await bob.exited()).toBe(0);
  eve.signal('SIGINT');
  expect(await eve.exited()).toBe(0);
  ann.endInput();
  expect(await ann.exited()).toBe(0);
  for (const [each, heard] of [
    [ann, ['bob: yes [2J']],
    [bob, ['ann: anybody there?']],
    [eve, ['ann: anybody there?', 'bob: yes [2J']],
  ] as const) {
    expect([each.lines.slice(1), each.stderr]).toEqual([heard, '']);
  }
});

it('the chat says how it is used', async () => {
  const lost = workshop.runProgram(CHAT);
  expect(await lost.exited()).toBe(2);
  expect(lost.stderr).toBe('usage: chat [--host IP] NAME [SEED as IP:PORT]\n');
});

it('the example of README.md prints what it says, and its process ends by itself', async () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, example] = /## In your program\n.*?```ts\n(.*?)```/s.exec(readme)!;
  const said = [...example.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, words]) => words);
  const program = workshop.runProgram(example);
  program.endInput();
  expect([await program.exited(), program.stderr]).toEqual([0, '']);
  expect(program.lines).toEqual(said);
  expect(said.length).toBeGreaterThan(0);
});

it('twelve nodes that ping hosts write nothing, and keep their process no longer than they run', async () => {
  const program = workshop.runProgram(`
    import { createPeer, createSeed } from 'hearsay';
    const seed = createSeed({ host: '127.0.0.1' });
    await seed.start();
    const { signal } = new AbortController();
    const more = { host: '127.0.0.1', seeds: [seed.address], pingInterval: 0.05, signal };
    const peers = Array.from({ length: 12 }, () => createPeer(more));
    await Promise.all(peers.map((peer) => peer.start()));
    await Promise.all(peers.map((peer) => peer.ready));
    await Promise.all([...peers, seed].map((node) => node.stop()));
    console.log('all stopped');
  `);
  program.endInput();
  expect([await program.exited(), program.lines, program.stderr]).toEqual([0, ['all stopped'], '']);
});
