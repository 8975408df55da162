/** Prices with two engines: one is killed in the middle of an upload and of a publication; one hears of what the other published. */
import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import pg from 'pg';
import { hasRedis, redisUrl } from '../../support/database.js';
import { GrpcCaller } from '../../support/grpc-caller.js';
import { startEngineProcess, type EngineProcess } from '../../sim/engine-process.js';
import { AdminClient, startAdminEngine, told, TOKEN, type AdminEngine } from './client.js';
import { until, working } from './working.js';

/** So rarely that what arrives was announced. */
const RARELY_MS = '60000';
let at: AdminEngine;
let db: pg.Pool;
let settings: Record<string, string>;
const running: EngineProcess[] = [];
beforeAll(async () => {
  settings = {
    ...{ REDIS_URL: hasRedis ? await redisUrl() : '', REDIS_NAMESPACE: `k${randomBytes(6).toString('hex')}` },
    ...{ RULES_POLL_MS: RARELY_MS, ADMIN_TOKEN: TOKEN, ADMIN_CALLS_PER_MINUTE_MAX: '100000' },
  };
  at = await startAdminEngine(settings);
  db = new pg.Pool({ connectionString: at.databaseUrl, max: 3 });
});
afterAll(async () => {
  await Promise.all(running.map((engine) => engine.kill()));
  await db?.end();
  await at?.close();
});

async function another(): Promise<{ engine: EngineProcess; admin: AdminClient }> {
  const engine = await startEngineProcess({ databaseUrl: at.databaseUrl, redisUrl: settings['REDIS_URL']!, env: settings });
  running.push(engine);
  return { engine, admin: new AdminClient(engine.http, TOKEN) };
}
const csv = { 'content-type': 'text/csv' };
const upload = (admin: AdminClient, listId: string, file: string) => admin.call('POST', `/v1/price-lists/${listId}/uploads`, file, csv);
const rowsOf = async (listId: string): Promise<Record<string, number>> => {
  const count = (from: string): string => `(SELECT count(*)::integer FROM ${from})`;
  const { rows } = await db.query<Record<string, number>>(
    `SELECT ${count('prices.staged s JOIN upload.file f USING (upload_id) WHERE f.list_id = $1')} AS staged,
      ${count('upload.file WHERE list_id = $1')} AS files,
      ${count('prices.price p JOIN prices.list l USING (list_no) WHERE l.list_id = $1')} AS prices,
      ${count('prices.revision WHERE list_id = $1')} AS revisions,
      ${count(`access.audit WHERE subject = 'list:' || $1 AND action IN ('prices.upload', 'prices.publish')`)} AS notes`,
    [listId],
  );
  return rows[0]!;
};
const FILE = `sku,price_minor\n${Array.from({ length: 500 }, (_, k) => `k${k},${k + 1}`).join('\n')}\n`;

test('killed in the middle of an upload: nothing of it is there, and it is sent again to the next engine', async () => {
  const { engine, admin } = await another();
  expect(told(await admin.post('/v1/price-lists', { listId: 'up', name: 'up' }))).toEqual([201]);
  const headers = { ...csv, authorization: `Bearer ${TOKEN}`, 'idempotency-key': 'killed' };
  const request = httpRequest(`${engine.http}/v1/price-lists/up/uploads`, { method: 'POST', headers });
  request.on('error', () => undefined);
  // Enough that rows are on their way to Postgres, and no end.
  for (let k = 0; k < 20_000; k++) request.write(`${k === 0 ? 'sku,price_minor\n' : ''}u${k},1\n`);
  await until(async () => (await working(db, '^COPY incoming')) > 0);
  await engine.kill();
  await until(async () => (await working(db, '^COPY incoming')) === 0);
  expect(await rowsOf('up')).toEqual({ staged: 0, files: 0, prices: 0, revisions: 0, notes: 0 });
  const again = await at.admin.call('POST', '/v1/price-lists/up/uploads', FILE, { ...csv, 'idempotency-key': 'killed' });
  expect(told(again)).toEqual([201]);
  expect(await rowsOf('up')).toMatchObject({ staged: 500, files: 1, notes: 1 });
}, 120_000);

test('killed in the middle of a publication: the list is as before, and the same upload is published by the next engine', async () => {
  const { engine, admin } = await another();
  await admin.post('/v1/price-lists', { listId: 'pub', name: 'pub' });
  const first = await upload(admin, 'pub', 'sku,price_minor\nold,1\n');
  expect(told(await admin.post('/v1/price-lists/pub/publish', { comment: 'x', uploadId: first.body['uploadId'] }))).toEqual([200]);
  const { uploadId } = (await upload(admin, 'pub', FILE)).body;
  const before = await rowsOf('pub');
  // It stands before the number of the revision, with all its rows written.
  const gate = await db.connect();
  await gate.query('BEGIN');
  await gate.query('SELECT * FROM prices.head FOR UPDATE');
  const lost = admin.post('/v1/price-lists/pub/publish', { comment: 'x', uploadId }).catch(() => 'no answer');
  await until(async () => (await working(db, 'UPDATE prices.head')) > 0);
  await engine.kill();
  await gate.query('ROLLBACK');
  gate.release();
  expect(await lost).toBe('no answer');
  await until(async () => (await working(db, 'UPDATE prices.head')) === 0);
  expect(await rowsOf('pub')).toEqual(before);
  const published = await at.admin.post('/v1/price-lists/pub/publish', { comment: 'x', uploadId });
  expect([told(published), published.body['rowCount'], published.body['listRevision']]).toEqual([[200], 500, 2]);
  expect(await rowsOf('pub')).toMatchObject({ staged: 0, prices: 501, revisions: 2 });
}, 120_000);

(hasRedis ? test : test.skip)(
  'what one engine publishes another one sells by within a second, for it was told',
  async () => {
    const { engine } = await another();
    const till = new GrpcCaller(engine.address, at.keys.t1);
    try {
      expect(told(await at.admin.post('/v1/price-lists', { listId: 'heard', name: 'heard' }))).toEqual([201]);
      const tookMs: number[] = [];
      for (let price = 1; price <= 5; price++) {
        const { uploadId } = (await upload(at.admin, 'heard', `sku,price_minor\nheard,${price * 100}\n`)).body;
        expect(told(await at.admin.post('/v1/price-lists/heard/publish', { comment: 'x', uploadId }))).toEqual([200]);
        const started = performance.now();
        await until(async () => {
          const answer = await till.call('CardPrices', { skus: ['heard'] });
          if (!answer.ok) throw new Error(answer.message);
          return Number((answer.response as { prices: { cardPriceMinor: number | string }[] }).prices[0]!.cardPriceMinor) === price * 100;
        });
        tookMs.push(Math.ceil(performance.now() - started));
      }
      console.log(`milliseconds from the answer to who published until another engine sells by it: ${tookMs.join(' ')}`);
      // No poll was due: the engine asks by itself once a minute.
      expect(tookMs.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(Number(RARELY_MS));
    } finally {
      till.client.close();
    }
  },
  120_000,
);
