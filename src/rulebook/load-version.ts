import type pg from 'pg';
import { compile } from '../core/rules/compile.js';
import type { RuleSet } from '../core/rules/rule-set.js';
import { validateProgramme } from '../core/rules/validate.js';
import { DOCUMENT_TTL_SECONDS } from './announce.js';
import { contentHash } from './canonical.js';
import { readDocument } from './read-versions.js';
import { rulesetKey } from './redis-keys.js';
import type { RedisLink } from './redis-link.js';
import type { DocumentSource, RefusalReason, RulebookEvent } from './rulebook.js';
import type { Published } from './schedule.js';

/** A published version that this program will not use, now or later. */
export class VersionRefused extends Error {
  override readonly name = 'VersionRefused';

  constructor(
    readonly version: number,
    readonly reason: RefusalReason,
    message: string,
  ) {
    super(message);
  }
}

export interface LoadedVersion {
  readonly ruleSet: RuleSet;
  readonly source: DocumentSource;
}

export interface LoadDeps {
  readonly db: pg.Pool;
  readonly link: RedisLink | null;
  readonly observe: (event: RulebookEvent) => void;
}

/**
 * Reads, verifies and compiles a published version: from Redis if what is there has the published hash, else from Postgres.
 * Rejects with VersionRefused, or with the driver's error when Postgres is away.
 */
export async function loadVersion(deps: LoadDeps, published: Published): Promise<LoadedVersion> {
  const cached = await fromRedis(deps, published);
  if (cached !== null) return { ruleSet: compileDocument(deps, published, cached), source: 'redis' };
  const text = await readDocument(deps.db, published.version);
  if (text === null || contentHash(text) !== published.hash) {
    throw new VersionRefused(published.version, 'hash_mismatch', `the document of version ${published.version} is not the published one`);
  }
  const key = (namespace: string) => rulesetKey(namespace, published.version);
  void deps.link?.use(({ redis, namespace }) => redis.set(key(namespace), text, 'EX', DOCUMENT_TTL_SECONDS));
  return { ruleSet: compileDocument(deps, published, text), source: 'postgres' };
}

/** A value with another hash is reported and passed over; the value from Postgres then replaces it. */
async function fromRedis({ link, observe }: LoadDeps, { version, hash }: Published): Promise<string | null> {
  if (link === null || !link.up()) return null;
  const text = await link.use(({ redis, namespace }) => redis.get(rulesetKey(namespace, version)));
  if (text === null || contentHash(text) === hash) return text;
  observe({ kind: 'refused', version, reason: 'hash_mismatch', message: `Redis holds another document as version ${version}` });
  return null;
}

/**
 * Synchronous, and the longest thing that happens to the event loop when rules change; so it is measured and reported. Validated again,
 * for the document may be of a newer program: a rule that this one does not know must not be passed over in silence.
 */
function compileDocument({ observe }: LoadDeps, { version, hash }: Published, text: string): RuleSet {
  const startedAt = performance.now();
  const { programme, errors } = validateProgramme(JSON.parse(text));
  if (programme === null) {
    const first = errors[0];
    throw new VersionRefused(version, 'invalid', `${first?.pointer ?? ''}: ${first?.sentence ?? 'invalid'} (${errors.length} errors)`);
  }
  try {
    const ruleSet = compile(programme, version, hash);
    observe({ kind: 'compiled', version, durationMs: performance.now() - startedAt, bytes: text.length });
    return ruleSet;
  } catch (error) {
    throw new VersionRefused(version, 'does_not_compile', (error as Error).message);
  }
}
