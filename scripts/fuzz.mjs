/**
 * `npm run fuzz`: every operation under /v1 is called by schemathesis, a generic fuzzer, from the specification alone, on an engine with
 * a database of its own. Nothing may answer 5xx, with a status that is not listed, or off its schema. Arguments go to schemathesis.
 * Then the property test over the specification, which `npm test` runs with few requests, runs with many (SPEC_RUNS for each operation).
 * It is a program of Python; where it is not on the PATH it is installed into .tallystick/fuzz, and where there is no Python either the
 * way to get it is told.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, installIfNeeded } from './install.mjs';

const HOME = join(ROOT, '.tallystick', 'fuzz');
const OWN = join(HOME, 'bin', 'schemathesis');

const works = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

function find() {
  for (const name of [process.env.SCHEMATHESIS, 'schemathesis', 'st', OWN]) if (name && works(name, ['--version'])) return name;
  if (!works('python3', ['-m', 'venv', '--help'])) return null;
  console.log('schemathesis is not there: installing it into .tallystick/fuzz ...');
  const made = existsSync(join(HOME, 'bin', 'pip')) || spawnSync('python3', ['-m', 'venv', HOME], { stdio: 'inherit' }).status === 0;
  return made && works(join(HOME, 'bin', 'pip'), ['install', '--quiet', 'schemathesis>=4,<5']) ? OWN : null;
}

installIfNeeded();
const schemathesis = find();
if (schemathesis === null) {
  console.error('There is no schemathesis: `pip install "schemathesis>=4,<5"`, or name it in SCHEMATHESIS. It needs Python 3.10 or later.');
  process.exit(2);
}
process.env.SCHEMATHESIS = schemathesis;
process.env.FUZZ_ARGUMENTS = JSON.stringify(process.argv.slice(2));
process.env.SPEC_RUNS ??= '100';
process.argv.splice(2, process.argv.length, '--runInBand', 'test/spec/schemathesis.test.ts', 'test/spec/operations.test.ts');
await import('./test.mjs');
