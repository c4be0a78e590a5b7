#!/usr/bin/env node
/** Where the `hearsay` command starts. */
import { runCommandLine } from './program.ts';
import { processTerminal } from './terminal.ts';

const exitCode = await runCommandLine(process.argv.slice(2), processTerminal());
if (exitCode !== undefined) process.exitCode = exitCode;
