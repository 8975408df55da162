/** Runs a command of the project, `node scripts/run.mjs NAME [arguments]`, after installing and building what is missing. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from './build.mjs';
import { ROOT, installIfNeeded } from './install.mjs';

const [name, ...args] = process.argv.slice(2);
installIfNeeded();
buildIfStale();

const script = join(ROOT, 'dist', 'src', 'edge', 'cli', `${name}.js`);
if (!existsSync(script)) {
  console.error(`There is no command "${name}".`);
  process.exit(2);
}
const child = spawn(process.execPath, ['--enable-source-maps', script, ...args], { stdio: 'inherit' });
// Ctrl-C reaches the command by itself; a signal sent to this process alone is handed on, and the command decides when to end.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
