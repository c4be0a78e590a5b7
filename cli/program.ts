/** The `hearsay` command: which sub-commands there are, and how it ends. */
import { Command, CommanderError } from 'commander';
import { packageVersion } from './package-files.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Each command's module is loaded when the command is named, so that `--help` is quick. */
const COMMANDS: readonly {
  readonly name: string;
  readonly summary: string;
  readonly register: (program: Command, terminal: Terminal) => Promise<void>;
}[] = [
  {
    name: 'sim',
    summary: 'simulate a network of peers and show what happened',
    register: async (program, terminal) => (await import('./sim.ts')).registerSim(program, terminal),
  },
  {
    name: 'design',
    summary: 'find the settings for a network from what it shall be like',
    register: async (program, terminal) => (await import('./design.ts')).registerDesign(program, terminal),
  },
  {
    name: 'diverge',
    summary: 'show the first event at which two simulations part',
    register: async (program, terminal) => (await import('./diverge.ts')).registerDiverge(program, terminal),
  },
  {
    name: 'plot',
    summary: 'draw results as figures',
    register: async (program, terminal) => (await import('./plot.ts')).registerPlot(program, terminal),
  },
  {
    name: 'why',
    summary: 'show how a message of a simulation got to a peer, or why it did not',
    register: async (program, terminal) => (await import('./why.ts')).registerWhy(program, terminal),
  },
  {
    name: 'bench',
    summary: 'simulate every combination of parameters several times, and say what comes out with intervals',
    register: async (program, terminal) => (await import('./bench.ts')).registerBench(program, terminal),
  },
  {
    name: 'reproduce',
    summary: 'run a results folder of `hearsay bench` again and compare its files byte for byte',
    register: async (program, terminal) =>
      (await import('./reproduce.ts')).registerReproduce(program, terminal),
  },
  {
    name: 'fit',
    summary: 'say whether degrees, or any integers, follow a power law',
    register: async (program, terminal) => (await import('./fit.ts')).registerFit(program, terminal),
  },
  {
    name: 'measure',
    summary: 'measure a graph: distances, clustering, hubs, and what remains without them',
    register: async (program, terminal) => (await import('./measure.ts')).registerMeasure(program, terminal),
  },
  {
    name: 'validate',
    summary: 'measure again what the field knows, and compare',
    register: async (program, terminal) =>
      (await import('./validate.ts')).registerValidate(program, terminal),
  },
  {
    name: 'seed',
    summary: 'run a seed, which introduces peers to each other',
    register: async (program) => (await import('./seed.ts')).registerSeed(program),
  },
  {
    name: 'peer',
    summary: 'run a peer, which gossips with its neighbours',
    register: async (program) => (await import('./peer.ts')).registerPeer(program),
  },
  {
    name: 'cert',
    summary: 'make TLS certificates for seeds and peers',
    register: async (program, terminal) => (await import('./cert.ts')).registerCert(program, terminal),
  },
  {
    name: 'status',
    summary: 'say how a running node does',
    register: async (program, terminal) => (await import('./status.ts')).registerStatus(program, terminal),
  },
  {
    name: 'topology',
    summary: 'write the links of a running network as a graph',
    register: async (program, terminal) =>
      (await import('./topology.ts')).registerTopology(program, terminal),
  },
  {
    name: 'doctor',
    summary: 'try what a peer needs on this machine, and say what is wrong',
    register: async (program, terminal) => (await import('./doctor.ts')).registerDoctor(program, terminal),
  },
];

/**
 * Runs one command line (without the names of the interpreter and the script).
 * @returns the exit code: 0 done, 1 failed, 2 the command line or the configuration is wrong; undefined: what the command set.
 */
export async function runCommandLine(
  words: readonly string[],
  terminal: Terminal,
): Promise<number | undefined> {
  try {
    await (await programFor(words, terminal)).parseAsync(words, { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.note(`${explained(error).replace(/^/gm, 'hearsay: ')}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** A sentence for what the user or the system did; the stack for what only a bug can do. */
function explained(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const expected = error instanceof UsageError || 'code' in error;
  return expected ? error.message : (error.stack ?? error.message);
}

/** The program with the command that the words name, and of the others the name and summary only. */
async function programFor(words: readonly string[], terminal: Terminal): Promise<Command> {
  const program = new Command('hearsay')
    .description('One gossip protocol, run twice: in a deterministic simulator and between real nodes.')
    .version(packageVersion())
    .exitOverride()
    .configureOutput({ writeOut: terminal.print, writeErr: terminal.note })
    .showHelpAfterError('(--help shows what there is)');
  const named = words.filter((word) => !word.startsWith('-') && word !== 'help')[0];
  for (const { name, summary, register } of COMMANDS) {
    if (name === named) await register(program, terminal);
    else program.command(name).description(summary);
  }
  return program;
}
