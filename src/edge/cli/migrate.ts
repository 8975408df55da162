/** `npm run migrate`: brings the database to the newest schema, and says what it did. */
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { servicesForCommand } from '../../embedded/services.js';
import { createDataSource } from '../../ledger/datasource.js';

/** Any number, as long as nobody else uses it. */
const LOCK = 7_210_055_301;

/** Runs the missing migrations and returns their names. Two engines that start at once take turns: the second finds nothing to do. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const turn = new Client({ connectionString: databaseUrl });
  await turn.connect();
  const source = createDataSource(databaseUrl);
  try {
    await turn.query('select pg_advisory_lock($1)', [LOCK]);
    await source.initialize();
    return (await source.runMigrations()).map(({ name }) => name);
  } finally {
    if (source.isInitialized) await source.destroy();
    await turn.end();
  }
}

async function main(): Promise<void> {
  const services = await servicesForCommand(console.error);
  try {
    const done = await migrate(services.databaseUrl);
    console.log(done.length === 0 ? 'The schema is up to date.' : `Applied: ${done.join(', ')}`);
  } finally {
    await services.stop();
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
