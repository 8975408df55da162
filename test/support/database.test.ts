import { Redis } from 'ioredis';
import { Client } from 'pg';
import { freshDatabase, hasRedis, redisUrl } from './database.js';

it('gives every caller a migrated database of its own and drops it', async () => {
  const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
  expect(one.url).not.toBe(two.url);
  const client = new Client({ connectionString: one.url });
  await client.connect();
  expect((await client.query('select count(*)::int as migrations from migrations')).rows).toEqual([
    { migrations: expect.any(Number) as number },
  ]);
  await client.end();
  await Promise.all([one.drop(), two.drop()]);
  await expect(new Client({ connectionString: one.url }).connect()).rejects.toThrow('does not exist');
});

(hasRedis ? it : it.skip)('gives an empty Redis database', async () => {
  const redis = new Redis(await redisUrl());
  expect(await redis.dbsize()).toBe(0);
  await redis.quit();
});
