/**
 * Rules of the house that neither the compiler nor the import check sees. Each takes a parsed file and gives a line for each
 * place that breaks it; comments and strings do not count.
 */
import ts from 'typescript';

export type TidyRule = (file: ts.SourceFile) => string[];

const FILE_LINES_MAX = 400;
const FUNCTION_LINES_MAX = 60;

/** Exact in IEEE 754, or integers; the other functions of `Math` may differ between engines in the last bit. */
const EXACT_MATH = new Set(
  'abs ceil clz32 floor fround imul max min round sign sqrt trunc E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2'.split(
    ' ',
  ),
);

/** What runs later, reads the clock, asks the language of the machine, or depends on garbage collection. */
const UNREPEATABLE = new Set([
  ...[
    'Date',
    'performance',
    'Promise',
    'queueMicrotask',
    'setImmediate',
    'setInterval',
    'setTimeout',
    'Intl',
  ],
  ...['Atomics', 'FinalizationRegistry', 'WeakRef', 'eval', 'globalThis'],
]);
/** Whoever shares memory with other threads says so here: nothing is read before a barrier that another writes before it. */
const SHARES_MEMORY = new Set(['sim/shard-rows.ts', 'sim/shared-storage.ts', 'sim/shards.ts']);
const LOCALE_METHODS = /^(localeCompare|toLocale\w+)$/;

/** Nothing asynchronous, no clock, no randomness and no arithmetic that the machine or the engine decides. */
export function repeatable(file: ts.SourceFile): string[] {
  return placesIn(file, (node) => {
    if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AwaitKeyword) return 'await';
    if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async';
    if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent)) return 'import()';
    if (node.kind === ts.SyntaxKind.AsteriskAsteriskToken) return '**';
    if (node.kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken) return '**=';
    if (!ts.isIdentifier(node)) return undefined;
    if (LOCALE_METHODS.test(node.text)) return node.text;
    if (isMemberName(node)) return undefined;
    if (node.text === 'Math') return inexactMath(node);
    if (node.text === 'SharedArrayBuffer' && !SHARES_MEMORY.has(file.fileName)) return node.text;
    return UNREPEATABLE.has(node.text) ? node.text : undefined;
  });
}

/** `Math` may only be read as `Math.name`, so that no function escapes under another name. */
function inexactMath({ parent }: ts.Identifier): string | undefined {
  if (!ts.isPropertyAccessExpression(parent)) return 'Math, not as Math.name';
  return EXACT_MATH.has(parent.name.text) ? undefined : `Math.${parent.name.text}`;
}

/** True for the name of a property or method, such as `Date` in `header.Date` or `{ Date: 1 }`. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  return (
    (ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isObjectLiteralElement(parent)) &&
    parent.name === node
  );
}

export function shortFile(file: ts.SourceFile): string[] {
  const lines = file.text.replace(/\n$/, '').split('\n').length;
  return lines > FILE_LINES_MAX ? [`${file.fileName}: ${lines} lines, at most ${FILE_LINES_MAX}`] : [];
}

export function shortFunctions(file: ts.SourceFile): string[] {
  return placesIn(file, (node) => {
    if (!ts.isFunctionLike(node)) return undefined;
    const lines = lineOf(file, node.end) - lineOf(file, node.getStart(file)) + 1;
    return lines > FUNCTION_LINES_MAX
      ? `function of ${lines} lines, at most ${FUNCTION_LINES_MAX}`
      : undefined;
  });
}

/** Exports are named one by one. A configuration file's default export is what its tool asks for. */
export function namedExports(file: ts.SourceFile): string[] {
  const mayDefault = file.fileName.endsWith('.config.ts');
  return placesIn(file, (node) => {
    if (ts.isExportDeclaration(node) && (!node.exportClause || ts.isNamespaceExport(node.exportClause))) {
      return 'export *';
    }
    const isDefault =
      ts.isExportAssignment(node) ||
      (node.kind === ts.SyntaxKind.DefaultKeyword && ts.canHaveModifiers(node.parent)) ||
      (ts.isExportSpecifier(node) && node.name.text === 'default');
    return isDefault && !mayDefault ? 'default export' : undefined;
  });
}

const SKIPS = new Set(['skip', 'only', 'todo', 'fails']);

/** Every test runs, unless a condition stands there: `skipIf`, `runIf`. */
export function everyTestRuns(file: ts.SourceFile): string[] {
  return placesIn(file, (node) => {
    if (!ts.isIdentifier(node) || !SKIPS.has(node.text)) return undefined;
    const isOption = ts.isObjectLiteralElement(node.parent) && ts.isCallExpression(node.parent.parent.parent);
    return ts.isPropertyAccessExpression(node.parent) || isOption ? node.text : undefined;
  });
}

/** `file:line: what` for each node about which `judge` has something to say. */
function placesIn(file: ts.SourceFile, judge: (node: ts.Node) => string | undefined): string[] {
  const places: string[] = [];
  const visit = (node: ts.Node): void => {
    const verdict = judge(node);
    if (verdict !== undefined)
      places.push(`${file.fileName}:${lineOf(file, node.getStart(file))}: ${verdict}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return places;
}

function lineOf(file: ts.SourceFile, position: number): number {
  return file.getLineAndCharacterOfPosition(position).line + 1;
}

/** Parses a text. */
export function parsed(fileName: string, text: string): ts.SourceFile {
  return ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
}
