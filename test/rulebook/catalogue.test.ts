import type pg from 'pg';
import type { Product } from '../../src/core/rules/types.js';
import { enrolProducts } from '../../src/rulebook/enrol-products.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { pool, startEngine, type Engine } from './engines.js';

let database: TestDatabase;
let db: pg.Pool;
let engine: Engine;

beforeEach(async () => {
  database = await freshDatabase();
  db = pool(database.url);
  engine = await startEngine(database.url, { pollMs: 60_000 });
});
afterEach(async () => {
  await engine.stop();
  await db.end();
  await database.drop();
});

const MILK: Product = {
  sku: 'MILK',
  name: 'Milk “2 l”',
  categories: ['dairy', 'fresh'],
  brand: 'Farm',
  tags: ['vegetarian'],
  attributes: { fat: 35, organic: true, origin: 'UK' },
  unitPriceMinor: 145,
  minUnitPriceMinor: 100,
  weighed: false,
  discountable: true,
  burnable: false,
  earning: true,
};
const revisions = async () =>
  (await db.query<{ sku: string; revision: string }>('SELECT sku, revision FROM catalogue.product ORDER BY sku')).rows.map(({ revision }) =>
    Number(revision),
  );

it('gives the facts of a product back as they were enrolled, and says nothing of those it does not know', async () => {
  expect(await enrolProducts(db, null, [MILK, { sku: 'BARE' }])).toEqual({ created: 2, replaced: 0 });
  await engine.rulebook.refresh();
  expect(engine.rulebook.product('MILK')).toEqual(MILK);
  expect(engine.rulebook.product('BARE')).toEqual({
    ...{ sku: 'BARE', name: '', categories: [], brand: '', tags: [], attributes: {}, minUnitPriceMinor: 0 },
    ...{ weighed: false, discountable: true, burnable: true, earning: true },
  });
  expect(engine.rulebook.product('NONE')).toBeUndefined();
  expect(engine.rulebook.product('__proto__')).toBeUndefined();
});

it('replaces, counts, takes the last of two, and leaves what is the same alone', async () => {
  await enrolProducts(db, null, [MILK]);
  expect(await enrolProducts(db, null, [MILK])).toEqual({ created: 0, replaced: 1 });
  expect(await revisions()).toEqual([1]);
  const cheaper = { ...MILK, unitPriceMinor: 130 };
  expect(await enrolProducts(db, null, [MILK, { sku: 'TEA' }, cheaper])).toEqual({ created: 1, replaced: 1 });
  expect(await revisions()).toEqual([3, 3]);
  await engine.rulebook.refresh();
  expect(engine.rulebook.product('MILK')).toEqual(cheaper);
  expect(await enrolProducts(db, null, [])).toEqual({ created: 0, replaced: 0 });
});

it.each([
  ['no SKU', { sku: '' }],
  ['a SKU that is too long', { sku: 'x'.repeat(65) }],
  ['a negative price', { sku: 'A', unitPriceMinor: -1 }],
])('writes nothing of a batch where one has %s', async (_what, bad) => {
  await expect(enrolProducts(db, null, [{ sku: 'GOOD' }, bad])).rejects.toThrow('violates check constraint');
  expect(await revisions()).toEqual([]);
});

it('misses nothing while writers race each other and the reader', async () => {
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let round = 1; round <= 15; round++) {
      const batch = Array.from({ length: 20 }, (_item, n) => ({ sku: `P${(n * 7 + writer * 5) % 50}`, name: `${writer}/${round}` }));
      await enrolProducts(db, null, [...batch, { sku: `W${writer}`, name: String(round) }]);
    }
  });
  let writing = true;
  const reader = (async () => {
    while (writing) await engine.rulebook.refresh();
  })();
  await Promise.all(writers);
  writing = false;
  await reader;
  await engine.rulebook.refresh();
  const { rows } = await db.query<{ sku: string; name: string }>('SELECT sku, name FROM catalogue.product');
  expect(engine.rulebook.status().products).toBe(rows.length);
  for (const { sku, name } of rows) expect(engine.rulebook.product(sku)?.name).toBe(name);
});

it('does not pass over a change that was begun before and committed after another one', async () => {
  const slow = await db.connect();
  await slow.query('BEGIN');
  await enrolProducts(slow as unknown as pg.Pool, null, [{ sku: 'SLOW' }]);
  const quick = enrolProducts(db, null, [{ sku: 'QUICK' }]);
  await engine.rulebook.refresh();
  expect(engine.rulebook.status().products).toBe(0);
  await slow.query('COMMIT');
  slow.release();
  await quick;
  await engine.rulebook.refresh();
  expect(engine.rulebook.status().products).toBe(2);
});

