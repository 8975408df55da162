import type pg from 'pg';
import { compile } from '../core/rules/compile.js';
import type { RuleSet } from '../core/rules/rule-set.js';
import type { Programme } from '../core/rules/types.js';
import { validateProgramme } from '../core/rules/validate.js';
import { DOCUMENT_TTL_SECONDS } from './announce.js';
import { contentHash } from './canonical.js';
import { readDocument } from './read-versions.js';
import { rulesetKey } from './redis-keys.js';
import type { RedisLink } from './redis-link.js';
import type { DocumentSource, RefusalReason, RulebookEvent } from './rulebook.js';
import type { Published } from './schedule.js';
import { schemaHash } from './schema-hash.js';

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
  const found = await fromRedis(deps.link, published);
  if (found !== null && contentHash(found) === published.hash) return { ruleSet: compileDocument(deps, published, found), source: 'redis' };
  const text = await readDocument(deps.db, published.version);
  if (text === null || contentHash(text) !== published.hash) {
    throw new VersionRefused(published.version, 'hash_mismatch', `the document of version ${published.version} is not the published one`);
  }
  void putBack(deps, published, text, found !== null);
  return { ruleSet: compileDocument(deps, published, text), source: 'postgres' };
}

async function fromRedis(link: RedisLink | null, { version }: Published): Promise<string | null> {
  if (link === null || !link.up()) return null;
  return link.use(({ redis, namespace }) => redis.get(rulesetKey(namespace, version)));
}

/** Redis gets what it should have held; that it held something else is reported. */
async function putBack({ link, observe }: LoadDeps, { version }: Published, text: string, wasWrong: boolean): Promise<void> {
  const written = await link?.use(({ redis, namespace }) => redis.set(rulesetKey(namespace, version), text, 'EX', DOCUMENT_TTL_SECONDS));
  if (wasWrong && written === 'OK') observe({ kind: 'redis_repaired', version, reason: 'corrupt' });
}

/** Synchronous, and the longest thing that happens to the event loop when rules change; so it is measured and reported. */
function compileDocument({ observe }: LoadDeps, published: Published, text: string): RuleSet {
  const { version, hash } = published;
  const startedAt = performance.now();
  const programme = JSON.parse(text) as Programme;
  if (published.schemaHash !== schemaHash()) refuseUnknown(programme, version);
  try {
    const ruleSet = compile(programme, version, hash);
    observe({ kind: 'compiled', version, durationMs: performance.now() - startedAt, bytes: text.length });
    return ruleSet;
  } catch (error) {
    throw new VersionRefused(version, 'does_not_compile', (error as Error).message);
  }
}

/**
 * The publisher was another program. Where it was a newer one, a field or kind of rule that this one does not know must not be passed
 * over in silence. Where it was an older one, its rules were good then and stay so, whatever is checked since.
 */
function refuseUnknown(document: unknown, version: number): void {
  const unknown = validateProgramme(document).errors.find(({ code }) => code === 'unknown_field' || code === 'unknown_value');
  if (unknown !== undefined) throw new VersionRefused(version, 'unknown', `${unknown.pointer}: ${unknown.sentence}`);
}
