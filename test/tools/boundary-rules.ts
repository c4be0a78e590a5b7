/**
 * Who may import what. Arrows run one way: `cli, bench, test -> sim, runtime, analysis -> src`; `sim` and `runtime` never see
 * each other. Written as a table here, checked by dependency-cruiser (`npm run boundaries`).
 */
import type { IFlattenedRuleSet, IForbiddenRuleType } from 'dependency-cruiser';

/** What the modules of a folder may import besides their own folder. */
interface Allowance {
  readonly folders: readonly string[];
  /** `declared`: all that package.json lists, development tools too. */
  readonly npm: readonly string[] | 'declared';
  /** Modules of Node, such as `node:fs`. */
  readonly node: boolean;
}

const ALLOWANCES: Readonly<Record<string, Allowance>> = {
  src: { folders: [], npm: [], node: false },
  sim: { folders: ['src'], npm: ['leven', 'seedrandom', 'zod'], node: false },
  analysis: { folders: [], npm: ['@observablehq/plot', 'asciichart', 'seedrandom', 'uplot'], node: false },
  runtime: {
    folders: ['src'],
    npm: ['leven', 'ping', 'pino', 'prom-client', 'seedrandom'],
    node: true,
  },
  cli: {
    folders: ['sim', 'runtime', 'analysis', 'src'],
    npm: ['@peculiar/x509', '@resvg/resvg-js', 'cli-progress', 'commander', 'linkedom', 'reflect-metadata'],
    node: true,
  },
  // They import the package by its name.
  examples: { folders: [], npm: [], node: true },
  bench: { folders: ['cli', 'sim', 'runtime', 'analysis', 'src'], npm: 'declared', node: true },
  test: { folders: ['bench', 'cli', 'sim', 'runtime', 'analysis', 'src'], npm: 'declared', node: true },
};

/** Has a package.json of its own, which need not be installed. */
export const SEPARATE = '^bench/gossipsub/';

/** The folders that are checked. */
export const FOLDERS: readonly string[] = Object.keys(ALLOWANCES);

/**
 * What the published package is made of, and where it starts; programs import `runtime/api/index.ts`, `ping-helper.ts` is
 * forked, `*-thread.ts` are threads, `client/main.ts` is bundled for browsers.
 */
const PUBLISHED = '^(src|sim|runtime|analysis|cli)/';
const PUBLISHED_ENTRIES =
  '^(cli/(main|[a-z]+-thread)|runtime/(api/index|ping/ping-helper)|analysis/report/client/(main|styles[.]d))[.]ts$';

/** Where everything else starts. */
const OTHER_ENTRIES = '^(bench/main|test/tools/(api|boundaries|build)|test/.*[.]test)[.]ts$';

/** Rules as dependency-cruiser takes them. Type-only imports count like any other. */
export const BOUNDARY_RULES: IFlattenedRuleSet = {
  forbidden: [
    ...Object.entries(ALLOWANCES).map(([folder, allowance]) => folderRule(folder, allowance)),
    {
      name: 'unresolved',
      comment: 'there is no such module',
      severity: 'error',
      from: { pathNot: '^examples/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'unresolved-by-example',
      comment: 'there is no such module',
      severity: 'error',
      from: { path: '^examples/' },
      to: { couldNotResolve: true, pathNot: '^hearsay$' },
    },
    {
      name: 'undeclared',
      comment: 'package.json does not declare this package',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'published-on-tools',
      comment: 'what is published needs no development dependency',
      severity: 'error',
      from: { path: PUBLISHED },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'cycle',
      comment: 'imports go round in a circle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'unused-published',
      comment: 'no entry point of the package reaches this module',
      severity: 'error',
      from: { path: PUBLISHED_ENTRIES },
      to: { path: PUBLISHED, pathNot: PUBLISHED_ENTRIES, reachable: false },
    },
    {
      name: 'unused',
      comment: 'no test, tool or benchmark reaches this module',
      severity: 'error',
      from: { path: OTHER_ENTRIES },
      to: { path: '^(bench|test)/', pathNot: OTHER_ENTRIES, reachable: false },
    },
  ],
};

/** Whatever the table does not name is forbidden. */
function folderRule(folder: string, { folders, npm, node }: Allowance): IForbiddenRuleType {
  const imports = [
    folder,
    ...folders,
    ...(npm === 'declared' ? ['packages'] : npm),
    ...(node ? ['node:*'] : []),
  ];
  const packages = npm === 'declared' ? ['[^/]'] : npm.map((name) => `(@types/)?${name}/`);
  return {
    name: folder,
    comment: `${folder} imports only ${imports.join(', ')}`,
    severity: 'error',
    from: { path: `^${folder}/` },
    to: {
      couldNotResolve: false,
      pathNot: [
        ...[folder, ...folders].map((each) => `^${each}/`),
        ...packages.map((each) => `(^|/)node_modules/${each}`),
      ],
      ...(node ? { dependencyTypesNot: ['core'] } : {}),
    },
  };
}
