import type { CheckoutDeps } from '../../src/checkout/deps.js';
import { sale } from '../../src/checkout/sale.js';
import type { Budget, Programme } from '../../src/core/rules/types.js';
import { isRejection } from '../../src/core/rejection.js';
import { bucketOf } from '../../src/ledger/bucket.js';
import { uuidv7 } from '../../src/ledger/ids.js';
import { PROGRAMME, openCheckout, saleOf, type OpenCheckout } from './open-checkout.js';

const TILLS = 64;

/** 10 % off tea as long as the budget lasts; a series of unique codes for 1.00 off; 3 uses of cocoa for a member. */
function programmeWith(budget: Budget): Programme {
  return {
    ...PROGRAMME,
    couponSeries: [{ id: 'S', maxUses: 1 }],
    rules: [
      ...PROGRAMME.rules!,
      {
        id: 'tea',
        name: '10 % off tea',
        stage: 'line',
        lines: { skus: ['tea'] },
        benefit: { kind: 'percent', rateBps: 1000 },
        budgets: [budget],
      },
      {
        id: 'coupon',
        name: '1.00 off with a code',
        stage: 'receipt',
        coupon: { series: ['S'] },
        benefit: { kind: 'amountOff', amountMinor: 100, per: 'receipt' },
      },
      {
        id: 'cocoa',
        name: 'Three cocoas at half price a month',
        stage: 'line',
        lines: { skus: ['cocoa'] },
        when: { kind: 'member' },
        benefit: { kind: 'percent', rateBps: 5000 },
        limits: [{ measure: 'times', max: 3, per: 'member', period: { kind: 'month' } }],
      },
    ],
  };
}

/** `count` sales by 64 tills on two engines; answers the discount of each. */
async function race(
  engines: readonly CheckoutDeps[],
  count: number,
  basketOf: (k: number) => Parameters<typeof saleOf>[0],
): Promise<number[]> {
  const discounts: number[] = [];
  let next = 0;
  const till = async (): Promise<void> => {
    for (let k = next++; k < count; k = next++) {
      const command = saleOf(basketOf(k));
      for (;;) {
        const answer = await sale(engines[k % engines.length]!, command);
        if (!isRejection(answer)) {
          discounts.push(answer.quote.totals.discountMinor);
          break;
        }
        // The till does what the error says: it repeats the call.
        if (answer.rejection !== 'concurrent_update') throw new Error(answer.message);
      }
    }
  };
  await Promise.all(Array.from({ length: TILLS }, till));
  return discounts;
}

async function withProgramme(budget: Budget, test: (open: OpenCheckout & { others: CheckoutDeps[] }) => Promise<void>): Promise<void> {
  const open = await openCheckout(programmeWith(budget), 2);
  try {
    await test(open);
  } finally {
    await open.close();
  }
}

const lines = (sku: string, price: number) => [[sku, 1, price]] as const;

it('100 uses in total, 200 sales by 64 tills on two engines: exactly 100 get it', async () => {
  await withProgramme({ measure: 'times', max: 100 }, async (open) => {
    const cards = await Promise.all(Array.from({ length: 20 }, open.newCard));
    const discounts = await race([open.deps, ...open.others], 200, (k) => ({ card: cards[k % 20]!, lines: lines('tea', 1000) }));
    expect(discounts.filter((discount) => discount === 100)).toHaveLength(100);
    expect(discounts.filter((discount) => discount === 0)).toHaveLength(100);
  });
});

it.each([
  ['cut', [100, 100, 100, 100, 50]],
  ['refuse', [100, 100, 100, 100]],
] as const)('a money budget of 4.50, %s: never more, and the last sale gets what is left', async (exceed, given) => {
  await withProgramme({ measure: 'money', max: 450, exceed }, async (open) => {
    const discounts = await race([open.deps, ...open.others], 70, () => ({ lines: lines('tea', 1000) }));
    expect(discounts.filter((discount) => discount > 0).sort((a, b) => b - a)).toEqual(given);
    const budgets = await open.deps.ledger.pool.query('SELECT minor FROM ledger.budget');
    expect(budgets.rows).toEqual([{ minor: given.reduce((sum: number, each) => sum + each, 0) }]);
  });
});

it('one coupon, 50 sales at once: one winner', async () => {
  await withProgramme({ measure: 'times', max: 1 }, async (open) => {
    const { pool } = open.deps.ledger;
    await pool.query('INSERT INTO ledger.coupon (code_bucket, code, series_id, issued_by_sale) VALUES ($1, $2, $3, $4)', [
      bucketOf('WIN'),
      'WIN',
      'S',
      uuidv7(1, 1),
    ]);
    const discounts = await race([open.deps, ...open.others], 50, () => ({ coupons: ['WIN'], lines: lines('milk', 500) }));
    expect(discounts.filter((discount) => discount === 100)).toHaveLength(1);
    expect(discounts.filter((discount) => discount === 0)).toHaveLength(49);
  });
});

it('three times a month for one member, 40 sales at once on two engines: three', async () => {
  await withProgramme({ measure: 'times', max: 1 }, async (open) => {
    const card = await open.newCard();
    const discounts = await race([open.deps, ...open.others], 40, () => ({ card, lines: lines('cocoa', 400) }));
    expect(discounts.filter((discount) => discount === 200)).toHaveLength(3);
  });
});
