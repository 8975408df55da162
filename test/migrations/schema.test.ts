import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { dumpSchema } from '../../src/edge/cli/schema-dump.js';
import { migrate } from '../../src/edge/cli/migrate.js';
import { emptyDatabase, freshDatabase, type TestDatabase } from '../support/database.js';

describe('migrations', () => {
  let database: TestDatabase | undefined;
  let url = '';
  beforeAll(async () => {
    database = await freshDatabase();
    url = database.url;
  });
  afterAll(() => database?.drop());

  it('make the schema that is committed (else: npm run schema:dump)', async () => {
    expect(await dumpSchema(url)).toBe(readFileSync('migrations/schema.sql', 'utf8'));
  });

  it('find nothing to do in a migrated database, also when two run at once', async () => {
    expect(await Promise.all([migrate(url), migrate(url)])).toEqual([[], []]);
  });

  it('make what the committed schema makes in an empty database', async () => {
    const empty = await emptyDatabase();
    const client = new Client({ connectionString: empty.url });
    await client.connect();
    await client.query(readFileSync('migrations/schema.sql', 'utf8')).finally(() => client.end());
    // Of a view that was loaded Postgres prints names of columns that nobody gave.
    const plain = (dump: string): string => dump.replaceAll('::text AS text', '::text');
    expect(plain(await dumpSchema(empty.url))).toBe(plain(readFileSync('migrations/schema.sql', 'utf8')));
    await empty.drop();
  });
});
