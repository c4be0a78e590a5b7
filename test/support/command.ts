/** The `hearsay` command in this process, as if its output were piped. */
import { runCommandLine } from '../../cli/program.ts';
import type { Terminal } from '../../cli/terminal.ts';

export interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number | undefined;
}

/** Runs a command line, without the name of the program. */
export function hearsay(...words: readonly string[]): Promise<Outcome> {
  return hearsayOn({}, ...words);
}

/** The same on a terminal that differs in this. */
export async function hearsayOn(
  terminal: Partial<Pick<Terminal, 'columns' | 'unicode'>>,
  ...words: readonly string[]
): Promise<Outcome> {
  let [out, err] = ['', ''];
  const before = process.exitCode;
  const returned = await runCommandLine(words, {
    print: (text) => {
      out += text;
    },
    note: (text) => {
      err += text;
    },
    interactive: false,
    columns: 80,
    unicode: true,
    ...terminal,
  });
  // Some commands set the code of the process instead.
  const exitCode = returned ?? (process.exitCode as number | undefined);
  process.exitCode = before;
  return { out, err, exitCode };
}
