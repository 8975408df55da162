/** The live rules change no past receipt: random ones, and real ones, each read back from the document it is stored as. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { NO_COUNTERS, type MemberCounters, type MemberState, type Usage } from '../../src/core/member.js';
import { normalise } from '../../src/core/normalise.js';
import { priceReceipt, type PriceRequest } from '../../src/core/pricing/price.js';
import { sumsOfQuote } from '../../src/core/pricing/sums.js';
import type { Quote } from '../../src/core/quote.js';
import { isRejection } from '../../src/core/rejection.js';
import { compile } from '../../src/core/rules/compile.js';
import type { RuleSet } from '../../src/core/rules/rule-set.js';
import { applyUsage, budgetKeys } from '../../src/core/rules/usage.js';
import { Simulation, type PastReceipt } from '../../src/core/simulation/simulation.js';
import type { NewSale } from '../../src/ledger/post-item.js';
import { saleDocument, unpackPriced, unpackSale, type SaleContentsRow } from '../../src/ledger/sale-document.js';
import { lineDrafts, members, programmes, receiptDraft, usages } from '../core/arbitrary.js';
import { member, programme, raw, request } from '../core/support.js';
import { sharedFile } from '../golden/shared-file.js';

const FILE = sharedFile('MONTHS_FILE', 'data/uci-online-retail.ndjson.gz');
const RECEIPTS_MAX = 2_500;

/** As it comes back from the ledger, by the reading that simulations use; it must say what the full reading says. */
function stored({ receipt, member: memberState, coupons = [], budgets = {} }: PriceRequest, quote: Quote): PastReceipt {
  const state = { status: 'captured', returned: {}, lots: [], takes: [], givenBack: 0, sequence: 0, hasReturns: false };
  const memberId = memberState?.memberId ?? null;
  const booking = { state, balance: null, holdExpiresAtMs: 0 };
  const document = saleDocument({ receipt, quote, booking, memberState, memberId } as unknown as NewSale);
  const { storeId, terminalId, businessDate, receiptNumber, purchasedAtMs } = receipt;
  const { regularMinor, netMinor, burnMinor, payableMinor, burnPoints, earnPoints } = quote.totals;
  const row = {
    ...{ document, receipt: null, quote: null, booking: null, member_state: null, member_id: memberId, rule_set_version: 1 },
    ...{ store_id: storeId, terminal_id: terminalId, business_date: businessDate, receipt_number: receiptNumber },
    ...{ purchased_ms: purchasedAtMs, regular_minor: regularMinor, net_minor: netMinor, burn_minor: burnMinor },
    ...{ payable_minor: payableMinor, burn_points: burnPoints, earn_points: earnPoints },
  } as unknown as SaleContentsRow;
  const [lean, full] = [unpackPriced(row), unpackSale(row)];
  expect([lean.receipt, lean.memberState]).toEqual([full.receipt, full.memberState]);
  const { totals, applied, usage } = sumsOfQuote(full.quote);
  expect(lean.sums.totals).toMatchObject({ regularMinor, netMinor, burnMinor, burnPoints, earnPoints });
  expect(lean.sums.totals).toMatchObject({ netMinor: totals.netMinor, earnPoints: totals.earnPoints });
  expect(lean.sums.usage).toEqual(usage);
  expect(lean.sums.applied).toEqual(applied.map(({ ruleId, stage, amountMinor, points }) => ({ ruleId, stage, amountMinor, points })));
  return { saleId: `rcp_${receiptNumber}`, ruleSetVersion: 1, receipt, member: lean.memberState, coupons, budgets, live: lean.sums };
}

test('random programmes and receipts', () => {
  const cases = fc.record({
    programme: programmes,
    sales: fc.array(fc.record({ lines: lineDrafts, receipt: receiptDraft, member: members, budgets: usages }), {
      minLength: 1,
      maxLength: 5,
    }),
  });
  fc.assert(
    fc.property(cases, ({ programme: document, sales }) => {
      const simulation = new Simulation(compile(document, 0, ''), { sampleBps: 10_000, examplesMax: 5 });
      for (const one of sales) {
        const asked = request({ programme: document, ...one });
        const quote = priceReceipt(asked);
        if (!isRejection(quote)) simulation.take(stored(asked, quote));
      }
      const { receipts, totals, winners, losers } = simulation.report();
      expect(receipts).toMatchObject({ looked: sales.length, changed: 0, regrouped: 0, notPriced: 0 });
      expect([totals.simulated, winners, losers]).toEqual([totals.live, [], []]);
    }),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 300) },
  );
});

