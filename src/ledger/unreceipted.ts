import type { Pool } from 'pg';
import type { EpochMs } from '../core/money.js';

/** Goods that came back without a receipt. */
export interface UnreceiptedReturn {
  readonly bucket: number;
  readonly returnId: string;
  readonly key: string;
  readonly bodyHash: Buffer;
  readonly storeId: string;
  readonly terminalId: string;
  readonly businessDate: string;
  readonly receiptNumber: string;
  readonly ruleSetVersion: number;
  readonly refundMinor: number;
  readonly reason: string;
  readonly createdAtMs: EpochMs;
  readonly answer: object;
}

const BOOK = `
SELECT ledger.book_unreceipted($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, to_timestamp($12 / 1000.0), $13) AS booked`;

/** Stores it with its accounting period and its link in the hash chain, in one database transaction; false where the key is taken. */
export async function bookUnreceipted(pool: Pool, row: UnreceiptedReturn): Promise<boolean> {
  const { bucket, returnId, key, bodyHash, storeId, terminalId, businessDate, receiptNumber, ruleSetVersion } = row;
  const place = [bucket, returnId, key, bodyHash, storeId, terminalId, businessDate, receiptNumber, ruleSetVersion];
  const values = [...place, row.refundMinor, row.reason, row.createdAtMs, JSON.stringify(row.answer)];
  const { rows } = await pool.query<{ booked: boolean }>({ name: 'book_unreceipted', text: BOOK, values });
  return rows[0]!.booked;
}

/** What was answered under a key, or null. */
export async function unreceiptedByKey(pool: Pool, key: string): Promise<{ bodyHash: Buffer; answer: object } | null> {
  const text = 'SELECT body_hash, answer FROM ledger.unreceipted_return WHERE key = $1';
  const { rows } = await pool.query<{ body_hash: Buffer; answer: object }>({ name: 'unreceipted_by_key', text, values: [key] });
  return rows[0] === undefined ? null : { bodyHash: rows[0].body_hash, answer: rows[0].answer };
}
