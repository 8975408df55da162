import { readFileSync } from 'node:fs';
import { MEMORY_FLAGS } from '../../bench/shop/engine.js';

const FLAG = /--[a-z-]+(?:=\d+)?/g;

/** What is said of memory on the line that starts an engine; `--enable-source-maps` says where an error was. */
function flagsIn(file: string, line: RegExp): string[] {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const found = line.exec(text)?.[0] ?? '';
  return (found.match(FLAG) ?? []).filter((flag) => flag !== '--enable-source-maps');
}

test.each([
  ['scripts/start.mjs', /^const MEMORY = .*$/m],
  ['Dockerfile', /^CMD .*main\.js.*$/m],
  ['README.md', /^node --.*dist\/src\/main\.js$/m],
])('%s starts an engine with the flags that are measured', (file, line) => {
  expect(flagsIn(file, line)).toEqual(MEMORY_FLAGS);
});
