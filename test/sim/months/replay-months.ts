import { instantOf } from '../../../src/core/time.js';
import { closePeriod } from '../../../src/jobs/periods/close-period.js';
import { recomputeSales } from '../../../src/jobs/recompute/recompute-sales.js';
import { verifyLedger } from '../../../src/jobs/verify/verify-ledger.js';
import { changesLetIn } from './check-closed.js';
import { changedExports, takeExports, type Taken } from './exports.js';
import { openShop, type OpenShop } from './open-shop.js';
import { plainRollForward, viewedRollForward, type Rolled } from './plain-sum.js';
import { SUMMER, ZONE } from './programme.js';
import { readMonths, type Month } from './read-months.js';
import { correct, sendAll, type Answered } from './shop.js';

export interface MonthsOptions {
  readonly databaseUrl: string;
  readonly file: string;
  /** Where exports are written. */
  readonly folder: string;
  readonly monthsMax: number;
  readonly documentsMax: number;
  readonly say: (text: string) => void;
}

export interface MonthsReport {
  readonly months: readonly string[];
  readonly answered: Answered;
  /** Rows of the roll-forward by month, store and campaign, as the views and as plain sums have them. */
  readonly viewed: readonly Rolled[];
  readonly plain: readonly Rolled[];
  /** What was frozen when each month was closed, by the same columns. */
  readonly frozen: readonly Rolled[];
  readonly owed: number;
  /** Late sales, and those of them that count in another month than the first one that was open. */
  readonly lateInWrongPeriod: readonly string[];
  readonly letIn: readonly string[];
  readonly exports: number;
  readonly changedExports: readonly string[];
  readonly recomputed: { readonly sales: number; readonly differing: number };
  readonly damages: readonly string[];
  readonly verified: { readonly checks: number; readonly rows: number };
}

export const CAMPAIGNS = { 'winter-bonus': 'winter', 'summer-bonus': 'summer' };

/**
 * Replays a file of real receipts one month at a time and closes each month before the next, as a shop would: with sales that come late,
 * corrections by hand, another programme halfway, and exports of the closed months taken while the next one is being sold. Then proves it all.
 */
export async function replayMonths(options: MonthsOptions): Promise<MonthsReport> {
  const shop = await openShop(options.databaseUrl);
  try {
    const months: string[] = [];
    const taken: Taken[] = [];
    let late: Month['late'] = [];
    for await (const month of readMonths(options.file, options.documentsMax)) {
      if (months.length === options.monthsMax) break;
      if (months.length === 6) await shop.publish(SUMMER);
      taken.push(...(await sellMonth(shop, options, month, late, months)));
      months.push(month.period);
      await closeMonth(shop, month.period, options);
      late = month.late;
    }
    await sendAll(shop, late);
    shop.answered.late += late.length;
    return await prove(shop, options, months, taken);
  } finally {
    await shop.close();
  }
}

/** Sells the month, with what is late of the one before; meanwhile the closed months are exported. */
async function sellMonth(
  shop: OpenShop,
  options: MonthsOptions,
  month: Month,
  late: Month['late'],
  closed: readonly string[],
): Promise<Taken[]> {
  const records = [...late, ...month.records];
  const cards = new Set(records.flatMap(({ card }) => (card === null ? [] : [card])));
  await shop.enrol(cards);
  const began = performance.now();
  const selling = sendAll(shop, records);
  const last = closed.at(-1);
  const { pool } = shop.deps.ledger;
  const exporting = last === undefined ? [] : takeExports(pool, options.folder, last, closed.length % 6 === 2 ? closed[0]! : null);
  const [taken] = await Promise.all([exporting, selling]);
  shop.answered.late += late.length;
  await correct(shop, [...cards][0]!, `correction ${month.period}`);
  const sold = `${records.length} documents (${late.length} late) in ${secondsSince(began)} s`;
  options.say(`${month.period}: ${sold}, ${taken.length} exports meanwhile`);
  return taken;
}

