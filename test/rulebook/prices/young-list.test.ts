/** What changed in a list that is younger than the statistics of its table is still found SKU by SKU, not by reading the list for each. */
import type pg from 'pg';
import { loadChanges } from '../../../src/rulebook/prices/load-list.js';
import { NO_LIST_PRICES } from '../../../src/rulebook/prices/price-book.js';
import { readRevisions } from '../../../src/rulebook/prices/read-revisions.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { pool } from '../engines.js';
import { newList, put } from './desk.js';

let database: TestDatabase;
let db: pg.Pool;
beforeAll(async () => {
  database = await freshDatabase();
  db = pool(database.url);
  // Nobody looks at the tables but this test.
  for (const table of ['prices.price', 'prices.changed']) await db.query(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

const rows = (from: number, count: number): string =>
  `sku,price_minor\n${Array.from({ length: count }, (_, k) => `s${k},${from + k}`).join('\n')}\n`;

interface Node {
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Node[];
}
const nodes = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodes)];

test('each SKU is looked up by the index', async () => {
  await newList(db, 'old');
  await put(db, 'old', rows(1, 5_000));
  await db.query('ANALYZE prices.price, prices.changed');
  await newList(db, 'young');
  await put(db, 'young', rows(1, 5_000));
  await put(db, 'young', rows(2, 5_000));
  const { revisions } = await readRevisions(db, 0, []);
  const [before, wanted] = revisions.filter(({ listId }) => listId === 'young');
  expect(wanted).toMatchObject({ rowCount: 5_000, changedSkus: 5_000 });
  const asked: { readonly text: string; readonly values: readonly number[] }[] = [];
  const watched = { query: (query: (typeof asked)[number]) => (asked.push(query), Promise.resolve({ rows: [] })) };
  const held = { ...NO_LIST_PRICES, listRevision: before!.listRevision };
  expect(await loadChanges(watched as unknown as pg.Pool, held, [wanted!], wanted!)).toBeNull();
  const { text, values } = asked[0]!;
  const sql = text.replace(/\$(\d)/g, (_, place) => String(values[Number(place) - 1]));
  const explained = await db.query<{ 'QUERY PLAN': { Plan: Node }[] }>(`EXPLAIN (FORMAT JSON) ${sql}`);
  const looks = nodes(explained.rows[0]!['QUERY PLAN'][0]!.Plan).filter((node) => node['Relation Name'] === 'price');
  expect(looks.map((node) => node['Index Cond'])).toEqual([expect.stringMatching(/list_no = \d+.* AND .*sku = /)]);
});
