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

/** Finds out when Redis holds something else than what is published, and writes it anew. */
export class RedisCheck {
  /** What looked wrong the last time. A publisher may be between Postgres and Redis, so only what stays wrong is repaired. */
  private suspected = '';

  /** `readHead` asks Postgres for the greatest version and resolves when the engine follows it. */
  constructor(
    private readonly db: pg.Pool,
    private readonly link: RedisLink,
    private readonly readHead: () => Promise<Published | undefined>,
  ) {}

  /**
   * Compares Redis with the head. Where they differ Postgres is asked at once, for the announcement of a new version may have been lost;
   * where Postgres says the same twice, Redis was flushed, restarted, restored or spoiled, or a publisher could not reach it. Null where
   * nothing was repaired.
   */
  async run(head: Published | undefined): Promise<Repaired | null> {
    const seen = await look(this.link, head);
    if (seen === null || whatIsWrong(seen, head) === null) return this.suspect('');
    const fresh = await this.readHead();
    const reason = whatIsWrong(seen, fresh);
    if (fresh === undefined || reason === null) return this.suspect('');
    const suspicion = `${fresh.version} ${reason} ${seen.pointer}`;
    if (this.suspected !== suspicion) return this.suspect(suspicion);
    const text = await readDocument(this.db, fresh.version);
    if (text === null) return null;
    const written = await this.link.use((to) => writeVersion(to, fresh, text, seen.pointer).then(() => true));
    return written === true ? { kind: 'redis_repaired', version: fresh.version, reason } : null;
  }

  private suspect(suspicion: string): null {
    this.suspected = suspicion;
    return null;
  }
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
