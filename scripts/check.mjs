/** `npm run check`: everything a change must pass but the tests. Runs all of it and names what failed. */
import { spawnSync } from 'node:child_process';
import { ROOT, installIfNeeded } from './install.mjs';

const CHECKS = ['format:check', 'typecheck', 'lint', 'depcruise', 'proto:lint', 'spec:lint'];

installIfNeeded();
const failed = CHECKS.filter((name) => {
  console.log(`> ${name}`);
  return spawnSync('npm', ['run', '--silent', name], { cwd: ROOT, stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`);
  process.exit(1);
}
console.log(`All ${CHECKS.length} checks passed.`);
