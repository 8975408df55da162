import type pg from 'pg';
import { createTerminal } from '../../src/rulebook/create-terminal.js';
import { revokeTerminal } from '../../src/rulebook/revoke-terminal.js';
import { retireOlderKey, rotateKey } from '../../src/rulebook/rotate-key.js';
import { makeKey, terminalOfKey } from '../../src/rulebook/terminal-key.js';
import { freshDatabase, hasRedis, redisUrl, type TestDatabase } from '../support/database.js';
import { connectAnnouncer, pool, sleep, startEngine, within, type Engine } from './engines.js';

let database: TestDatabase;
let db: pg.Pool;
let engine: Engine;

beforeAll(async () => {
  database = await freshDatabase();
  db = pool(database.url);
  engine = await startEngine(database.url);
});
afterAll(async () => {
  await engine.stop();
  await db.end();
  await database.drop();
});

async function create(terminalId: string, mayEnrol = false): Promise<string> {
  const result = await createTerminal(db, null, { terminalId, storeId: 'S1', name: 'Till', mayEnrol });
  if (result.outcome !== 'created') throw new Error(result.outcome);
  return result.key;
}

async function rotate(terminalId: string): Promise<string> {
  const result = await rotateKey(db, null, terminalId);
  if (result.outcome !== 'rotated') throw new Error(result.outcome);
  return result.key;
}

const opens = async (key: string) => (await engine.rulebook.terminals.authenticate(key)) !== null;

describe('a key', () => {
  it.each(['T1', '_', 'till_7-a', 'Kasse größe №1', '0'])('of terminal %s says whose it is, and looks as promised', (terminalId) => {
    const key = makeKey(terminalId);
    expect(key).toMatch(/^tsk_[A-Za-z0-9_-]+_[A-Za-z0-9_-]{43}$/);
    expect(terminalOfKey(key)).toBe(terminalId);
  });

  it.each(['', 'tsk_', `tsk__${'a'.repeat(43)}`, `tsk_VDE_${'a'.repeat(42)}`, `tsk_VDE_${'a'.repeat(43)}\n`, 'x'.repeat(100_000)])(
    'is not %j',
    async (key) => {
      expect(terminalOfKey(key)).toBeNull();
      expect(await opens(key)).toBe(false);
    },
  );
});

describe('a terminal', () => {
  it('opens with its key at once, though the engine has not polled yet', async () => {
    const key = await create('fresh', true);
    expect(await engine.rulebook.terminals.authenticate(key)).toEqual({ terminalId: 'fresh', storeId: 'S1', name: 'Till', mayEnrol: true });
  });

  it('is stored without its key', async () => {
    const key = await create('hashed');
    const { rows } = await db.query<{ row: string }>(
      `SELECT t::text || k::text AS row FROM access.terminal t JOIN access.terminal_key k USING (terminal_id)`,
    );
    expect(rows.some(({ row }) => row.includes(key) || row.includes(key.slice(-43)))).toBe(false);
  });

  it('is made once', async () => {
    const key = await create('once');
    expect(await createTerminal(db, null, { terminalId: 'once', storeId: 'S2', name: '', mayEnrol: true })).toEqual({ outcome: 'exists' });
    await engine.rulebook.refresh();
    expect(await engine.rulebook.terminals.authenticate(key)).toMatchObject({ storeId: 'S1', mayEnrol: false });
  });

  it('does not open with a key of the right shape', async () => {
    await create('guessed');
    await engine.rulebook.refresh();
    expect(await opens(makeKey('guessed'))).toBe(false);
    expect(await opens(makeKey('nobody'))).toBe(false);
  });

  it('has two keys while they are exchanged, never three', async () => {
    const first = await create('rotating');
    const second = await rotate('rotating');
    await engine.rulebook.refresh();
    expect(await Promise.all([first, second].map(opens))).toEqual([true, true]);
    const third = await rotate('rotating');
    await engine.rulebook.refresh();
    expect(await Promise.all([first, second, third].map(opens))).toEqual([false, true, true]);
    expect(await retireOlderKey(db, null, 'rotating')).toBe(true);
    expect(await retireOlderKey(db, null, 'rotating')).toBe(false);
    await engine.rulebook.refresh();
    expect(await Promise.all([first, second, third].map(opens))).toEqual([false, false, true]);
    const raced = await Promise.all(Array.from({ length: 6 }, () => rotate('rotating')));
    await engine.rulebook.refresh();
    expect((await Promise.all([third, ...raced].map(opens))).filter(Boolean)).toHaveLength(2);
  });

  it('is out within a second of its revocation, with both keys and for good', async () => {
    const keys = [await create('lost'), await rotate('lost')];
    await engine.rulebook.refresh();
    expect(await revokeTerminal(db, null, 'lost')).toBe(true);
    for (let out = false, since = Date.now(); !out; await sleep(5)) {
      out = !(await opens(keys[0]!)) && !(await opens(keys[1]!));
      expect(Date.now() - since).toBeLessThan(1_000);
    }
    expect(await revokeTerminal(db, null, 'lost')).toBe(false);
    expect(await rotateKey(db, null, 'lost')).toEqual({ outcome: 'unknown_terminal' });
    expect(await rotateKey(db, null, 'never was')).toEqual({ outcome: 'unknown_terminal' });
  });

  it('costs Postgres next to nothing when a thousand wrong keys are tried', async () => {
    const read = async () =>
      (
        await db.query<{ n: number }>(
          `SELECT coalesce(sum(seq_scan), 0)::int AS n FROM pg_stat_user_tables WHERE schemaname = 'access' AND relname = 'revision'`,
        )
      ).rows[0]!.n;
    await sleep(1_200);
    const before = await read();
    for (let n = 0; n < 1_000; n++) expect(await opens(makeKey('nobody'))).toBe(false);
    await sleep(1_200);
    expect((await read()) - before).toBeLessThan(100);
  });
});

(hasRedis ? it : it.skip)('hears of a revocation by Redis, long before it polls', async () => {
  const url = await redisUrl();
  const to = await connectAnnouncer(url, `k${process.pid}`);
  const one = await startEngine(database.url, { redisUrl: url, namespace: to.namespace, pollMs: 60_000 });
  try {
    const result = await createTerminal(db, to, { terminalId: 'heard', storeId: 'S1', name: '', mayEnrol: false });
    const key = result.outcome === 'created' ? result.key : '';
    await within(1_000, () => one.rulebook.status().redisUp);
    await sleep(100);
    expect(await one.rulebook.terminals.authenticate(key)).toMatchObject({ terminalId: 'heard' });
    await revokeTerminal(db, to, 'heard');
    await sleep(100);
    expect(await one.rulebook.terminals.authenticate(key)).toBeNull();
  } finally {
    to.close();
    await one.stop();
  }
});
