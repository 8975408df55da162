import { Pool } from 'pg';
import { verifyLedger } from '../../../src/jobs/verify/verify-ledger.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { runModel } from './run-model.js';

let database: TestDatabase;
beforeAll(async () => void (database = await freshDatabase()));
afterAll(() => database.drop());

/** MODEL_SEED repeats a run; otherwise each run is another one. */
const seed = Number(process.env['MODEL_SEED'] ?? Date.now() % 1_000_000_000);

it(`the ledger does what the model does (seed ${seed})`, async () => {
  console.log(`model seed ${seed}`);
  const run = await runModel({ databaseUrl: database.url, seed, operations: 2000, worlds: 16 });
  expect(run.operations).toBeGreaterThanOrEqual(2000);
  // A stream that only ever meets refusals would prove nothing.
  expect(run.accepted).toBeGreaterThan(600);
  const pool = new Pool({ connectionString: database.url, max: 1 });
  const { checks } = await verifyLedger(pool).finally(() => pool.end());
  expect(checks.filter((check) => check.wrong > 0 && check.name !== 'rule-set versions')).toEqual([]);
}, 120_000);
