import { recomputeSales } from '../../src/jobs/recompute/recompute-sales.js';
import { sale } from '../../src/checkout/sale.js';
import { uuidv7 } from '../../src/ledger/ids.js';
import { bucketOf } from '../../src/ledger/bucket.js';
import { openCheckout, PROGRAMME, saleOf, type OpenCheckout } from '../checkout/open-checkout.js';
import type { Programme } from '../../src/core/rules/types.js';
import { trade } from './traffic.js';

/** A budget that runs out, a limit, a promo code and unique codes: everything a quote may depend on beside the receipt. */
const RICH: Programme = {
  ...PROGRAMME,
  promoCodes: [{ code: 'SPRING', maxUses: 5 }],
  couponSeries: [{ id: 'gift' }],
  rules: [
    ...PROGRAMME.rules!,
    {
      id: 'budgeted',
      name: 'While it lasts',
      stage: 'receipt',
      benefit: { kind: 'percent', rateBps: 500 },
      budgets: [{ measure: 'money', max: 200, exceed: 'cut' }],
    },
    { id: 'spring', name: 'Spring', stage: 'receipt', coupon: { codes: ['SPRING'] }, benefit: { kind: 'percent', rateBps: 1000 } },
    { id: 'gift', name: 'Gift', stage: 'receipt', coupon: { series: ['gift'] }, benefit: { kind: 'percent', rateBps: 300 } },
    {
      id: 'first',
      name: 'Once a member',
      stage: 'line',
      limits: [{ measure: 'times', max: 1, per: 'member', period: { kind: 'day' } }],
      benefit: { kind: 'percent', rateBps: 700 },
    },
  ],
};

let open: OpenCheckout;
beforeAll(async () => {
  open = await openCheckout(RICH);
  const cards = await trade(open, 3, 5);
  await open.deps.ledger.pool.query(
    `INSERT INTO ledger.coupon (code_bucket, code, series_id, issued_by_sale) SELECT b, c, 'gift', $3 FROM unnest($1::smallint[], $2::text[]) u (b, c)`,
    [['G1', 'G2'].map(bucketOf), ['G1', 'G2'], uuidv7(1, 1)],
  );
  for (let k = 0; k < 8; k++)
    await sale(
      open.deps,
      saleOf({ card: cards[k % 3]!, coupons: [k % 2 === 0 ? 'spring' : k < 4 ? 'G1' : 'G2'], lines: [['tea', 2, 1700]] }),
    );
});
afterAll(() => open.close());

const span = { from: new Date('2026-01-01'), to: new Date('2027-01-01') };

it('every past sale computes to the stored quote, though budgets, codes and members moved on', async () => {
  const found: unknown[] = [];
  const done = await recomputeSales(open.deps.ledger.pool, open.deps.rulebook, span, (sold, differences) =>
    found.push([sold.saleId, differences]),
  );
  expect(found).toEqual([]);
  expect(done).toEqual({ sales: 29, differing: 0 });
  const { rows } = await open.deps.ledger.pool.query(`SELECT count(*) FILTER (WHERE budget_usage IS NOT NULL) AS budgets,
    count(*) FILTER (WHERE coupon_states IS NOT NULL) AS coupons, count(DISTINCT budget_usage::text) AS usages FROM ledger.sale`);
  expect(rows[0].budgets).toBe(28);
  expect(rows[0].coupons).toBe(4);
  expect(rows[0].usages).toBeGreaterThan(2);
});

it('a quote or a budget that was changed shows, field by field', async () => {
  const client = await open.deps.ledger.pool.connect();
  try {
    await client.query('BEGIN; SET LOCAL session_replication_role = replica');
    // A sale with a discount: no sale may cost more than without one, and which member's bucket is first differs by the run.
    await client.query(`UPDATE ledger.sale SET payable_minor = payable_minor + 1, net_minor = net_minor + 1, document = regexp_replace(document, '(\\],\\[\\[\\[)(\\d+)', '\\11\\2')
      WHERE (bucket, sale_id) = (SELECT bucket, sale_id FROM ledger.sale WHERE regular_minor > net_minor ORDER BY bucket, sale_id LIMIT 1)`);
    const paths: string[] = [];
    const done = await recomputeSales(client, open.deps.rulebook, span, (_sold, found) => paths.push(...found.map(({ path }) => path)));
    expect(done.differing).toBe(1);
    expect(paths).toContain('totals.payableMinor');
    expect(paths).toContain('lines[0].payableMinor');
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});

it('a sale whose rule set is gone is listed', async () => {
  const gone = { version: () => Promise.resolve(null) };
  const done = await recomputeSales(open.deps.ledger.pool, gone, span, () => undefined);
  expect(done).toEqual({ sales: 29, differing: 29 });
});
