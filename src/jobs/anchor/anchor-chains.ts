import type { KeyObject } from 'node:crypto';
import type { Pool } from 'pg';
import { anchorOf, type Anchor, type AnchorHead } from './anchor-document.js';

const HEADS = `
SELECT current_database() AS database, clock_timestamp() AS at,
  coalesce(json_agg(json_build_object('bucket', bucket, 'link', link, 'digest', encode(digest, 'hex')) ORDER BY bucket)
    FILTER (WHERE link > 0), '[]') AS heads
FROM ledger.chain`;

const STORE = 'INSERT INTO ledger.anchor (anchored_at, document, public_key, signature) VALUES ($1, $2, $3, $4)';

/** Signs the heads of all chains as they are now, and keeps the record; a copy belongs where the operator of the database cannot reach. */
export async function anchorChains(pool: Pick<Pool, 'query'>, key: KeyObject): Promise<Anchor> {
  const { rows } = await pool.query<{ database: string; at: Date; heads: AnchorHead[] }>(HEADS);
  const { database, at, heads } = rows[0]!;
  const anchor = anchorOf(database, at, heads, key);
  const { document, publicKey, signature } = anchor;
  await pool.query(STORE, [document.anchoredAt, JSON.stringify(document), publicKey, Buffer.from(signature, 'base64')]);
  return anchor;
}
