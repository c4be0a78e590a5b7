/** The `hearsay` command in this process, as if its output were piped. */
import { runCommandLine } from '../../cli/program.ts';

export interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number | undefined;
}

/** Runs a command line, without the name of the program. */
export async function hearsay(...words: readonly string[]): Promise<Outcome> {
  let [out, err] = ['', ''];
  const exitCode = await runCommandLine(words, {
    print: (text) => {
      out += text;
    },
    note: (text) => {
      err += text;
    },
    interactive: false,
    columns: 80,
    unicode: true,
  });
  return { out, err, exitCode };
}
