import type pg from 'pg';
import { DOCUMENT_TTL_SECONDS, pointerText, writeVersion } from './announce.js';
import { readDocument } from './read-versions.js';
import { pointerKey, rulesetKey } from './redis-keys.js';
import type { RedisLink } from './redis-link.js';
import type { RulebookEvent } from './rulebook.js';
import type { Published } from './schedule.js';

type Repaired = Extract<RulebookEvent, { kind: 'redis_repaired' }>;

interface Seen {
  /** Text of the pointer; empty if there is none. */
  readonly pointer: string;
  readonly documentThere: boolean;
}

/**
 * Compares what Redis says with the head, and writes it anew where Postgres confirms the difference: after a flush, a restart, a
 * restored database, or a publisher that could not reach Redis. `readHead` asks Postgres, after Redis was read, so that a version
 * that is being published meanwhile is not taken for a wrong one. Null where all was well, or Redis is away.
 */
export async function checkRedis(
  db: pg.Pool,
  link: RedisLink,
  head: Published | undefined,
  readHead: () => Promise<Published | undefined>,
): Promise<Repaired | null> {
  const seen = await look(link, head);
  if (seen === null || whatIsWrong(seen, head) === null) return null;
  const fresh = await readHead();
  const reason = whatIsWrong(seen, fresh);
  if (fresh === undefined || reason === null) return null;
  const text = await readDocument(db, fresh.version);
  if (text === null) return null;
  const written = await link.use((to) => writeVersion(to, fresh, text, seen.pointer).then(() => true));
  return written === true ? { kind: 'redis_repaired', version: fresh.version, reason } : null;
}

/** The pointer, and whether the document of the head is there; its life is prolonged by looking. */
function look(link: RedisLink, head: Published | undefined): Promise<Seen | null> {
  return link.use(async ({ redis, namespace }) => {
    const pointer = (await redis.get(pointerKey(namespace))) ?? '';
    const documentThere = head !== undefined && (await redis.expire(rulesetKey(namespace, head.version), DOCUMENT_TTL_SECONDS)) === 1;
    return { pointer, documentThere };
  });
}

function whatIsWrong({ pointer, documentThere }: Seen, head: Published | undefined): Repaired['reason'] | null {
  if (head === undefined) return pointer === '' ? null : 'ahead';
  if (pointer === pointerText(head)) return documentThere ? null : 'missing';
  if (pointer === '') return 'missing';
  const version = versionOf(pointer);
  if (version === null || version === head.version) return 'corrupt';
  return version < head.version ? 'stale' : 'ahead';
}

function versionOf(pointer: string): number | null {
  try {
    const { version } = JSON.parse(pointer) as { version?: unknown };
    return typeof version === 'number' ? version : null;
  } catch {
    return null;
  }
}