const SHOP = programme({
  timeZone: 'Europe/London',
  settings: { burn: { rate: { points: 1, minor: 1 } } },
  tiers: [
    { id: 'base', rank: 0 },
    { id: 'gold', rank: 1, qualify: [{ by: 'spend', min: 100_000, window: { kind: 'year' } }] },
  ],
  rules: [
    { id: 'lights', lines: { skus: ['85123A', '22423', '84879'] }, benefit: { kind: 'percent', rateBps: 1500 } },
    { id: 'third', benefit: { kind: 'everyNth', n: 3, give: { kind: 'percent', rateBps: 500 } }, lines: { minUnitPriceMinor: 300 } },
    {
      ...{ id: 'weekly', stage: 'receipt', when: { kind: 'member' }, benefit: { kind: 'amountOff', amountMinor: 500, per: 'receipt' } },
      limits: [{ measure: 'times', max: 1, per: 'member', period: { kind: 'week' } }],
      budgets: [{ measure: 'money', max: 100_000, period: { kind: 'month' }, exceed: 'cut' }],
    },
    { id: 'often', stage: 'receipt', when: { kind: 'purchaseNumber', every: 5 }, benefit: { kind: 'percent', rateBps: 200 } },
    { id: 'earn', stage: 'earn', benefit: { kind: 'earnPerAmount', points: 1, perMinor: 100 } },
  ],
});

interface Record {
  readonly id: string;
  readonly time: string;
  readonly card: string | null;
  readonly kind: string;
  readonly lines: readonly { readonly sku: string; readonly qty: number; readonly unit: number }[];
}

/** Sells in the order of the file, with counters and budgets carried from sale to sale. */
function* sell(file: string, ruleSet: RuleSet): Generator<PastReceipt> {
  const counters = new Map<string, MemberCounters>();
  const budgets = new Map<string, Usage>();
  for (const text of gunzipSync(readFileSync(file)).toString('utf8').split('\n').slice(0, RECEIPTS_MAX)) {
    const { id, time, card, kind, lines } = JSON.parse(text) as Record;
    if (kind !== 'sale') continue;
    const sold = lines.map(({ sku, qty, unit }) => ({ sku, qty, price: unit }));
    const receipt = normalise(raw(sold, { receiptNumber: id, purchasedAtMs: Date.parse(`${time}Z`) }), ruleSet);
    if (isRejection(receipt)) throw new Error(receipt.message);
    const own = card === null ? null : (counters.get(card) ?? NO_COUNTERS);
    const state: MemberState | null = own === null ? null : member({ memberId: card, counters: own });
    const known = budgetKeys(ruleSet, receipt).flatMap((key) => (budgets.has(key) ? [[key, budgets.get(key)!] as const] : []));
    const asked = { receipt, ruleSet, member: state, explain: false, coupons: [], budgets: Object.fromEntries(known) };
    const quote = priceReceipt(asked);
    if (isRejection(quote)) throw new Error(quote.message);
    yield stored(asked, quote);
    if (own !== null) counters.set(card!, applyUsage(own, quote, receipt, ruleSet));
    for (const { scope, key, times, minor, points } of quote.usage) {
      const before = budgets.get(key) ?? { times: 0, minor: 0, points: 0 };
      if (scope === 'total')
        budgets.set(key, { times: before.times + times, minor: before.minor + minor, points: before.points + points } as Usage);
    }
  }
}

(FILE === null ? test.skip : test)(
  FILE === null ? 'real receipts: skipped, for there is no file; name one in MONTHS_FILE' : 'real receipts',
  () => {
    const ruleSet = compile(SHOP, 1, '');
    const same = new Simulation(compile(SHOP, 0, ''), { sampleBps: 10_000, examplesMax: 5 });
    const other = new Simulation(compile({ ...SHOP, rules: SHOP.rules!.filter(({ id }) => id !== 'weekly') }, 0, ''), {
      sampleBps: 10_000,
      examplesMax: 5,
    });
    for (const past of sell(FILE!, ruleSet)) {
      same.take(past);
      other.take(past);
    }
    const { receipts, totals, rules, budgets } = same.report();
    expect(receipts).toMatchObject({ changed: 0, regrouped: 0, notPriced: 0 });
    expect(receipts.looked).toBeGreaterThan(1_000);
    expect(totals.simulated).toEqual(totals.live);
    // Every rule gave something, and the budget ran out, or nothing would be shown by this.
    expect(rules.map(({ ruleId }) => ruleId).sort()).toEqual(['earn', 'lights', 'often', 'third', 'weekly']);
    expect(budgets.some(({ usedUpAt }) => usedUpAt !== null)).toBe(true);
    expect(other.report().receipts.worse).toBeGreaterThan(100);
  },
  60_000,
);
