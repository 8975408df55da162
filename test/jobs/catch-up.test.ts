import { LRUCache } from 'lru-cache';
import type { CheckoutDeps } from '../../src/checkout/deps.js';
import { authorize } from '../../src/checkout/authorize.js';
import { sale } from '../../src/checkout/sale.js';
import { settleDue, type Settled } from '../../src/jobs/settle-due.js';
import { verifyLedger } from '../../src/jobs/verify/verify-ledger.js';
import { memberCalls, ok } from '../checkout/member-calls.js';
import { DAY_MS, NOW, openCheckout, saleOf, type OpenCheckout } from '../checkout/open-checkout.js';
import { SHORT_LIFE } from './short-life.js';

const MEMBERS = 60;

let open: OpenCheckout & { others: CheckoutDeps[] };
let calls: ReturnType<typeof memberCalls>;
beforeAll(async () => {
  open = await openCheckout(SHORT_LIFE, 3);
  calls = memberCalls(open.deps);
});
afterAll(() => open.close());
afterEach(() => open.at(NOW));

const errors: unknown[] = [];
const options = (perBucket = 8) => ({
  perBucket,
  concurrency: 8,
  setAside: new LRUCache<string, true>({ max: 100 }),
  onError: (error: unknown) => void errors.push(error),
});
/** Rounds on one engine until there is nothing to do. */
async function settleAll(deps: CheckoutDeps): Promise<number> {
  let entries = 0;
  let settled: Settled;
  do {
    settled = await settleDue(deps, options());
    entries += settled.entries;
  } while (settled.due > 0);
  return entries;
}
const count = async (sql: string): Promise<number> => (await open.deps.ledger.pool.query<{ n: number }>(sql)).rows[0]!.n;

it('three engines catch up after days of downtime: every activation, expiry and release once', async () => {
  const cards = await Promise.all(Array.from({ length: MEMBERS }, () => open.newCard()));
  for (const card of cards) ok(await sale(open.deps, saleOf({ card, lines: [['tea', 1, 1000]] })));
  open.at(NOW + DAY_MS);
  // 10 active points each; half of them are held for a while, and the holds are forgotten.
  for (const card of cards.slice(0, MEMBERS / 2))
    ok(await authorize(open.deps, { ...saleOf({ card, burn: 5, lines: [['tea', 1, 1000]] }), holdTtlMs: 60_000 }));
  open.at(NOW + 30 * DAY_MS);
  const written = await Promise.all([open.deps, ...open.others].map(settleAll));
  // The ones with a hold were settled when it was made: their activation is written already.
  const [activations, releases, expiries] = [MEMBERS / 2, MEMBERS / 2, MEMBERS];
  expect(written.reduce((sum, entries) => sum + entries, 0)).toBe(activations + releases + expiries);
  expect(errors).toEqual([]);
  expect(await count(`SELECT count(*) AS n FROM ledger.entry WHERE kind = 'expire'`)).toBe(MEMBERS);
  expect(await count(`SELECT sum(credit_points)::bigint AS n FROM ledger.posting WHERE account = 'breakage'`)).toBe(10 * MEMBERS);
  for (const card of cards) expect(await calls.balance(card)).toEqual([0, 0, 0]);
  // Each event stands at its own instant, not at the instant it was written down.
  expect(await count(`SELECT count(*) AS n FROM ledger.entry WHERE kind = 'expire' AND event_at < created_at - interval '10 days'`)).toBe(
    MEMBERS,
  );
  expect(await count('SELECT count(*) AS n FROM ledger.account WHERE due_at IS NOT NULL')).toBe(0);
});

it('a job that is stopped in the middle is continued by the next', async () => {
  const cards = await Promise.all(Array.from({ length: 20 }, () => open.newCard()));
  for (const card of cards) ok(await calls.grant(card, 7, { expiresAtMs: NOW + DAY_MS }));
  open.at(NOW + DAY_MS);
  const first = await settleDue(open.deps, { ...options(1), setAside: new LRUCache<string, true>({ max: 100 }) });
  expect(first.entries).toBeGreaterThan(0);
  expect(first.entries + (await settleAll(open.others[0]!))).toBe(20);
  expect(await settleAll(open.deps)).toBe(0);
});

it('an account whose lots were spent before they expired is not due again and again', async () => {
  const cards = await Promise.all(Array.from({ length: 12 }, () => open.newCard()));
  for (const card of cards) {
    ok(await calls.grant(card, 100, { expiresAtMs: NOW + DAY_MS }));
    ok(await sale(open.deps, saleOf({ card, burn: 100, lines: [['cup', 1, 1000]] })));
  }
  open.at(NOW + DAY_MS);
  await settleAll(open.deps);
  expect((await settleDue(open.deps, options())).due).toBe(0);
});

it('the ledger is whole after it', async () => {
  const { checks } = await verifyLedger(open.deps.ledger.pool);
  expect(checks.filter((check) => check.wrong > 0 && check.name !== 'rule-set versions')).toEqual([]);
});