const secondsSince = (began: number): number => Math.ceil((performance.now() - began) / 1000);

async function closeMonth(shop: OpenShop, period: string, { say }: MonthsOptions): Promise<void> {
  const [year, month] = period.split('-').map(Number);
  const next = month === 12 ? `${year! + 1}-01-01` : `${year}-${String(month! + 1).padStart(2, '0')}-01`;
  shop.at(instantOf(`${next}T00:00:00`, ZONE));
  const began = performance.now();
  await closePeriod(shop.deps, period, { by: 'months' });
  say(`${period}: closed in ${secondsSince(began)} s`);
}

const FROZEN = `
SELECT p.period::text AS period, r.store_id AS "storeId", r.campaign_id AS "campaignId", r.opening, r.issued - r.clawed_back AS issued,
  r.redeemed - r.given_back AS redeemed, r.expired, r.adjusted, r.closing
FROM ledger.period p CROSS JOIN LATERAL json_to_recordset(p.totals) AS r (store_id text, campaign_id text, opening bigint, issued bigint,
  clawed_back bigint, redeemed bigint, given_back bigint, expired bigint, adjusted bigint, closing bigint)
WHERE p.state = 'closed' ORDER BY p.period, r.store_id COLLATE "C", r.campaign_id COLLATE "C"`;

/** A late sale counts in the month that was open when it came: the one after its own. */
const LATE = `
SELECT s.receipt_number || ' of ' || s.business_date || ' counts in ' || s.period AS wrong FROM ledger.sale s
WHERE s.period <> date_trunc('month', s.purchased_at AT TIME ZONE $2) + CASE WHEN s.receipt_number = ANY ($1) THEN interval '1 month' ELSE interval '0' END`;

async function prove(shop: OpenShop, options: MonthsOptions, months: readonly string[], taken: readonly Taken[]): Promise<MonthsReport> {
  const { pool } = shop.deps.ledger;
  const lateNumbers = await lateOf(options, months.length);
  const late = await pool.query<{ wrong: string }>(LATE, [lateNumbers, ZONE]);
  const letIn: string[] = [];
  for (const month of months) letIn.push(...(await changesLetIn(pool, month)));
  const changed = await changedExports(pool, options.folder, taken);
  options.say(`${taken.length} exports taken again, ${changed.length} changed`);
  const span = { from: new Date(0), to: new Date('9999-01-01') };
  const recomputed = await recomputeSales(pool, shop.deps.rulebook, span, ({ saleId }, found) =>
    options.say(`${saleId} ${JSON.stringify(found[0])}`),
  );
  options.say(`${recomputed.sales} sales computed again, ${recomputed.differing} differ`);
  const report = await verifyLedger(pool);
  return {
    months,
    answered: shop.answered,
    viewed: await viewedRollForward(pool),
    plain: await plainRollForward(pool, CAMPAIGNS),
    frozen: (await pool.query<Rolled>(FROZEN)).rows,
    owed: (await pool.query<{ owed: number }>('SELECT sum(pending + active + held)::bigint AS owed FROM ledger.account')).rows[0]!.owed,
    lateInWrongPeriod: late.rows.map(({ wrong }) => wrong),
    letIn,
    exports: taken.length,
    changedExports: changed,
    recomputed,
    damages: report.checks.flatMap(({ name, first }) => first.map(({ id, wrong }) => `${name}: ${id}: ${wrong}`)),
    verified: { checks: report.checks.length, rows: report.checks.reduce((sum, { rows }) => sum + rows, 0) },
  };
}

/** The numbers of the sales that were sent late. */
async function lateOf({ file, documentsMax }: MonthsOptions, months: number): Promise<string[]> {
  const numbers: string[] = [];
  let k = 0;
  for await (const { late } of readMonths(file, documentsMax)) {
    if (k++ === months) break;
    numbers.push(...late.map(({ id }) => id));
  }
  return numbers;
}
