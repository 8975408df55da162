import { readFileSync } from 'node:fs';
import { runFile, unexplained } from '../../src/edge/cli/golden.js';
import { sharedFile } from './shared-file.js';

const file = sharedFile('GOLDEN_CASES', 'cases/promotions.json');
const cases = file === null ? test.skip : test;

cases('cases of peers: no disagreement without a documented reason (skipped without GOLDEN_CASES)', () => {
  const results = runFile(readFileSync(file!, 'utf8'));
  expect(results.length).toBeGreaterThan(0);
  expect(unexplained(results).map(({ id, details }) => [id, ...details])).toEqual([]);
});
