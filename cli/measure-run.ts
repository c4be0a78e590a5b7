/** What `hearsay measure` does: from an edge list to a document, or a table and a chart. */
import { CHART_WIDTH_MIN } from '../analysis/chart-axis.ts';
import { type EdgeList, parseEdgeList } from '../analysis/edge-list.ts';
import { findingsOf, nullModels } from '../analysis/overlay.ts';
import { robustnessChart } from '../analysis/robustness-chart.ts';
import { graphTable } from './graph-text.ts';
import { inputName, inputText } from './input-text.ts';
import type { OptionValues } from './sim-flags.ts';
import type { Terminal } from './terminal.ts';
import { countOf } from './text.ts';
import { UsageError } from './usage-error.ts';

/** Lines longer than this are hard to read. */
const WIDTH_MAX = 100;
const CHART_HEIGHT = 10;

/**
 * Runs the command with its options as commander read them.
 * @throws UsageError for a file that cannot be read or is no edge list
 */
export async function runMeasure(path: string, values: OptionValues, terminal: Terminal): Promise<void> {
  const name = inputName(path);
  const { nodeCount, edges } = await edgeListIn(path, name);
  const findings = findingsOf(nodeCount, edges);
  const leftOut = edges.length / 2 - findings.links;
  if (leftOut > 0) {
    terminal.note(`${name}: ${countOf(leftOut, 'edge')} left out, self-loops or repeated\n`);
  }
  const nulls = values.null ? nullModels(findings) : undefined;
  if (values.json) {
    const document = { ...findings, ...(nulls === undefined ? {} : { nullModels: nulls }) };
    terminal.print(`${JSON.stringify(document)}\n`);
    return;
  }
  const { columns, unicode } = terminal;
  const width = Math.max(CHART_WIDTH_MIN, Math.min(columns, WIDTH_MAX));
  const beside =
    nulls === undefined
      ? []
      : [['uniform', nulls.uniform] as const, ['Barabasi-Albert', nulls.barabasiAlbert] as const];
  terminal.print(
    `${graphTable([['measured', findings], ...beside], unicode)}\n\n` +
      `${robustnessChart(findings.robustness, { width, height: CHART_HEIGHT, unicode })}\n`,
  );
}

async function edgeListIn(path: string, name: string): Promise<EdgeList> {
  const list = parseEdgeList(await inputText(path));
  if ('error' in list) throw new UsageError(`${name}: line ${list.line}: ${list.error}`);
  if (list.nodeCount === 0) {
    throw new UsageError(`${name}: expected an edge list, a line such as "3 0" for each edge; found no node`);
  }
  return list;
}
