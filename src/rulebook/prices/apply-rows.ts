/** How the rows of a list become those of its next revision. Rows that stay the same are not touched; others end, or begin. */
import type pg from 'pg';
import type { UploadMode } from '../upload/upload-file.js';
import { NO_ROWS_HASH } from './rows-hash.js';

/** More are not told one by one. */
const TOLD_MAX = 20_000;
const OPEN = 2_147_483_647;

const ROW = `p.sku, p.valid_from, p.valid_to, p.unit_price_minor`;
/** The hash of a row; the hash of a revision is the sum of those of its rows. */
export const ROW_DIGEST = `md5(sku || chr(31) || extract(epoch FROM valid_from)::text || chr(31) || extract(epoch FROM valid_to)::text || chr(31) || unit_price_minor)`;
const TOUCHED = `CREATE TEMPORARY TABLE touched (sku text NOT NULL, removed boolean NOT NULL, digest text NOT NULL) ON COMMIT DROP`;

const ending = (update: string): string => `
WITH gone AS (${update} RETURNING ${ROW}) INSERT INTO touched SELECT sku, true, ${ROW_DIGEST} FROM gone`;

const END: Readonly<Record<UploadMode, string>> = {
  replace: ending(`
    UPDATE prices.price AS p SET until = $2 WHERE p.list_no = $1 AND p.until = ${OPEN} AND NOT EXISTS (
      SELECT FROM prices.staged AS s WHERE s.upload_id = $3 AND s.sku = p.sku AND s.valid_from = p.valid_from AND s.valid_to = p.valid_to
        AND s.unit_price_minor = p.unit_price_minor)`),
  upsert: ending(`
    UPDATE prices.price AS p SET until = $2 FROM prices.staged AS s
    WHERE s.upload_id = $3 AND p.list_no = $1 AND p.sku = s.sku AND p.valid_from = s.valid_from AND p.until = ${OPEN}
      AND (p.valid_to, p.unit_price_minor) IS DISTINCT FROM (s.valid_to, s.unit_price_minor)`),
  delete: ending(`
    UPDATE prices.price AS p SET until = $2 FROM prices.staged AS s
    WHERE s.upload_id = $3 AND p.list_no = $1 AND p.sku = s.sku AND p.until = ${OPEN}
      AND (s.valid_from IS NULL OR p.valid_from = s.valid_from)`),
};

const BEGIN_STAGED = `
WITH fresh AS (
  INSERT INTO prices.price AS p (list_no, sku, valid_from, valid_to, unit_price_minor, since)
  SELECT $1, s.sku, s.valid_from, s.valid_to, s.unit_price_minor, $2 FROM prices.staged AS s
  WHERE s.upload_id = $3 AND NOT EXISTS (
    SELECT FROM prices.price AS o WHERE o.list_no = $1 AND o.sku = s.sku AND o.valid_from = s.valid_from AND o.until = ${OPEN})
  ORDER BY s.sku, s.valid_from
  RETURNING ${ROW}
)
INSERT INTO touched SELECT sku, false, ${ROW_DIGEST} FROM fresh`;

const END_SINCE = ending(`UPDATE prices.price AS p SET until = $2 WHERE p.list_no = $1 AND p.until = ${OPEN} AND p.since > $3`);
const BEGIN_AGAIN = `
WITH fresh AS (
  INSERT INTO prices.price AS p (list_no, sku, valid_from, valid_to, unit_price_minor, since)
  SELECT o.list_no, o.sku, o.valid_from, o.valid_to, o.unit_price_minor, $2 FROM prices.price AS o
  WHERE o.list_no = $1 AND o.since <= $3 AND o.until > $3 AND o.until < ${OPEN}
  RETURNING ${ROW}
)
INSERT INTO touched SELECT sku, false, ${ROW_DIGEST} FROM fresh`;

