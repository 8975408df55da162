/** Our own golden receipts: what each mechanic gives just below, at and just above its boundaries. Every amount is worked out by hand. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { actualOf } from './golden-case.js';
import type { GoldenFile } from './golden-case.js';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

describe.each(FILES)('%s', (name) => {
  const { cases } = JSON.parse(readFileSync(`${FOLDER}${name}`, 'utf8')) as GoldenFile;

  test.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    expect(actualOf(one)).toEqual(one.expect);
  });
});

test('there are at least 150 of them', () => {
  const counts = FILES.map((name) => (JSON.parse(readFileSync(`${FOLDER}${name}`, 'utf8')) as GoldenFile).cases.length);
  expect(counts.reduce((all, count) => all + count, 0)).toBeGreaterThanOrEqual(150);
});
