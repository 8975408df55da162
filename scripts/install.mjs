/** Installs the locked packages when node_modules is missing or holds other versions than the lock. Runs before anything is installed. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const readLock = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** What npm says it installed must hold every package of the lock; optional ones may be missing, for they belong to other platforms. */
function isStale() {
  const installedFile = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return true;
  const installed = readLock(installedFile);
  return Object.entries(readLock(join(ROOT, 'package-lock.json'))).some(([path, wanted]) => {
    if (path === '') return false;
    const found = installed[path];
    return found === undefined ? !(wanted.optional || wanted.devOptional || wanted.peer) : found.version !== wanted.version;
  });
}

/** npm of the running node; a shell is needed on Windows only. */
export function installIfNeeded() {
  if (!isStale()) return;
  console.error('Installing packages (npm ci) ...');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    console.error('npm ci failed: see above. Nothing was started.');
    process.exit(1);
  }
}
