import { LRUCache } from 'lru-cache';
import { authorize } from '../../src/checkout/authorize.js';
import type { CheckoutDeps } from '../../src/checkout/deps.js';
import { sale } from '../../src/checkout/sale.js';
import { settleDue, type SettleOptions } from '../../src/jobs/settle-due.js';
import { startJobs } from '../../src/jobs/start-jobs.js';
import { verifyLedger } from '../../src/jobs/verify/verify-ledger.js';
import { DAY_MS, NOW, openCheckout, PROGRAMME, saleOf } from '../checkout/open-checkout.js';

const programme = {
  ...PROGRAMME,
  settings: {
    ...PROGRAMME.settings,
    points: { activation: { kind: 'days' as const, days: 1 }, life: { kind: 'days' as const, days: 30 } },
  },
};

const errors: string[] = [];
const options = (): SettleOptions => ({
  perBucket: 8,
  concurrency: 8,
  setAside: new LRUCache({ max: 100 }),
  onError: (error, id) => void errors.push(`${id}: ${String(error)}`),
});

let shop: Awaited<ReturnType<typeof openCheckout>>;
beforeEach(async () => {
  errors.length = 0;
  shop = await openCheckout(programme, 2);
});
afterEach(() => shop.close());

/** Members with one lot of ten points each. */
async function members(count: number): Promise<string[]> {
  const cards = await Promise.all(Array.from({ length: count }, () => shop.newCard()));
  for (const card of cards) expect(await sale(shop.deps, saleOf({ card }))).toMatchObject({ outcome: 'booked' });
  return cards;
}

const balances = async (): Promise<(readonly [string, string])[]> => {
  const rows = await shop.deps.ledger.pool.query<{ pending: number; active: number }>(
    'SELECT pending, active FROM ledger.account ORDER BY active',
  );
  return rows.rows.map(({ pending, active }) => [String(pending), String(active)] as const);
};

async function wrong(deps: CheckoutDeps): Promise<string[]> {
  const report = await verifyLedger(deps.ledger.pool, { parts: 1 });
  // The programme of these tests is compiled, not published.
  return report.checks.filter((check) => check.name !== 'rule-set versions' && check.wrong > 0).map((check) => check.name);
}

it.each([
  ['nothing before its day', 0, { due: 0, entries: 0 }, ['9', '0']],
  ['lots become active on their day', DAY_MS, { due: 5, entries: 5 }, ['0', '9']],
  ['and expire on theirs: both at once where nobody looked for months', 90 * DAY_MS, { due: 5, entries: 10 }, ['0', '0']],
])('%s', async (_what, later, settled, balance) => {
  await members(5);
  shop.at(NOW + later);
  expect(await settleDue(shop.deps, options())).toMatchObject(settled);
  expect(await balances()).toEqual(Array.from({ length: 5 }, () => balance));
  expect((await settleDue(shop.deps, options())).due).toBe(0);
  expect(await wrong(shop.deps)).toEqual([]);
});

it('two processes at once write each entry once', async () => {
  await members(20);
  shop.at(NOW + 2 * DAY_MS);
  const both = await Promise.all([shop.deps, shop.others[0]!].map((deps) => settleDue(deps, options())));
  expect(both[0]!.entries + both[1]!.entries).toBe(20);
  expect(await wrong(shop.deps)).toEqual([]);
});

it('ends holds of nobody and of members, and no others', async () => {
  const [card] = await members(1);
  const hold = (basket: object, holdTtlMs: number) => authorize(shop.deps, { ...saleOf(basket), holdTtlMs });
  await hold({}, 60_000);
  await hold({}, 600_000);
  await hold({ card }, 60_000);
  shop.at(NOW + 61_000);
  expect(await settleDue(shop.deps, options())).toEqual({ due: 2, entries: 1, holds: 1 });
  const holds = await shop.deps.ledger.pool.query<{ status: string }>('SELECT status FROM ledger.hold ORDER BY status');
  expect(holds.rows.map((row) => row.status)).toEqual(['expired', 'expired', 'open']);
  expect(await wrong(shop.deps)).toEqual([]);
});

it('sets an account aside that cannot be settled, and settles the others', async () => {
  await members(4);
  await shop.deps.ledger.pool.query(
    'UPDATE ledger.account SET pending = 0 WHERE member_id = (SELECT member_id FROM ledger.account LIMIT 1)',
  );
  shop.at(NOW + 2 * DAY_MS);
  const aside = options();
  expect(await settleDue(shop.deps, aside)).toMatchObject({ due: 4, entries: 3 });
  expect(errors).toHaveLength(1);
  expect(await settleDue(shop.deps, aside)).toMatchObject({ due: 0 });
});

it('runs by itself until it is stopped', async () => {
  await members(3);
  shop.at(NOW + 2 * DAY_MS);
  let entries = 0;
  const settled = new Promise<void>((resolve) => {
    const stop = startJobs(shop.deps, {
      settleEveryMs: 50,
      onSettled: (round) => {
        entries += round.entries;
        if (entries === 3) void stop().then(resolve);
      },
    });
  });
  await settled;
  expect(await balances()).toEqual([
    ['0', '9'],
    ['0', '9'],
    ['0', '9'],
  ]);
});
