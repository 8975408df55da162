/** Where a document is read from: `live`, `version:3`, `draft:drf_…`, or `empty`, a programme without anything. */
import type pg from 'pg';
import { refuse, type Refusal } from '../access/refusal.js';
import type { Document } from './draft-row.js';

export type Source =
  { readonly kind: 'live' } | { readonly kind: 'version'; readonly version: number } | { readonly kind: 'draft'; readonly draftId: string };

/** For descriptions and checks of the interface. */
export const SOURCE_PATTERN = /^(live|version:[1-9]\d{0,8}|draft:drf_[0-9a-f]{32})$/;

export interface ReadSource {
  readonly document: Document;
  /** The version it is, or is based on; 0 for none. */
  readonly baseVersion: number;
  /** Of a draft; 0 for a version. */
  readonly revision: number;
  /** Content hash of a version; empty for a draft. */
  readonly hash: string;
  readonly editors: readonly string[];
}

const LIVE = `
SELECT document, version AS "baseVersion", 0 AS revision, hash, ARRAY[]::text[] AS editors FROM rulebook.version
WHERE live_from <= clock_timestamp() ORDER BY live_from DESC, version DESC LIMIT 1`;
const VERSION = `
SELECT document, version AS "baseVersion", 0 AS revision, hash, ARRAY[]::text[] AS editors FROM rulebook.version WHERE version = $1`;
const DRAFT = `
SELECT document, base_version AS "baseVersion", revision, '' AS hash, editors FROM rulebook.draft WHERE draft_id = $1`;

/** Reads the text of a source; the caller has checked it against `SOURCE_PATTERN`. */
export function parseSource(text: string): Source {
  if (text === 'live') return { kind: 'live' };
  const [kind, id] = text.split(':') as [string, string];
  return kind === 'version' ? { kind, version: Number(id) } : { kind: 'draft', draftId: id };
}

/** The document of a source. Refuses `no_live_rules`, `unknown_version` and `unknown_draft`. */
export async function readSource(db: Pick<pg.Pool, 'query'>, source: Source): Promise<ReadSource | Refusal> {
  switch (source.kind) {
    case 'live':
      return (await one(db, LIVE, [])) ?? refuse('no_live_rules', 'No programme is live yet: make a draft from `empty`');
    case 'version':
      return (await one(db, VERSION, [source.version])) ?? refuse('unknown_version', `There is no version ${source.version}`);
    case 'draft':
      return (await one(db, DRAFT, [source.draftId])) ?? refuse('unknown_draft', 'There is no draft with this id');
  }
}

async function one(db: Pick<pg.Pool, 'query'>, text: string, values: readonly unknown[]): Promise<ReadSource | undefined> {
  return (await db.query<ReadSource>(text, [...values])).rows[0];
}
