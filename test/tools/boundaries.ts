/** `npm run boundaries`: prints each import that breaks the rules in `boundary-rules.ts`. */
import { checkBoundaries } from './boundary-check.ts';
import { ROOT } from './source-files.ts';

const { moduleCount, importCount, problems } = await checkBoundaries(ROOT);
for (const problem of problems) console.error(problem);
const verdict = problems.length === 0 ? 'no violation' : `${problems.length} problems`;
console.log(`boundaries: ${moduleCount} modules, ${importCount} imports, ${verdict}`);
if (problems.length > 0) process.exitCode = 1;
