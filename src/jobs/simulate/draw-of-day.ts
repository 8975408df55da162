import type pg from 'pg';
import { DAY_MS } from '../../core/time.js';
import { compile } from '../../core/rules/compile.js';
import type { Programme } from '../../core/rules/types.js';
import { DayDraw, withoutWindows } from '../../core/simulation/day-draw.js';
import { BUCKETS } from '../../ledger/bucket.js';
import { OwnLists } from './own-lists.js';
import { readPast, SaleKeys } from './read-past.js';

const DAYS = 28;
/** Priced in the engine itself, a few at a time, so that tills do not wait. */
const RECEIPTS = 500;
const PAGE_ROWS = 20;

/** Ids are in the order of booking, and a bucket holds whole members: so few index pages are read, however much was sold. */
const LATELY = `SELECT sale_id AS "saleId" FROM ledger.sale WHERE bucket = ANY ($1::smallint[]) AND sale_id >= $2 ORDER BY sale_id`;

/** What a day like those of the last four weeks would draw on the budgets of a programme; by `rule:R1/money`. */
export async function drawOfDay(pool: pg.Pool, programme: Programme, nowMs: number): Promise<ReadonlyMap<string, number>> {
  const db = await pool.connect();
  try {
    const { saleIds, receiptsInAll } = await sampleOf(db, nowMs - DAYS * DAY_MS);
    const keys = new SaleKeys();
    keys.add(saleIds);
    const ruleSet = compile(withoutWindows(programme), 0, '');
    const [draw, lists] = [new DayDraw(ruleSet), new OwnLists(db, ruleSet)];
    for await (const page of readPast(db, keys, PAGE_ROWS)) {
      await lists.learn(page);
      for (const past of page) draw.take(lists.apply(past));
    }
    return draw.perDay(receiptsInAll);
  } finally {
    db.release();
  }
}

interface Sample {
  readonly saleIds: readonly string[];
  /** That these stand for. */
  readonly receiptsInAll: number;
}

/** One bucket of a large shop, all of a small one; of these receipts some, evenly over the time. */
async function sampleOf(db: pg.ClientBase, sinceMs: number): Promise<Sample> {
  const since = leastId(sinceMs);
  for (let every = BUCKETS; ; every = Math.max(1, every >> 3)) {
    const buckets = Array.from({ length: BUCKETS / every }, (_, k) => k * every);
    const { rows } = await db.query<{ saleId: string }>(LATELY, [buckets, since]);
    if (rows.length < RECEIPTS && every > 1) continue;
    const apart = Math.max(1, Math.ceil(rows.length / RECEIPTS));
    return { saleIds: rows.filter((_, k) => k % apart === 0).map(({ saleId }) => saleId), receiptsInAll: rows.length * every };
  }
}

/** No sale booked since then has a lower id. */
function leastId(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
