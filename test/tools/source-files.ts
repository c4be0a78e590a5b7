/** The TypeScript files of the project. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where package.json is. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Paths of the `.ts` files under these folders of `root`, relative to it, with slashes, in order; no packages. */
export function sourceFiles(root: string, folders: readonly string[]): string[] {
  const files = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (path) => `${folder}/${path.replaceAll('\\', '/')}`,
      ),
    );
  return files.filter((path) => path.endsWith('.ts') && !path.includes('/node_modules/')).sort();
}
