/** Reads all imports with dependency-cruiser and holds them against the rules. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { BOUNDARY_RULES, FOLDERS, SEPARATE } from './boundary-rules.ts';
import { sourceFiles } from './source-files.ts';

export interface BoundaryReport {
  readonly moduleCount: number;
  readonly importCount: number;
  /** A line for each violation, and for each module that was not read. */
  readonly problems: readonly string[];
}

type Violation = ICruiseResult['summary']['violations'][number];

/** Checks the project in the folder `root`. */
export async function checkBoundaries(root: string): Promise<BoundaryReport> {
  const files = sourceFiles(root, FOLDERS);
  const { output } = await cruise(
    FOLDERS.filter((folder) => existsSync(join(root, folder))),
    {
      baseDir: root,
      validate: true,
      ruleSet: BOUNDARY_RULES,
      doNotFollow: 'node_modules',
      exclude: SEPARATE,
      tsPreCompilationDeps: true, // or it would not see type-only imports
    },
  );
  const { modules, summary } = output as ICruiseResult;
  const importsOf = new Map(modules.map(({ source, dependencies }) => [source, dependencies.length]));
  const read = files.filter((file) => importsOf.has(file));
  const importCount = read.reduce((sum, file) => sum + (importsOf.get(file) ?? 0), 0);
  return {
    moduleCount: read.length,
    importCount,
    problems: [
      // A checker that reads nothing finds nothing.
      ...(importCount === 0 ? [`read nothing: ${read.length} modules, no import`] : []),
      ...files.filter((file) => !importsOf.has(file)).map((file) => `${file}: not read`),
      ...summary.violations.map(lineOf),
    ],
  };
}

function lineOf({ type, from, to, cycle, rule }: Violation): string {
  const path = cycle === undefined ? [from, to] : [from, ...cycle.map(({ name }) => name)];
  const comment = BOUNDARY_RULES.forbidden?.find(({ name }) => name === rule.name)?.comment;
  return `${type === 'module' || type === 'reachability' ? from : path.join(' -> ')}: ${comment}`;
}
