import type pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { pool } from '../engines.js';
import { done, newList, publishPrices, upload } from './desk.js';

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

test('publications of one list that race stand in an order, and nothing of either is lost', async () => {
  for (let round = 0; round < 30; round++) {
    const listId = `race${round}`;
    await newList(db, listId);
    const uploads = await Promise.all(['a,100', 'b,200'].map((row) => upload(db, listId, `sku,price_minor\n${row}\n`, 'upsert')));
    const published = (await Promise.all(uploads.map(({ uploadId }) => publishPrices(db, listId, { uploadId })))).map(done);
    const facts = published.map(({ listRevision, rowCount, added, removed }) => [listRevision, rowCount, added, removed]).sort();
    expect([round, facts]).toEqual([
      round,
      [
        [1, 1, 1, 0],
        [2, 2, 1, 0],
      ],
    ]);
  }
});
