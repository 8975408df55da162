import type pg from 'pg';
import { canonicalJson, contentHash } from '../../src/rulebook/canonical.js';
import { publish, rollback, type PublishResult } from '../../src/rulebook/publish.js';
import type { Published } from '../../src/rulebook/schedule.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { pool, programme } from './engines.js';

const BY = { by: 'test', comment: '' };
let database: TestDatabase;
let db: pg.Pool;

beforeAll(async () => {
  database = await freshDatabase();
  db = pool(database.url);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

function published(result: PublishResult): Published {
  if (result.outcome !== 'published') throw new Error(JSON.stringify(result));
  return result.published;
}

const lastVersion = async () => (await db.query<{ n: number }>('SELECT version AS n FROM rulebook.head')).rows[0]!.n;

describe('publish', () => {
  it('gives gapless versions to publishers that race, and refuses nothing but what is wrong', async () => {
    const first = await lastVersion();
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, index) => publish(db, null, index % 4 === 3 ? { format: 'other' } : programme(`race ${index}`), BY)),
    );
    const good = results.filter(({ outcome }) => outcome === 'published').map((result) => published(result));
    expect(results.filter(({ outcome }) => outcome === 'invalid')).toHaveLength(10);
    expect(good.map(({ version }) => version).sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => first + 1 + index));
    const inOrder = [...good].sort((a, b) => a.version - b.version).map(({ liveFromMs }) => liveFromMs);
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
  });

  it('leaves no gap where an insert fails', async () => {
    const before = await lastVersion();
    await expect(publish(db, null, programme('x'), { by: 'a\u0000b', comment: '' })).rejects.toThrow();
    expect(published(await publish(db, null, programme('after a failure'), BY)).version).toBe(before + 1);
  });

  it('stores the canonical text, whose hash the database checks', async () => {
    const stores = [{ id: 'S1', attributes: { zeta: 0.5, alpha: true, beta: 'é' } }];
    const document = { ...programme('ünïcode € “x” 🧾'), stores };
    const { version, hash } = published(await publish(db, null, document, BY));
    const { rows } = await db.query<{ text: string; hash: string }>(
      'SELECT document::text AS text, hash FROM rulebook.version WHERE version = $1',
      [version],
    );
    expect(rows[0]).toEqual({ text: canonicalJson(document), hash });
    expect(hash).toBe(contentHash(canonicalJson(JSON.parse(rows[0]!.text))));
    const wrong = `INSERT INTO rulebook.version SELECT 999999, repeat('0', 64), document, '', published_at, '', '', live_from FROM rulebook.version WHERE version = $1`;
    await expect(db.query(wrong, [version])).rejects.toThrow('version_has_the_hash_of_its_document');
  });

  it.each([
    ['UPDATE', `UPDATE rulebook.version SET comment = 'changed'`],
    ['DELETE', 'DELETE FROM rulebook.version'],
    ['TRUNCATE', 'TRUNCATE rulebook.version CASCADE'],
  ])('refuses %s of what is published', async (_verb, sql) => {
    await publish(db, null, programme('immutable'), BY);
    await expect(db.query(sql)).rejects.toThrow('a published version is immutable');
  });

  it('is never live before it was published', async () => {
    const before = Date.now();
    const past = published(await publish(db, null, programme('past'), { ...BY, liveFromMs: before - 86_400_000 }));
    expect(past.liveFromMs).toBeGreaterThanOrEqual(before - 5);
    const later = published(await publish(db, null, programme('later'), { ...BY, liveFromMs: before + 86_400_123 }));
    expect(later.liveFromMs).toBe(before + 86_400_123);
  });

  it('says where a document is wrong, and writes nothing', async () => {
    const before = await lastVersion();
    const result = await publish(db, null, { ...programme(''), rules: {} }, BY);
    expect(result.outcome).toBe('invalid');
    expect(result.outcome === 'invalid' && result.errors.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/name', '/rules']),
    );
    expect(await lastVersion()).toBe(before);
  });
});

describe('rollback', () => {
  it('is a new version with the old content', async () => {
    const old = published(await publish(db, null, programme('good'), BY));
    const bad = published(await publish(db, null, programme('bad'), BY));
    const back = published(await rollback(db, null, old.version, BY));
    expect(back).toEqual({
      version: bad.version + 1,
      hash: old.hash,
      schemaHash: old.schemaHash,
      liveFromMs: expect.any(Number) as number,
    });
  });

  it('knows no version that was not published', async () => {
    expect(await rollback(db, null, 1_000_000, BY)).toEqual({ outcome: 'unknown_version' });
  });
});

describe('canonicalJson', () => {
  it.each([
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ 10: 1, 9: 2 }, '{"10":1,"9":2}'],
    [{ a: undefined, b: [undefined, null] }, '{"b":[null,null]}'],
    [[1e21, 0.1, -0, 'é"\n'], '[1e+21,0.1,0,"é\\"\\n"]'],
  ])('%j → %s', (value, text) => expect(canonicalJson(value)).toBe(text));

  it('refuses what JSON cannot say', () => expect(() => canonicalJson({ a: NaN })).toThrow('not a JSON number'));
});
