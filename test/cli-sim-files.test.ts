import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LineFile, OutputFile } from '../cli/output-file.ts';
import { UsageError } from '../cli/usage-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearsay-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A new folder for one test. */
function freshFolder(): string {
  return mkdtempSync(join(folder, 'test-'));
}

describe('a file that a run writes', () => {
  it('is not made by the check', () => {
    const place = freshFolder();
    new OutputFile('--edges', join(place, 'a'));
    expect(readdirSync(place)).toEqual([]);
  });

  it('replaces an older one and leaves nothing else', () => {
    const place = freshFolder();
    writeFileSync(join(place, 'a'), 'older, and longer');
    new OutputFile('--edges', join(place, 'a')).writeText('newer');
    expect(readFileSync(join(place, 'a'), 'utf8')).toBe('newer');
    expect(readdirSync(place)).toEqual(['a']);
  });

  it('replaces what a symbolic link names, not the link', () => {
    const place = freshFolder();
    writeFileSync(join(place, 'a'), 'older');
    symlinkSync(join(place, 'a'), join(place, 'link'));
    new OutputFile('--edges', join(place, 'link')).writeText('newer');
    expect(readFileSync(join(place, 'a'), 'utf8')).toBe('newer');
  });

  it('may be a device', () => {
    new OutputFile('--edges', '/dev/null').writeText('gone');
    const lines = new LineFile(new OutputFile('--trace', '/dev/null'));
    lines.add('gone');
    lines.finish();
    expect(readFileSync('/dev/null', 'utf8')).toBe('');
  });

  it.each([
    ['', '--edges: expected the name of a file, found ""'],
    [folder, `--edges ${folder}: this is a folder; name a file in it`],
    [
      `${folder}/none/a`,
      `--edges ${folder}/none/a: the folder "${folder}/none" does not exist; make it first`,
    ],
    ['/dev/null/a', '--edges /dev/null/a: the folder "/dev/null" does not exist; make it first'],
  ])('is refused when it cannot be: %j', (path, sentence) => {
    expect(() => new OutputFile('--edges', path)).toThrow(new UsageError(sentence));
  });
});

describe('lines that come one by one', () => {
  it('are in no file before the end, then all in one', () => {
    const place = freshFolder();
    const lines = new LineFile(new OutputFile('--trace', join(place, 'a')));
    const all = Array.from({ length: 100_000 }, (_, index) => `line ${index}`);
    for (const line of all) lines.add(line);
    expect(readdirSync(place)).toEqual([]);
    lines.finish();
    expect(readFileSync(join(place, 'a'), 'utf8')).toBe(`${all.join('\n')}\n`);
    expect(readdirSync(place)).toEqual(['a']);
  });

  it('may be none', () => {
    const place = freshFolder();
    new LineFile(new OutputFile('--trace', join(place, 'a'))).finish();
    expect(readFileSync(join(place, 'a'), 'utf8')).toBe('');
  });

  it('leave the older file when the run fails', () => {
    const place = freshFolder();
    writeFileSync(join(place, 'a'), 'older');
    new LineFile(new OutputFile('--trace', join(place, 'a'))).add('never finished');
    expect(readFileSync(join(place, 'a'), 'utf8')).toBe('older');
    expect(readdirSync(place)).toEqual(['a']);
  });
});
