/** Files of cases and of real receipts are not part of the project: they are named by a variable, or lie beside it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path, or null where there is no such file; then the tests that need it are skipped and say so. */
export function sharedFile(variable: string, besideProject: string): string | null {
  const named = process.env[variable];
  if (named !== undefined) return existsSync(named) ? named : null;
  const beside = fileURLToPath(new URL(`../../../shared/${besideProject}`, import.meta.url));
  return existsSync(beside) ? beside : null;
}