it('reads 25,000 products in pages', async () => {
  for (let page = 0; page < 5; page++) {
    await enrolProducts(
      db,
      null,
      Array.from({ length: 5_000 }, (_, n) => ({ sku: `S${page * 5_000 + n}` })),
    );
  }
  await engine.rulebook.refresh();
  expect(engine.rulebook.status().products).toBe(25_000);
  await enrolProducts(
    db,
    null,
    Array.from({ length: 25_000 }, (_, n) => ({ sku: `S${n}`, name: 'new' })),
  );
  await engine.rulebook.refresh();
  expect(engine.rulebook.product('S24999')?.name).toBe('new');
  expect(engine.rulebook.product('S0')?.name).toBe('new');
});

it('is read anew from a database that was restored', async () => {
  await enrolProducts(db, null, [MILK, { sku: 'LATER' }]);
  await engine.rulebook.refresh();
  await db.query(
    `DELETE FROM catalogue.product WHERE sku = 'LATER'; UPDATE catalogue.revision SET revision = 0; UPDATE catalogue.product SET revision = 0`,
  );
  await engine.rulebook.refresh();
  expect(engine.rulebook.product('LATER')).toBeUndefined();
  expect(engine.rulebook.status().products).toBe(1);
});

const category = (id: string, parent: string | null): Promise<unknown> =>
  db.query(
    `WITH head AS (UPDATE catalogue.revision SET revision = revision + 1 RETURNING revision)
     INSERT INTO catalogue.category (category_id, name, parent, revision) SELECT $1, '', $2, revision FROM head
     ON CONFLICT (category_id) DO UPDATE SET parent = excluded.parent, revision = excluded.revision`,
    [id, parent],
  );

it('finds categories by those above them, also after one moved and where a line names its own', async () => {
  for (const [id, parent] of [
    ['food', null],
    ['fresh', 'food'],
    ['dairy', 'fresh'],
    ['drinks', null],
  ] as const)
    await category(id, parent);
  await enrolProducts(db, null, [MILK, { sku: 'BARE' }]);
  await engine.rulebook.refresh();
  expect(engine.rulebook.product('MILK')?.categories).toEqual(['dairy', 'fresh', 'food']);
  expect(engine.rulebook.withAbove(['fresh'])).toEqual(['fresh', 'food']);
  expect(engine.rulebook.withAbove(['mine'])).toEqual(['mine']);
  await category('dairy', 'drinks');
  await engine.rulebook.refresh();
  expect(engine.rulebook.product('MILK')?.categories).toEqual(['dairy', 'drinks', 'fresh', 'food']);
  expect(engine.rulebook.product('BARE')?.categories).toEqual([]);
});

it('notices a product that was deleted by hand', async () => {
  await enrolProducts(db, null, [MILK, { sku: 'TEA' }]);
  await engine.rulebook.refresh();
  await db.query(`DELETE FROM catalogue.product WHERE sku = 'TEA'`);
  await engine.rulebook.refresh();
  expect([engine.rulebook.product('TEA'), engine.rulebook.product('MILK')]).toEqual([undefined, MILK]);
});

it.each([
  ['rows are missing', `UPDATE catalogue.revision SET entries = entries + 1`, `UPDATE catalogue.revision SET entries = entries - 1`],
  [
    'a category lies below itself',
    `UPDATE catalogue.category SET parent = 'fresh', revision = revision + 1 WHERE category_id = 'food'`,
    `UPDATE catalogue.category SET parent = NULL, revision = revision + 1 WHERE category_id = 'food'`,
  ],
])('keeps what it has and says so where %s, until it is whole again', async (_what, spoil, mend) => {
  await category('food', null);
  await category('fresh', 'food');
  await enrolProducts(db, null, [{ sku: 'MILK', categories: ['fresh'] }]);
  await engine.rulebook.refresh();
  await db.query(`UPDATE catalogue.revision SET revision = revision + 100; ${spoil}`);
  await enrolProducts(db, null, [{ sku: 'MILK', categories: ['food'] }, { sku: 'NEW' }]);
  for (let poll = 0; poll < 2; poll++) {
    await engine.rulebook.refresh();
    expect([engine.rulebook.product('MILK')?.categories, engine.rulebook.product('NEW')]).toEqual([['fresh', 'food'], undefined]);
    expect(engine.rulebook.status().lastError).toMatch(/^catalogue: /);
  }
  await db.query(`UPDATE catalogue.revision SET revision = revision + 1; ${mend}`);
  await engine.rulebook.refresh();
  expect([engine.rulebook.product('MILK')?.categories, engine.rulebook.product('NEW')?.sku]).toEqual([['food'], 'NEW']);
  expect(engine.rulebook.status().lastError).toBe('');
});
