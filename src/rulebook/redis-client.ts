import { Redis } from 'ioredis';

const CONNECT_TIMEOUT_MS = 2_000;
const RETRY_MS_MAX = 1_000;

/**
 * A client that never harms its process: commands fail at once while Redis is away (nothing is queued), time out when it hangs,
 * and the connection is tried again for ever, at most a second apart. The caller connects, listens to `error` and disconnects.
 */
export function createRedisClient(url: string, commandTimeoutMs: number): Redis {
  return new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: commandTimeoutMs,
    retryStrategy: (attempt) => Math.min(25 * 2 ** Math.min(attempt, 10), RETRY_MS_MAX),
  });
}
