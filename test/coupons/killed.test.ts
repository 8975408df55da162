/** What makes codes is killed in the middle, again and again: the batch ends with exactly as many as were ordered. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Pool } from 'pg';
import { makeChunk } from '../../src/coupons/make-chunk.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const COUNT = 20_123;
let database: TestDatabase;
let db: Pool;
beforeAll(async () => {
  database = await freshDatabase();
  db = new Pool({ connectionString: database.url, max: 4 });
  await db.query(`INSERT INTO ledger.coupon_series (series_id, name, prefix, length, checksum, code_group, uses_max_per_code, bound, created_by, updated_by)
    VALUES ('s', 's', '', 13, true, 0, 1, false, 'test', 'test')`);
  await db.query(
    `INSERT INTO ledger.coupon_batch (series_id, origin, wanted, status, created_by) VALUES ('s', 'generated', ${COUNT}, 'running', 'test')`,
  );
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

const codes = async (): Promise<number> =>
  (await db.query<{ n: number }>('SELECT count(DISTINCT code)::integer AS n FROM ledger.coupon')).rows[0]!.n;
const done = async (): Promise<number> => (await db.query<{ done: number }>('SELECT done FROM ledger.coupon_batch')).rows[0]!.done;

/** Runs the child until it has committed so many chunks, and kills it as a power cut does. */
async function killAfter(chunks: number): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, ['--import', './test/sim/register.mjs', 'test/coupons/make-child.ts', database.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = 0;
  child.stdout.on('data', (chunk: Buffer) => void ((said += chunk.length) >= chunks && child.kill('SIGKILL')));
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal;
}

test('killed three times and continued: as many different codes as ordered, and each counted', async () => {
  for (const chunks of [3, 7, 2]) {
    expect(await killAfter(chunks)).toBe('SIGKILL');
    // Postgres may still end the transaction of the dead process; what is counted and what is there change together.
    const counted = await db.query<{ same: boolean }>(
      'SELECT (SELECT done FROM ledger.coupon_batch) = (SELECT count(*) FROM ledger.coupon) AS same',
    );
    expect(counted.rows).toEqual([{ same: true }]);
  }
  expect(await done()).toBeLessThan(COUNT);
  while ((await makeChunk(db, 2_000)) !== null);
  expect([await codes(), await done()]).toEqual([COUNT, COUNT]);
  expect(await makeChunk(db, 2_000)).toBeNull();
});