const SUMS = `
SELECT removed, count(*)::float8 AS rows, sum(('x' || left(digest, 16))::bit(64)::bigint)::text AS high,
  sum(('x' || right(digest, 16))::bit(64)::bigint)::text AS low
FROM touched GROUP BY removed`;
/** By no earlier sum, so that a list whose stored rows were damaged is whole again once it is replaced. */
const SUMS_OF_ALL = `
SELECT count(*)::float8 AS rows, sum(('x' || left(digest, 16))::bit(64)::bigint)::text AS high,
  sum(('x' || right(digest, 16))::bit(64)::bigint)::text AS low
FROM (SELECT ${ROW_DIGEST} AS digest FROM prices.price WHERE list_no = $1 AND until = ${OPEN}) AS d`;
const TELL = `
INSERT INTO prices.changed (list_no, list_revision, sku) SELECT DISTINCT $1::integer, $2::integer, sku FROM touched`;

export interface RowsBefore {
  readonly rowCount: number;
  readonly hash: string;
}

export interface RowsAfter extends RowsBefore {
  readonly added: number;
  readonly removed: number;
  /** Null: too many to be told one by one. */
  readonly changedSkus: number | null;
}

export const NO_ROWS: RowsBefore = { rowCount: 0, hash: NO_ROWS_HASH };

/** Rows of an upload into the open rows of a list, as its revision `next`. */
export async function applyUpload(
  tx: pg.PoolClient,
  before: RowsBefore,
  listNo: number,
  next: number,
  upload: { readonly uploadId: string; readonly mode: UploadMode },
): Promise<RowsAfter> {
  await tx.query(TOUCHED);
  await tx.query(END[upload.mode], [listNo, next, upload.uploadId]);
  if (upload.mode !== 'delete') await tx.query(BEGIN_STAGED, [listNo, next, upload.uploadId]);
  const after = await summed(tx, before, listNo, next);
  return upload.mode === 'replace' ? { ...after, ...(await sumOfAll(tx, listNo)) } : after;
}

async function sumOfAll(tx: pg.PoolClient, listNo: number): Promise<RowsBefore> {
  const { rows, high, low } = (await tx.query<{ rows: number; high: string | null; low: string | null }>(SUMS_OF_ALL, [listNo])).rows[0]!;
  return { rowCount: rows, hash: halfOf(BigInt(high ?? 0)) + halfOf(BigInt(low ?? 0)) };
}

const halfOf = (sum: bigint): string => BigInt.asUintN(64, sum).toString(16).padStart(16, '0');

/** The rows of an earlier revision again, as revision `next`. */
export async function restoreRows(
  tx: pg.PoolClient,
  before: RowsBefore,
  listNo: number,
  next: number,
  earlier: number,
): Promise<RowsAfter> {
  await tx.query(TOUCHED);
  await tx.query(END_SINCE, [listNo, next, earlier]);
  await tx.query(BEGIN_AGAIN, [listNo, next, earlier]);
  return summed(tx, before, listNo, next);
}

interface Sums {
  readonly removed: boolean;
  readonly rows: number;
  readonly high: string;
  readonly low: string;
}

async function summed(tx: pg.PoolClient, before: RowsBefore, listNo: number, next: number): Promise<RowsAfter> {
  const { rows } = await tx.query<Sums>(SUMS);
  const of = (removed: boolean): Sums => rows.find((one) => one.removed === removed) ?? { removed, rows: 0, high: '0', low: '0' };
  const [gone, fresh] = [of(true), of(false)];
  const half = (from: number, key: 'high' | 'low'): string => {
    const was = BigInt(`0x${before.hash.slice(from, from + 16)}`);
    return halfOf(was + BigInt(fresh[key]) - BigInt(gone[key]));
  };
  const told = gone.rows + fresh.rows <= TOLD_MAX ? (await tx.query(TELL, [listNo, next])).rowCount : null;
  return {
    rowCount: before.rowCount + fresh.rows - gone.rows,
    hash: half(0, 'high') + half(16, 'low'),
    added: fresh.rows,
    removed: gone.rows,
    changedSkus: told,
  };
}
