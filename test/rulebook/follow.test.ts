import type pg from 'pg';
import { publish, rollback } from '../../src/rulebook/publish.js';
import type { Published } from '../../src/rulebook/schedule.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { pool, programme, sleep, startEngine, within, type Engine } from './engines.js';

/** Without Redis: everything is found by polling Postgres. */
let database: TestDatabase;
let db: pg.Pool;
let engines: Engine[] = [];

beforeEach(async () => {
  database = await freshDatabase();
  db = pool(database.url);
});
afterEach(async () => {
  await Promise.all(engines.map((engine) => engine.stop()));
  engines = [];
  await db.end();
  await database.drop();
});

async function engine(): Promise<Engine> {
  const started = await startEngine(database.url);
  engines.push(started);
  return started;
}

async function publishNow(name: string, liveFromMs?: number): Promise<Published> {
  const result = await publish(db, null, programme(name), { by: 'test', comment: '', ...(liveFromMs === undefined ? {} : { liveFromMs }) });
  if (result.outcome !== 'published') throw new Error(JSON.stringify(result));
  return result.published;
}

const live = ({ rulebook }: Engine) => rulebook.current()?.programme.name;

it('has no rules before the first publication, then switches within a second', async () => {
  const one = await engine();
  expect(one.rulebook.current()).toBeNull();
  expect(await one.rulebook.liveAt(Date.now())).toBeNull();
  expect(await one.rulebook.version(1)).toBeNull();
  const { hash } = await publishNow('first');
  await within(1_000, () => live(one) === 'first');
  expect(one.rulebook.status()).toMatchObject({
    version: 1,
    hash,
    source: 'postgres',
    wantedVersion: 1,
    next: null,
    redisUp: false,
    lastError: '',
  });
});

it('keeps every version for returns and offline receipts, also more than fit in memory', async () => {
  const one = await engine();
  const versions: Published[] = [];
  for (let n = 1; n <= 9; n++) {
    versions.push(await publishNow(`v${n}`));
    await sleep(3);
  }
  await one.rulebook.refresh();
  for (const { version, liveFromMs } of versions) {
    expect((await one.rulebook.version(version))?.programme.name).toBe(`v${version}`);
    expect((await one.rulebook.liveAt(liveFromMs))?.version).toBe(version);
    expect((await one.rulebook.liveAt(liveFromMs - 1))?.version ?? 0).toBe(version - 1);
  }
  expect(await one.rulebook.version(10)).toBeNull();
});

it('asks Postgres for a version that another engine sold by', async () => {
  const one = await startEngine(database.url, { pollMs: 60_000 });
  engines.push(one);
  await publishNow('new');
  expect(one.rulebook.current()).toBeNull();
  expect((await one.rulebook.version(1))?.programme.name).toBe('new');
});

it('holds a version for later and switches at its instant, on all engines, without Postgres', async () => {
  const both = [await engine(), await engine()];
  await publishNow('today');
  const { liveFromMs } = await publishNow('tomorrow', Date.now() + 1_500);
  await Promise.all(both.map(({ rulebook }) => rulebook.refresh()));
  expect(both.map(live)).toEqual(['today', 'today']);
  expect(both[0]!.rulebook.status()).toMatchObject({ version: 1, wantedVersion: 1, next: { version: 2, liveFromMs } });
  await db.query('ALTER TABLE rulebook.version RENAME TO elsewhere');
  const late = await Promise.all(both.map((one) => within(3_000, () => live(one) === 'tomorrow').then(() => Date.now() - liveFromMs)));
  for (const lateMs of late) expect(Math.abs(lateMs)).toBeLessThan(150);
  expect(both[0]!.rulebook.status().lastError).toMatch(/rules: .*rulebook.version/);
  await db.query('ALTER TABLE rulebook.elsewhere RENAME TO version');
  await both[0]!.rulebook.refresh();
  expect(both[0]!.rulebook.status()).toMatchObject({ version: 2, lastError: '' });
});

it('calls a version for later off by another one for the same instant', async () => {
  const one = await engine();
  await publishNow('today');
  const { liveFromMs } = await publishNow('mistake', Date.now() + 400);
  await rollback(db, null, 1, { by: 'test', comment: 'mistake', liveFromMs });
  await one.rulebook.refresh();
  expect(one.rulebook.status().next?.version).toBe(3);
  await within(2_000, () => one.rulebook.current()?.version === 3);
  expect(live(one)).toBe('today');
  expect(one.events.filter(({ kind }) => kind === 'switched')).toHaveLength(2);
});

