import { readFileSync } from 'node:fs';
import { dumpSchema } from '../../src/edge/cli/schema-dump.js';
import { migrate } from '../../src/edge/cli/migrate.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

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
});
