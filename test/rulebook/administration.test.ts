import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { createTerminal } from '../../src/rulebook/create-terminal.js';
import { createRulebookSource } from '../../src/rulebook/datasource.js';
import { enrolProducts } from '../../src/rulebook/enrol-products.js';
import { history } from '../../src/rulebook/history.js';
import { listTerminals } from '../../src/rulebook/list-terminals.js';
import { ProductEntity } from '../../src/rulebook/product.entity.js';
import { publish } from '../../src/rulebook/publish.js';
import { rotateKey } from '../../src/rulebook/rotate-key.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { pool, programme } from './engines.js';

let database: TestDatabase;
let db: pg.Pool;
let source: DataSource;

beforeAll(async () => {
  database = await freshDatabase();
  db = pool(database.url);
  source = await createRulebookSource(database.url).initialize();
});
afterAll(async () => {
  await source.destroy();
  await db.end();
  await database.drop();
});

it('lists versions, the newest first, without their documents', async () => {
  for (const name of ['a', 'b', 'c']) await publish(db, null, programme(name), { by: 'ann', comment: `why ${name}` });
  const versions = await history(source, 2);
  expect(versions.map(({ version, publishedBy, comment }) => [version, publishedBy, comment])).toEqual([
    [3, 'ann', 'why c'],
    [2, 'ann', 'why b'],
  ]);
  expect(versions[0]?.liveFrom).toEqual(versions[0]?.publishedAt);
  expect(versions[0]?.document).toBeUndefined();
});

it('lists the terminals of a store with the ages of their keys, and never a hash', async () => {
  for (const [terminalId, storeId] of [
    ['T2', 'S1'],
    ['T1', 'S1'],
    ['T9', 'S2'],
  ] as const) {
    await createTerminal(db, null, { terminalId, storeId, name: `Till ${terminalId}`, mayEnrol: false });
  }
  await rotateKey(db, null, 'T2');
  const terminals = await listTerminals(source, 'S1');
  expect(terminals.map(({ terminalId, revokedAt, keys }) => [terminalId, revokedAt, keys.map(({ slot }) => slot)])).toEqual([
    ['T1', null, [1]],
    ['T2', null, [1, 2]],
  ]);
  expect(JSON.stringify(terminals)).not.toContain('Hash');
});

it('reads products with every field', async () => {
  await enrolProducts(db, null, [
    { sku: 'A', name: 'Apple', categories: ['fruit'], attributes: { organic: true }, unitPriceMinor: 9_007_199_254_740_991 },
  ]);
  expect(await source.getRepository(ProductEntity).findOneBy({ sku: 'A' })).toMatchObject({
    ...{ name: 'Apple', categories: ['fruit'], brand: '', attributes: { organic: true }, unitPriceMinor: '9007199254740991' },
    ...{ minUnitPriceMinor: '0', weighed: false, discountable: true, revision: '1' },
  });
});
