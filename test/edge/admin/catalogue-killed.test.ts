/** The catalogue with an engine that is killed while it reads a file, and while it puts the rows of one in force. */
import { request as httpRequest } from 'node:http';
import pg from 'pg';
import { startEngineProcess, type EngineProcess } from '../../sim/engine-process.js';
import { AdminClient, startAdminEngine, told, TOKEN, type AdminEngine } from './client.js';
import { until, working } from './working.js';

const ENV = { ADMIN_TOKEN: TOKEN, ADMIN_CALLS_PER_MINUTE_MAX: '100000' };
const UPLOADS = '/v1/catalogue/products/uploads?mode=upsert';
const HEAD = 'sku,name,unit_price';
const ROWS = 500;
const FILE = `${HEAD}\n${Array.from({ length: ROWS }, (_, k) => `p${k},product ${k},${k + 1}.00`).join('\n')}\n`;

let at: AdminEngine;
let db: pg.Pool;
const running: EngineProcess[] = [];
beforeAll(async () => {
  at = await startAdminEngine();
  db = new pg.Pool({ connectionString: at.databaseUrl, max: 3 });
});
afterAll(async () => {
  await Promise.all(running.map((engine) => engine.kill()));
  await db?.end();
  await at?.close();
});

async function another(): Promise<{ engine: EngineProcess; admin: AdminClient }> {
  const engine = await startEngineProcess({ databaseUrl: at.databaseUrl, env: ENV });
  running.push(engine);
  return { engine, admin: new AdminClient(engine.http, TOKEN) };
}
const headers = (key: string) => ({ 'content-type': 'text/csv', 'idempotency-key': key });
/** All that an upload could leave: products with their revisions, the catalogue's own, files, and what the audit says. */
const left = async (): Promise<unknown> =>
  (
    await db.query(
      `SELECT (SELECT json_agg(p ORDER BY p.sku) FROM catalogue.product p) AS products, (SELECT revision FROM catalogue.revision) AS revision,
        (SELECT count(*)::integer FROM upload.file WHERE kind = 'products') AS files,
        (SELECT count(*)::integer FROM access.audit WHERE action = 'catalogue.upload') AS notes`,
    )
  ).rows[0];

/** The file that was cut is sent again with its key: taken once, however often it comes. */
async function takenOnce(key: string, file: string, notes: number): Promise<void> {
  const again = await at.admin.call('POST', UPLOADS, file, headers(key));
  expect([told(again), again.body['status'], again.body['rows']]).toEqual([[201], 'applied', ROWS]);
  const after = await left();
  expect(after).toMatchObject({ files: notes, notes });
  expect((await at.admin.call('POST', UPLOADS, file, headers(key))).body).toEqual(again.body);
  expect(await left()).toEqual(after);
}

test('killed while it reads a file: nothing of it is there, and it is sent again to the next engine', async () => {
  const { engine } = await another();
  const before = await left();
  const request = httpRequest(`${engine.http}${UPLOADS}`, {
    method: 'POST',
    headers: { ...headers('read'), authorization: `Bearer ${TOKEN}` },
  });
  request.on('error', () => undefined);
  // Enough that rows are on their way to Postgres, and no end.
  for (let k = 0; k < 20_000; k++) request.write(`${k === 0 ? `${HEAD}\n` : ''}u${k},u,1.00\n`);
  await until(async () => (await working(db, '^COPY incoming')) > 0);
  await engine.kill();
  await until(async () => (await working(db, '^COPY incoming')) === 0);
  expect(await left()).toEqual(before);
  await takenOnce('read', FILE, 1);
}, 120_000);

test('killed while it puts the rows in force: the catalogue is as before, and the next engine takes the same file', async () => {
  const { engine, admin } = await another();
  const dearer = FILE.replaceAll('.00', '.50');
  const before = await left();
  // It waits for its turn, with all rows received.
  const gate = await db.connect();
  await gate.query('BEGIN');
  await gate.query('SELECT FROM catalogue.revision FOR UPDATE');
  const lost = admin.call('POST', UPLOADS, dearer, headers('take')).catch(() => 'no answer');
  await until(async () => (await working(db, 'catalogue.revision')) > 0);
  await engine.kill();
  await gate.query('ROLLBACK');
  gate.release();
  expect(await lost).toBe('no answer');
  await until(async () => (await working(db, 'catalogue.revision')) === 0);
  expect(await left()).toEqual(before);
  await takenOnce('take', dearer, 2);
}, 120_000);
