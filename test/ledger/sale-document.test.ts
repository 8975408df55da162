import fc from 'fast-check';
import type { MemberCounters, MemberState } from '../../src/core/member.js';
import { priceReceipt } from '../../src/core/pricing/price.js';
import type { Quote } from '../../src/core/quote.js';
import type { Receipt } from '../../src/core/receipt.js';
import { isRejection } from '../../src/core/rejection.js';
import { packCounters, unpackCounters } from '../../src/ledger/pack-member.js';
import type { NewSale, SaleBooking } from '../../src/ledger/post-item.js';
import { saleDocument, unpackSale, type SaleContents, type SaleContentsRow } from '../../src/ledger/sale-document.js';
import { lineDrafts, members, programmes, receiptDraft } from '../core/arbitrary.js';
import { programme, request } from '../core/support.js';

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const BOOKING: SaleBooking = {
  state: { status: 'captured', returned: {}, lots: [4096, 0], takes: [], givenBack: 0, sequence: 0, hasReturns: false },
  balance: null,
  holdExpiresAtMs: 0,
};

function saleOf(contents: SaleContents): NewSale {
  const { receipt, quote, booking, memberState } = contents;
  const keys = { saleId: 'x', kind: 'sale' as const, receiptKey: 'x', idempotencyKey: null, bodyHash: Buffer.alloc(16), bookedAtMs: 0 };
  return { ...keys, memberId: memberState?.memberId ?? null, receipt, quote, booking, memberState, couponStates: [], budgets: {} };
}

/** The row as Postgres would give it back. */
function rowOf(contents: SaleContents): SaleContentsRow {
  const { receipt, quote, memberState } = contents;
  return {
    member_id: memberState?.memberId ?? null,
    store_id: receipt.storeId,
    terminal_id: receipt.terminalId,
    business_date: receipt.businessDate,
    receipt_number: receipt.receiptNumber,
    purchased_ms: receipt.purchasedAtMs,
    rule_set_version: quote.ruleSetVersion,
    regular_minor: quote.totals.regularMinor,
    net_minor: quote.totals.netMinor,
    burn_minor: quote.totals.burnMinor,
    payable_minor: quote.totals.payableMinor,
    burn_points: quote.totals.burnPoints,
    earn_points: quote.totals.earnPoints,
    document: saleDocument(saleOf(contents)),
    receipt: null,
    quote: null,
    booking: null,
    member_state: null,
  };
}

const wayThere = (contents: SaleContents): SaleContents => unpackSale(rowOf(contents));

it('reading a document back gives exactly what was written', () => {
  fc.assert(
    fc.property(fc.record({ programme: programmes, lines: lineDrafts, receipt: receiptDraft, member: members }), (test) => {
      const asked = request(test);
      const quote = priceReceipt({ ...asked, explain: true });
      fc.pre(!isRejection(quote));
      if (isRejection(quote)) return;
      const contents = { receipt: asked.receipt, quote, booking: BOOKING, memberState: asked.member };
      expect(wayThere(contents)).toEqual(throughJson(contents));
    }),
    { numRuns: 500 },
  );
});

function small(): { receipt: Receipt; quote: Quote } {
  const asked = request({ programme: programme(), lines: [{ sku: 'tea', price: 250, qty: 2 }] });
  const quote = priceReceipt(asked);
  if (isRejection(quote)) throw new Error(quote.message);
  return { receipt: asked.receipt, quote };
}

it('an ordinary line takes little room', () => {
  const { receipt, quote } = small();
  const document = saleDocument(saleOf({ receipt, quote, booking: BOOKING, memberState: null }));
  expect(document).toContain('[[0,"tea",2000,250,500]]');
  expect(document).toContain('[[500]]');
});

it('what has no place of its own is kept under its name', () => {
  const { receipt, quote } = small();
  const news = { taxClass: 'A', deposit: { minor: 25 } };
  const contents = {
    receipt: { ...receipt, cashier: 'c7', lines: receipt.lines.map((line) => ({ ...line, ...news, weighed: true, tags: ['new'] })) },
    quote: { ...quote, slip: [1, 2], applied: [], earn: [{ ruleId: 'gone', points: 3, byLine: [3], activatesAtMs: 7, expiresAtMs: null }] },
    booking: { ...BOOKING, state: { ...BOOKING.state, sequence: 2, returned: { 1: 1000 }, hasReturns: true } },
    memberState: null,
  } as unknown as SaleContents;
  expect(wayThere(contents)).toEqual(throughJson(contents));
});

const MEMBER = {
  version: 8,
  tier: 'gold',
  segments: ['s'],
  birthDate: '1990-02-28',
  enrolledAtMs: 1_700_000_000_000,
  attributes: { size: 42 },
  activePoints: 7,
  pendingPoints: 0,
  counters: unpackCounters({}),
} as unknown as MemberState;

const HOLD: SaleBooking = {
  state: { status: 'held', returned: {}, lots: [], takes: [{ lotNo: 4096, points: 5 }], givenBack: 0, sequence: 0, hasReturns: false },
  balance: { memberId: 'mbr_m1', activePoints: -3, pendingPoints: 0, heldPoints: 5, version: 9 },
  holdExpiresAtMs: 1_795_000_000_000,
} as unknown as SaleBooking;

it.each([
  ['its own member', HOLD],
  ['another member', { ...HOLD, balance: { ...HOLD.balance!, memberId: 'mbr_other' } }],
  ['nobody', { ...HOLD, balance: null }],
])('a hold with the balance of %s comes back', (_whose, booking) => {
  const contents = { ...small(), booking, memberState: { ...MEMBER, memberId: 'm1' } };
  expect(wayThere(contents)).toEqual(throughJson(contents));
});

const COUNTERS = {
  purchases: 3,
  firstPurchaseAtMs: 1_795_000_000_000,
  lastPurchaseAtMs: 1_795_000_000_001,
  usage: { 'rule:R1/times/2026-11': { times: 1, minor: 0, points: 0 } },
  days: { '2026-11-22': { purchases: 2, spentMinor: 8100, earnedPoints: 81 } },
} as unknown as MemberCounters;

it.each([
  ['used', COUNTERS],
  ['with a tier for ever', { ...COUNTERS, tier: { id: 'gold', keptUntilMs: null } }],
  ['with a fact that is new', { ...COUNTERS, visits: 4 }],
  ['never used', unpackCounters({})],
])('counters %s come back from their text, and from the JSON they were before', (_what, counters) => {
  expect(unpackCounters(JSON.parse(JSON.stringify(packCounters(counters))))).toEqual(counters);
  expect(unpackCounters(throughJson(counters))).toEqual(counters);
});
