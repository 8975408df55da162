import type { KeyObject } from 'node:crypto';
import type { Pool } from 'pg';
import { anchorFault, type Anchor } from './anchor-document.js';

const COMPARE = `
SELECT h.bucket, h.link, l.posted_at, encode(l.digest, 'hex') AS found
FROM json_to_recordset($1) AS h (bucket smallint, link bigint, digest text)
LEFT JOIN ledger.link l ON l.bucket = h.bucket AND l.link = h.link
WHERE encode(l.digest, 'hex') IS DISTINCT FROM h.digest
ORDER BY l.posted_at NULLS FIRST, h.bucket LIMIT 10`;

const KEPT = `SELECT document, public_key AS "publicKey", encode(signature, 'base64') AS signature FROM ledger.anchor ORDER BY anchored_at`;

/** What speaks against the anchors: those given and those kept in the database; empty where all agree with the chains. */
export async function checkAnchors(pool: Pick<Pool, 'query'>, given: readonly Anchor[], trusted: KeyObject | null): Promise<string[]> {
  const kept = (await pool.query<Anchor>(KEPT)).rows;
  const faults: string[] = [];
  for (const anchor of kept) {
    const fault = anchorFault(anchor, trusted);
    if (fault !== null) faults.push(`the anchor kept of ${anchor.document.anchoredAt} ${fault}`);
  }
  for (const anchor of given) faults.push(...(await compare(pool, anchor, trusted)));
  return faults;
}

async function compare(pool: Pick<Pool, 'query'>, anchor: Anchor, trusted: KeyObject | null): Promise<string[]> {
  const fault = anchorFault(anchor, trusted);
  if (fault !== null) return [`the anchor given of ${anchor.document?.anchoredAt ?? 'no time'} ${fault}`];
  const { rows } = await pool.query<{ bucket: number; link: string; posted_at: Date | null }>(COMPARE, [
    JSON.stringify(anchor.document.heads),
  ]);
  const { anchoredAt } = anchor.document;
  return rows.map(({ bucket, link, posted_at: at }) =>
    at === null
      ? `bucket ${bucket} link ${link} is missing; it was anchored at ${anchoredAt}`
      : `bucket ${bucket} link ${link} of ${at.toISOString()} is not the one that was anchored at ${anchoredAt}`,
  );
}
