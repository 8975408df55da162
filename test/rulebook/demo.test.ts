import { join } from 'node:path';
import type pg from 'pg';
import { seedDemo } from '../../src/edge/cli/seed-demo.js';
import { validateProgramme } from '../../src/core/rules/validate.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { pool, startEngine } from './engines.js';
import { readFileSync } from 'node:fs';

const DEMO = join(import.meta.dirname, '..', '..', 'demo');
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

it('is a valid programme, without a warning', () => {
  const { errors, warnings } = validateProgramme(JSON.parse(readFileSync(join(DEMO, 'programme.json'), 'utf8')), Date.now());
  expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
});

it('is loaded once, and again after it was interrupted', async () => {
  await db.query('ALTER TABLE rulebook.version RENAME COLUMN comment TO away');
  await expect(seedDemo(db, null, DEMO)).rejects.toThrow('comment');
  await db.query('ALTER TABLE rulebook.version RENAME COLUMN away TO comment');
  const seeded = await seedDemo(db, null, DEMO);
  expect(seeded).toMatchObject({ version: 1, products: 70, terminals: [{ storeId: 'LON-01' }, { storeId: 'LDS-02' }] });
  expect(await seedDemo(db, null, DEMO)).toBeNull();

  const engine = await startEngine(database.url);
  try {
    expect(engine.rulebook.current()).toMatchObject({ version: 1 });
    expect(engine.rulebook.status()).toMatchObject({ products: 70, terminals: 2 });
    for (const { key, storeId } of seeded!.terminals) {
      expect(await engine.rulebook.terminals.authenticate(key)).toMatchObject({ storeId, mayEnrol: true });
    }
    expect(engine.rulebook.product('CIGARETTES')).toMatchObject({ discountable: false, burnable: false, earning: false });
  } finally {
    await engine.stop();
  }
});

it('has every product in the programme’s tree, and every special price below the shelf price of a product', () => {
  const programme = JSON.parse(readFileSync(join(DEMO, 'programme.json'), 'utf8')) as {
    categories: { id: string }[];
    priceLists: { items: { sku: string; unitPriceMinor: number }[] }[];
  };
  const products = JSON.parse(readFileSync(join(DEMO, 'products.json'), 'utf8')) as {
    sku: string;
    categories: string[];
    unitPriceMinor: number;
  }[];
  const known = new Set(programme.categories.map(({ id }) => id));
  expect(products.flatMap(({ categories }) => categories).filter((category) => !known.has(category))).toEqual([]);
  const shelf = new Map(products.map(({ sku, unitPriceMinor }) => [sku, unitPriceMinor]));
  const prices = programme.priceLists.flatMap(({ items }) => items);
  expect(prices.filter(({ sku, unitPriceMinor }) => unitPriceMinor >= (shelf.get(sku) ?? 0))).toEqual([]);
});
