/** Past sales of a period in their order of purchase, in pages, with memory for their keys alone. */
import type { ClientBase } from 'pg';
import type { CouponState } from '../../core/rules/coupons.js';
import type { BudgetUsage } from '../../core/rules/usage.js';
import type { PastReceipt } from '../../core/simulation/simulation.js';
import { bucketOfId, publicId } from '../../ledger/ids.js';
import { SALE_CONTENTS, unpackPriced, type SaleContentsRow } from '../../ledger/sale-document.js';

export interface PastWanted {
  readonly from: Date;
  readonly to: Date;
  /** Null: all. */
  readonly storeIds: readonly string[] | null;
  readonly sampleBps: number;
  readonly seed: number;
  /** Sales booked later are not there: so the same simulation, run again, sees the same. */
  readonly bookedBefore: Date;
}

/**
 * A sample takes whole members, so that what is limited per member is exact; anonymous sales are taken one by one. Voided sales and
 * reservations that were not captured are no purchases.
 */
const KEYS = `
DECLARE keys NO SCROLL CURSOR FOR
SELECT s.sale_id AS "saleId" FROM ledger.sale s
WHERE s.purchased_at >= $1 AND s.purchased_at < $2 AND s.booked_at < $3
  AND ($4::text[] IS NULL OR s.store_id = ANY ($4))
  AND ($5 = 10000 OR (uuid_hash_extended(coalesce(s.member_id, s.sale_id), $6) & 9223372036854775807) % 10000 < $5)
  AND NOT EXISTS (SELECT FROM ledger.operation o WHERE o.bucket = s.bucket AND o.sale_id = s.sale_id AND o.kind = 'void')
  AND (s.kind = 'sale'
    OR EXISTS (SELECT FROM ledger.operation o WHERE o.bucket = s.bucket AND o.sale_id = s.sale_id AND o.kind = 'capture'))
ORDER BY s.purchased_at, s.sale_id`;
const FETCH_ROWS = 5_000;
const FETCH = `FETCH ${FETCH_ROWS} FROM keys`;

const SALES = `
SELECT s.sale_id AS "saleId", s.rule_set_version AS "ruleSetVersion", s.coupon_states AS coupons, s.budget_usage AS budgets,
  ${SALE_CONTENTS}
FROM unnest($1::smallint[], $2::uuid[]) WITH ORDINALITY AS k (bucket, sale_id, position)
JOIN ledger.sale s ON s.bucket = k.bucket AND s.sale_id = k.sale_id
ORDER BY k.position`;
const PAGE_ROWS = 250;

interface Row extends SaleContentsRow {
  readonly saleId: string;
  readonly ruleSetVersion: number;
  readonly coupons: readonly CouponState[] | null;
  readonly budgets: BudgetUsage | null;
}

/** Sixteen bytes each. */
export class SaleKeys {
  private chunks: Buffer[] = [];
  count = 0;

  add(saleIds: readonly string[]): void {
    this.chunks.push(Buffer.from(saleIds.map((id) => id.replaceAll('-', '')).join(''), 'hex'));
    this.count += saleIds.length;
  }

  page(from: number, most: number): string[] {
    const whole = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
    this.chunks = [whole];
    const ids: string[] = [];
    for (let k = from; k < Math.min(from + most, this.count); k++) {
      const hex = whole.toString('hex', k * 16, k * 16 + 16);
      ids.push(`${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`);
    }
    return ids;
  }
}

/** There are more receipts than a simulation may look at. */
export class TooManyReceipts extends Error {
  override readonly name = 'TooManyReceipts';
}

/** The keys of one instant, by a cursor: no transaction stays open while receipts are priced. Rejects with TooManyReceipts. */
export async function readKeys(db: ClientBase, wanted: PastWanted, receiptsMax: number): Promise<SaleKeys> {
  const { from, to, storeIds, sampleBps, seed, bookedBefore } = wanted;
  const keys = new SaleKeys();
  await db.query('BEGIN READ ONLY');
  try {
    await db.query(KEYS, [from, to, bookedBefore, storeIds, sampleBps, seed]);
    for (;;) {
      const { rows } = await db.query<{ saleId: string }>(FETCH);
      keys.add(rows.map(({ saleId }) => saleId));
      if (keys.count > receiptsMax)
        throw new TooManyReceipts(
          `There are more than ${receiptsMax} receipts: take a shorter period, fewer stores or a sample, or raise SIMULATION_RECEIPTS_MAX`,
        );
      if (rows.length < FETCH_ROWS) return keys;
    }
  } finally {
    await db.query('ROLLBACK');
  }
}

/** The sales of these keys in their order, page by page; the next page is under way while one is worked on, and no more. */
export async function* readPast(db: ClientBase, keys: SaleKeys, pageRows = PAGE_ROWS): AsyncGenerator<PastReceipt[]> {
  const read = async (from: number): Promise<PastReceipt[]> => {
    const ids = keys.page(from, pageRows);
    const { rows } = await db.query<Row>({ name: 'simulate_read_past', text: SALES, values: [ids.map(bucketOfId), ids] });
    return rows.map(pastOf);
  };
  let next = read(0);
  for (let from = 0; from < keys.count; from += pageRows) {
    const page = await next;
    if (from + pageRows < keys.count) {
      next = read(from + pageRows);
      // A caller that stops early leaves this page unread.
      next.catch(() => undefined);
    }
    yield page;
  }
}

function pastOf(row: Row): PastReceipt {
  const { saleId, ruleSetVersion, coupons, budgets } = row;
  const { receipt, memberState, sums } = unpackPriced(row);
  return {
    saleId: publicId('rcp', saleId),
    ruleSetVersion,
    receipt,
    member: memberState,
    coupons: coupons ?? [],
    budgets: budgets ?? {},
    live: sums,
  };
}
