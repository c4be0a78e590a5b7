/**
 * The log as objects, one a line (pino): each event by its name and parts besides its sentence. The sentences stay those of the text
 * log; this only adds what they are about, so that an event without an entry in `event-fields.ts` is still told.
 */
import { type Logger, pino } from 'pino';
import { escapeText } from './escape.ts';
import type { EventFields, Fields } from './event-fields.ts';

/** What a line is called that no fact led to. */
const NO_FACT = 'note';
const WARNING = 'warning: ';

const NO_FIELDS = (): Fields => ({});

/** Told of a fact, whatever its parts. */
type Told = (a: unknown, b: unknown, c: unknown, d: unknown) => void;

export class LogRecords {
  readonly #logger: Logger;
  #line = '';
  #event = NO_FACT;
  #fields = NO_FIELDS;

  /** @param node Its address. */
  constructor(kind: 'peer' | 'seed', node: string) {
    const options = {
      base: { kind, node },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (level: string) => ({ level }) },
    };
    this.#logger = pino(options, {
      write: (line: string) => {
        this.#line = line;
      },
    });
  }

  /** The line for these words, with the newline. */
  line(words: string): string {
    const record = { event: this.#event, ...escaped(this.#fields()) };
    if (words.startsWith(WARNING)) this.#logger.warn(record, escapeText(words.slice(WARNING.length)));
    else this.#logger.info(record, escapeText(words));
    return this.#line;
  }

  /** An observer that writes to the log; meanwhile the lines are of the fact it is told. */
  recorded<Facts extends object>(ownLog: Facts, events: EventFields<Facts>): Facts {
    const observer: Record<string, Told> = {};
    for (const fact in events) {
      const tell = ownLog[fact as keyof Facts] as Told;
      const fieldsOf = events[fact] as (...parts: unknown[]) => Fields;
      observer[fact] = (a, b, c, d) => {
        this.#event = fact;
        this.#fields = () => fieldsOf(a, b, c, d);
        tell.call(ownLog, a, b, c, d);
        this.#event = NO_FACT;
        this.#fields = NO_FIELDS;
      };
    }
    return observer as Facts;
  }
}

/** Texts may come from the network. */
function escaped(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? escapeText(value) : value,
    ]),
  );
}
