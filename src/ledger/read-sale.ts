import type { Pool } from 'pg';
import type { SaleState } from '../core/journal/sale-state.js';
import type { EpochMs } from '../core/money.js';
import type { Reserved } from '../core/points/account.js';
import type { Quote } from '../core/quote.js';
import type { Receipt } from '../core/receipt.js';
import { bucketOfId } from './ids.js';
import type { SaleBooking } from './post-item.js';
import { SALE_CONTENTS, unpackSale, type SaleContentsRow } from './sale-document.js';

/** A sale as it was booked, and where it stands now. */
export interface StoredSale {
  readonly saleId: string;
  readonly bucket: number;
  readonly kind: 'sale' | 'authorize';
  readonly receiptKey: string;
  readonly idempotencyKey: string | null;
  readonly bodyHash: Buffer;
  readonly memberId: string | null;
  readonly storeId: string;
  readonly terminalId: string;
  readonly businessDate: string;
  readonly receiptNumber: string;
  readonly purchasedAtMs: EpochMs;
  readonly bookedAtMs: EpochMs;
  readonly receipt: Receipt;
  readonly quote: Quote;
  readonly booking: SaleBooking;
  readonly state: SaleState;
  /** Null for a sale, and for an authorize once it is captured or voided. */
  readonly hold: {
    readonly status: 'open' | 'captured' | 'voided' | 'expired';
    readonly expiresAtMs: EpochMs;
    readonly reserved: Reserved;
  } | null;
}

export interface StoredOperation {
  readonly operationId: string;
  readonly saleId: string;
  readonly kind: 'capture' | 'void' | 'return';
  readonly bodyHash: Buffer;
  readonly answer: object;
}

const COLUMNS = `
SELECT s.bucket, s.sale_id, s.kind, s.receipt_key, s.idempotency_key, s.body_hash, (extract(epoch FROM s.booked_at) * 1000)::bigint AS booked_ms,
       ${SALE_CONTENTS},
       (SELECT o.state_after FROM ledger.operation o WHERE o.bucket = s.bucket AND o.sale_id = s.sale_id
        ORDER BY o.sequence DESC LIMIT 1) AS state,
       h.status AS hold_status, (extract(epoch FROM h.expires_at) * 1000)::bigint AS hold_expires_ms, h.reserved
FROM ledger.sale s
LEFT JOIN ledger.hold h ON s.kind = 'authorize' AND h.bucket = s.bucket AND h.hold_id = s.sale_id`;

const BY_ID = { name: 'sale_by_id', text: `${COLUMNS} WHERE s.bucket = $1 AND s.sale_id = $2` };
const BY_RECEIPT = { name: 'sale_by_receipt', text: `${COLUMNS} WHERE s.receipt_key = $1` };
const BY_KEY = { name: 'sale_by_key', text: `${COLUMNS} WHERE s.idempotency_key = $1` };

export async function saleById(pool: Pool, saleId: string): Promise<StoredSale | null> {
  const result = await pool.query<Row>({ ...BY_ID, values: [bucketOfId(saleId), saleId] });
  return result.rows[0] === undefined ? null : stored(result.rows[0]);
}

export async function saleByReceipt(pool: Pool, receiptKey: string): Promise<StoredSale | null> {
  const result = await pool.query<Row>({ ...BY_RECEIPT, values: [receiptKey] });
  return result.rows[0] === undefined ? null : stored(result.rows[0]);
}

export async function saleByIdempotencyKey(pool: Pool, key: string): Promise<StoredSale | null> {
  const result = await pool.query<Row>({ ...BY_KEY, values: [key] });
  return result.rows[0] === undefined ? null : stored(result.rows[0]);
}

export async function operationByKey(pool: Pool, key: string): Promise<StoredOperation | null> {
  const result = await pool.query<OperationRow>({
    name: 'operation_by_key',
    text: 'SELECT operation_id, sale_id, kind, body_hash, answer FROM ledger.operation WHERE key = $1',
    values: [key],
  });
  const row = result.rows[0];
  if (row === undefined) return null;
  return { operationId: row.operation_id, saleId: row.sale_id, kind: row.kind, bodyHash: row.body_hash, answer: row.answer };
}

interface OperationRow {
  readonly operation_id: string;
  readonly sale_id: string;
  readonly kind: StoredOperation['kind'];
  readonly body_hash: Buffer;
  readonly answer: object;
}

interface Row extends SaleContentsRow {
  readonly bucket: number;
  readonly sale_id: string;
  readonly kind: 'sale' | 'authorize';
  readonly receipt_key: string;
  readonly idempotency_key: string | null;
  readonly body_hash: Buffer;
  readonly booked_ms: number;
  readonly state: SaleState | null;
  readonly hold_status: 'open' | 'captured' | 'voided' | 'expired' | null;
  readonly hold_expires_ms: number;
  readonly reserved: Reserved;
}

function stored(row: Row): StoredSale {
  const { receipt, quote, booking } = unpackSale(row);
  return {
    saleId: row.sale_id,
    bucket: row.bucket,
    kind: row.kind,
    receiptKey: row.receipt_key,
    idempotencyKey: row.idempotency_key,
    bodyHash: row.body_hash,
    memberId: row.member_id,
    storeId: row.store_id,
    terminalId: row.terminal_id,
    businessDate: row.business_date,
    receiptNumber: row.receipt_number,
    purchasedAtMs: row.purchased_ms,
    bookedAtMs: row.booked_ms,
    receipt,
    quote,
    booking,
    state: row.state ?? booking.state,
    hold: row.hold_status === null ? null : { status: row.hold_status, expiresAtMs: row.hold_expires_ms, reserved: row.reserved },
  };
}
