/** `npm test [-- jest arguments]`: everything in Jest, on a fresh clone too. The counts are the last line. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, installIfNeeded } from './install.mjs';

installIfNeeded();
const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const { status } = spawnSync(process.execPath, [...flags, jest, ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' });
process.exit(status ?? 1);