it('keeps the old set where the new one cannot be used, says so, and recovers with the next', async () => {
  const one = await engine();
  await publishNow('good');
  await one.rulebook.refresh();
  // A document that this program's validation lets nobody publish: written as a newer program might.
  const insert = `WITH head AS (UPDATE rulebook.head SET version = version + 1, published_at = clock_timestamp() RETURNING *)
    INSERT INTO rulebook.version SELECT version, encode(sha256(convert_to($1, 'UTF8')), 'hex'), $1::json, 'of another program', published_at, '', '', published_at FROM head`;
  await db.query(insert, ['{"format":"tallystick/99"}']);
  await one.rulebook.refresh();
  expect(live(one)).toBe('good');
  expect(one.rulebook.status()).toMatchObject({ version: 1, wantedVersion: 2, lastError: expect.stringContaining('/format') as string });
  expect(one.events).toContainEqual(expect.objectContaining({ kind: 'refused', version: 2, reason: 'unknown' }));
  // An engine that starts now is as well off as one that was running.
  expect(live(await engine())).toBe('good');
  await expect(one.rulebook.version(2)).rejects.toThrow('/format');
  await publishNow('better');
  await within(1_000, () => live(one) === 'better');
  expect(one.rulebook.status()).toMatchObject({ version: 3, wantedVersion: 3, lastError: '' });
  expect(one.events.filter(({ kind }) => kind === 'refused')).toHaveLength(1);
});

it('switches within a second to a thousand rules and ten thousand prices', async () => {
  const one = await engine();
  const rules = Array.from({ length: 1_000 }, (_, n) => ({
    ...{ id: `r${n}`, name: `Rule ${n}`, stage: 'line', lines: { skus: [`S${n}`, `S${n + 1}`] } },
    benefit: { kind: 'percent', rateBps: 100 + n },
  }));
  const items = Array.from({ length: 10_000 }, (_, n) => ({ sku: `S${n}`, unitPriceMinor: 100 + n }));
  const document = { ...programme('big'), rules, priceLists: [{ id: 'list', items }] };
  const result = await publish(db, null, document, { by: 'test', comment: '' });
  expect(result.outcome).toBe('published');
  await within(1_000, () => live(one) === 'big');
  expect(one.events).toContainEqual(expect.objectContaining({ kind: 'compiled', version: 1, bytes: expect.any(Number) as number }));
});

it('notices that the database was restored to other versions', async () => {
  const one = await engine();
  await publishNow('a');
  await publishNow('lost');
  await one.rulebook.refresh();
  const restored = await freshDatabase();
  const other = pool(restored.url);
  try {
    for (const name of ['a', 'other']) await publish(other, null, programme(name), { by: 'test', comment: '' });
    const { rows } = await other.query<Record<string, unknown>>('SELECT * FROM rulebook.version WHERE version = 2');
    const row = rows[0]!;
    await db.query('ALTER TABLE rulebook.version DISABLE TRIGGER version_is_immutable');
    await db.query('DELETE FROM rulebook.version WHERE version = 2');
    await db.query('INSERT INTO rulebook.version VALUES (2, $1, $2::text::json, $3, $4, $5, $6, $7)', [
      row['hash'],
      (await other.query<{ text: string }>('SELECT document::text AS text FROM rulebook.version WHERE version = 2')).rows[0]!.text,
      row['schema_hash'],
      row['published_at'],
      '',
      '',
      row['live_from'],
    ]);
  } finally {
    await other.end();
    await restored.drop();
  }
  await one.rulebook.refresh();
  expect(live(one)).toBe('other');
});

it('sells on by what it has while Postgres is away, and follows again afterwards', async () => {
  const one = await engine();
  await publishNow('before');
  await one.rulebook.refresh();
  await reachable(false);
  await one.rulebook.refresh();
  expect(live(one)).toBe('before');
  expect(one.rulebook.status().lastError).not.toBe('');
  expect((await one.rulebook.version(1))?.programme.name).toBe('before');
  await reachable(true);
  await publishNow('after');
  await within(1_000, () => live(one) === 'after' && one.rulebook.status().lastError === '');
});

it('does not start without Postgres', async () => {
  await reachable(false);
  await expect(startEngine(database.url)).rejects.toThrow('not currently accepting connections');
  await reachable(true);
});

/** Cuts every connection to the database and lets none in, or opens it again. */
async function reachable(open: boolean): Promise<void> {
  const name = new URL(database.url).pathname.slice(1);
  const server = pool(process.env['TEST_DATABASE_URL'] ?? '');
  try {
    await server.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${open}`);
    if (!open) await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  } finally {
    await server.end();
  }
}
