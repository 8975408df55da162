/** A file of receipts, sent twice: the second time nothing happens. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../src/edge/cli/engine/client.js';
import { enrolFile } from '../../src/edge/cli/replay/enrol.js';
import { replayFile } from '../../src/edge/cli/replay/replay-file.js';
import { summarise, type Summary } from '../../src/edge/cli/replay/summary.js';
import { newTally } from '../../src/edge/cli/replay/tally.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { connect } from './connect.js';
import { startEngineProcess, type EngineProcess } from './engine-process.js';
import { generateReceipts } from './receipts.js';
import { ask, createWorld, damages, type World } from './world.js';

const SEED = Number(process.env['SIM_SEED'] ?? 20261122);
/** A file of real receipts, where there is one: REPLAY_FILE=…, with REPLAY_LIMIT. */
const REAL_FILE = process.env['REPLAY_FILE'] ?? '';

let database: TestDatabase;
let world: World;
let engine: EngineProcess;
let client: Engine;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), `tallystick-test-${process.pid}-`));
  database = await freshDatabase();
  world = await createWorld(database.url, 1);
  engine = await startEngineProcess({ databaseUrl: database.url });
  client = connect(engine.address, world.key);
}, 120_000);

afterAll(async () => {
  client.close();
  await engine.kill();
  await database.drop();
  rmSync(folder, { recursive: true });
});

async function replay(file: string, limit = Infinity): Promise<Summary> {
  const tally = newTally();
  await replayFile(client, file, { tally, limit, zone: 'Europe/London', concurrency: 32, quiet: true });
  return summarise(tally, 1);
}

const state = () =>
  ask<{ entries: string; sales: string; operations: string }>(
    database.url,
    `SELECT (SELECT count(*) FROM ledger.entry WHERE kind <> 'expire') AS entries, (SELECT count(*) FROM ledger.sale) AS sales,
      (SELECT count(*) FROM ledger.operation) AS operations`,
  );

const trialBalance = () =>
  ask<{ off: string }>(database.url, 'SELECT coalesce(sum(credit_points) - sum(debit_points), 0) AS off FROM ledger.trial_balance');

it(`generated receipts, twice (seed ${SEED})`, async () => {
  const generated = generateReceipts(SEED, 400);
  const file = join(folder, 'receipts.ndjson.gz');
  writeFileSync(file, generated.bytes);
  const enrolled = await enrolFile(client, file, Infinity, null);
  expect(enrolled.membersCreated).toBe(enrolled.members);

  const first = await replay(file);
  expect(first).toMatchObject({ sales: generated.sales, returns: generated.returnCalls, replayed: 0, rejected: {} });
  expect(first.skipped).toMatchObject({ stock_adjustment: generated.others });
  expect(first.skipped['return lines: no_reference']).toBeGreaterThan(0);
  const after = await state();

  expect(await enrolFile(client, file, Infinity, null)).toMatchObject({ membersCreated: 0, productsCreated: 0 });
  const second = await replay(file);
  const { replayed, p50Ms: _p50, p99Ms: _p99, ...same } = second;
  expect(replayed).toBe(generated.sales + generated.returnCalls);
  expect(first).toMatchObject(same);
  expect(await state()).toEqual(after);
  expect(await trialBalance()).toEqual([{ off: '0' }]);
  expect(await damages(database.url)).toEqual([]);
}, 180_000);

(existsSync(REAL_FILE) ? it : it.skip)(
  'real receipts of REPLAY_FILE, twice',
  async () => {
    const limit = Number(process.env['REPLAY_LIMIT'] ?? 1_000);
    await enrolFile(client, REAL_FILE, limit, null);
    const first = await replay(REAL_FILE, limit);
    expect(first.rejected).toEqual({});
    expect(await replay(REAL_FILE, limit)).toMatchObject({ replayed: first.sales + first.returns, rejected: {} });
    expect(await damages(database.url)).toEqual([]);
  },
  600_000,
);
