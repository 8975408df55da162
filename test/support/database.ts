import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Client } from 'pg';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

async function execute(sql: string): Promise<void> {
  const client = new Client({ connectionString: process.env['TEST_DATABASE_URL'] });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A migrated, empty database of the caller's own: one per test file, made in beforeAll and dropped in afterAll. */
export async function freshDatabase(): Promise<TestDatabase> {
  const failed = process.env['TEST_TEMPLATE_ERROR'];
  if (failed !== undefined) throw new Error(`the migrations failed: ${failed}`);
  return createDatabase(`template ${process.env['TEST_TEMPLATE']}`);
}

/** One without any migration. */
export const emptyDatabase = (): Promise<TestDatabase> => createDatabase('');

async function createDatabase(from: string): Promise<TestDatabase> {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await execute(`create database ${name} ${from}`);
  const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => dropDatabase(name) };
}

const GOODBYE_MS_MAX = 1_000;

/**
 * Connections that are just saying goodbye are let go by themselves: one that is cut meanwhile is an error of a pool that nobody listens to
 * any more. Those that stay are cut.
 */
export async function dropDatabase(name: string): Promise<void> {
  const client = new Client({ connectionString: process.env['TEST_DATABASE_URL'] });
  await client.connect();
  try {
    for (const until = performance.now() + GOODBYE_MS_MAX; performance.now() < until; await sleep(20)) {
      const { rowCount } = await client.query('SELECT FROM pg_stat_activity WHERE datname = $1', [name]);
      if (rowCount === 0) break;
    }
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

/** Whether there is a Redis to test with: `(hasRedis ? describe : describe.skip)(…)`. */
export const hasRedis = Boolean(process.env['TEST_REDIS_URL']);

/**
 * The URL of an emptied Redis database that no other test file uses at the same time. Published messages are not bound to a database:
 * a test may hear those of another file.
 */
export async function redisUrl(): Promise<string> {
  const url = new URL(process.env['TEST_REDIS_URL'] ?? '');
  url.pathname = `/${Number(process.env['JEST_WORKER_ID'] ?? 1) % 16}`;
  const redis = new Redis(url.href);
  await redis.flushdb();
  await redis.quit();
  return url.href;
}
