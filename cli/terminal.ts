/** What a command knows of the terminal: where its words go, and how they may look. */

export interface Terminal {
  /** Writes to standard output. */
  readonly print: (text: string) => void;
  /** Writes to standard error. */
  readonly note: (text: string) => void;
  /** Standard error is a terminal, so a progress bar may be drawn on it. */
  readonly interactive: boolean;
  /** Width of the output. */
  readonly columns: number;
  /** Box-drawing and block characters can be shown. */
  readonly unicode: boolean;
}

const COLUMNS_WHEN_PIPED = 80;

/** The terminal of this process. A reader of standard output that goes away early (`| head`) ends the process quietly. */
export function processTerminal(): Terminal {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return {
    print: (text) => process.stdout.write(text),
    note: (text) => process.stderr.write(text),
    interactive: process.stderr.isTTY === true,
    columns: process.stdout.columns || COLUMNS_WHEN_PIPED,
    unicode: showsUnicode(process.env),
  };
}

/** False for a terminal that calls itself dumb, and for a locale that is set to something else than UTF-8. */
export function showsUnicode(environment: NodeJS.ProcessEnv): boolean {
  if (environment.TERM === 'dumb') return false;
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG;
  return !locale || /utf-?8/i.test(locale);
}
