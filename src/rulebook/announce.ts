import type { Redis } from 'ioredis';
import { channelOf, pointerKey, rulesetKey, type Change } from './redis-keys.js';
import type { Published } from './schedule.js';

/** Redis as a writer needs it: a connected client. */
export interface Announcer {
  readonly redis: Redis;
  readonly namespace: string;
}

/** A document stays in Redis this long; engines that need an older one read it from Postgres. */
export const DOCUMENT_TTL_SECONDS = 7 * 86_400;

/**
 * Writes the document and moves the pointer, unless the pointer is at a greater version: two publishers may arrive here in either
 * order. A pointer that equals ARGV[5] was found wrong by the caller and is replaced whatever it says.
 */
const WRITE_VERSION = `
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
local found = redis.call('GET', KEYS[2])
local ok, pointer = pcall(cjson.decode, found or '')
local version = ok and type(pointer) == 'table' and tonumber(pointer.version) or 0
if version <= tonumber(ARGV[3]) or found == ARGV[5] then
  redis.call('SET', KEYS[2], ARGV[4])
end
return version
`;

/** Puts a published version into Redis and tells the engines. Rejects when Redis does; engines then find the version in Postgres. */
export async function announceVersion(to: Announcer, published: Published, text: string): Promise<void> {
  await writeVersion(to, published, text, '');
  await announce(to, 'rules');
}

export function pointerText({ version, hash, liveFromMs }: Published): string {
  return JSON.stringify({ version, hash, liveFromMs });
}

/** Puts a published version into Redis. `wrongPointer` is the text of a pointer known to be wrong, or empty. */
export async function writeVersion(
  { redis, namespace }: Announcer,
  published: Published,
  text: string,
  wrongPointer: string,
): Promise<void> {
  const { version } = published;
  const pointer = pointerText(published);
  const keys = [rulesetKey(namespace, version), pointerKey(namespace)];
  await redis.eval(WRITE_VERSION, keys.length, ...keys, text, DOCUMENT_TTL_SECONDS, version, pointer, wrongPointer);
}

/** Tells the engines that something changed. A lost message costs them one interval of polling, not correctness. */
export async function announce({ redis, namespace }: Announcer, change: Change): Promise<void> {
  await redis.publish(channelOf(namespace), change);
}
