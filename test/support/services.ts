import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { isAlive } from '../../src/embedded/processes.js';
import { ensureServices, removeData } from '../../src/embedded/services.js';
import { createDataSource } from '../../src/ledger/datasource.js';

const PREFIX = 'tallystick-test-';

/** A run that was killed could not clean up behind itself; the next one does. */
async function removeLeftOvers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await removeData(join(tmpdir(), name)).catch(() => undefined);
  }
}

async function execute(databaseUrl: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function withDatabase(databaseUrl: string, database: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** A database with all migrations applied; every test file gets a copy of it. */
async function createTemplate(databaseUrl: string, name: string): Promise<void> {
  await execute(databaseUrl, `create database ${name}`);
  const source = createDataSource(withDatabase(databaseUrl, name));
  try {
    await source.initialize();
    await source.runMigrations();
  } finally {
    if (source.isInitialized) await source.destroy();
  }
}

/**
 * Starts Postgres and Redis in a folder of their own, or uses TEST_DATABASE_URL and TEST_REDIS_URL, and tells the test files through the
 * environment. A migration that fails is told to those who ask for a database, so that the others still run.
 */
export async function startTestServices(): Promise<() => Promise<void>> {
  await removeLeftOvers();
  const dataDir = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: redisUrl } = process.env;
  const services = await ensureServices({ dataDir, databaseUrl, redisUrl, log: () => undefined });
  const template = `template_${process.pid}_${randomBytes(3).toString('hex')}`;
  process.env['TEST_DATABASE_URL'] = services.databaseUrl;
  process.env['TEST_REDIS_URL'] = services.redisUrl ?? '';
  process.env['TEST_TEMPLATE'] = template;
  if (services.redisUrl === null) console.error('No Redis here: the tests that need one are skipped.');
  await createTemplate(services.databaseUrl, template).catch((error: Error) => {
    console.error(`The migrations failed: ${error.message}`);
    process.env['TEST_TEMPLATE_ERROR'] = error.message;
  });
  let stopped: Promise<void> | null = null;
  const stop = () =>
    (stopped ??= (async () => {
      if (!services.owned.postgres) await execute(services.databaseUrl, `drop database if exists ${template} with (force)`);
      await services.stop();
      await removeData(dataDir);
    })());
  // Jest does not run its teardown on Ctrl-C, and the servers are detached.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop().finally(() => process.exit(130)));
  return stop;
}
