import type { Announcer } from './announce.js';
import { createRedisClient } from './redis-client.js';

/** A document of a hundred megabytes may take this long to be written. */
const COMMAND_TIMEOUT_MS = 10_000;

/** Redis for a command that publishes and ends; null where it is not configured or does not answer, for then engines poll. */
export async function connectAnnouncer(
  redisUrl: string | null,
  namespace: string,
  warn: (message: string) => void,
): Promise<(Announcer & { close(): void }) | null> {
  if (redisUrl === null) return null;
  const redis = createRedisClient(redisUrl, COMMAND_TIMEOUT_MS);
  let reason = '';
  redis.on('error', (error: Error) => (reason = error.message));
  try {
    await redis.connect();
    return { redis, namespace, close: () => redis.disconnect() };
  } catch (error) {
    redis.disconnect();
    warn(`Redis does not answer (${reason || (error as Error).message}): engines will find the change in Postgres.`);
    return null;
  }
}
