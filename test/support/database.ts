import { randomBytes } from 'node:crypto';
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
  return { url: url.href, drop: () => execute(`drop database if exists ${name} with (force)`) };
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
