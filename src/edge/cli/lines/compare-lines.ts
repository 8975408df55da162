/** Each real receipt priced, and each line beside its record. */
import { NO_COUNTERS } from '../../../core/member.js';
import type { MemberState } from '../../../core/member.js';
import { milli, minor, points } from '../../../core/money.js';
import { normalise } from '../../../core/normalise.js';
import { priceReceipt } from '../../../core/pricing/price.js';
import type { Quote, QuoteLine } from '../../../core/quote.js';
import type { RawLine, RawReceipt } from '../../../core/raw-receipt.js';
import { isRejection } from '../../../core/rejection.js';
import type { RuleSet } from '../../../core/rules/rule-set.js';
import { isBelowZero, isOnePiece, isUnsold, quirksOf } from './quirks.js';
import type { Quirk } from './quirks.js';
import type { RealLine, RealReceipt } from './real-receipt.js';
import { couponCode } from './to-programme.js';

export interface LineCounts {
  lines: number;
  /** Priced, and card price and amount paid are the record's to the cent. */
  equal: number;
  /** Priced at zero where the record is below it, all else equal. */
  equalToZero: number;
  /** Not priced, since nothing was sold. */
  unsold: number;
  readonly quirks: Map<Quirk, number>;
  readonly cardPriced: { lines: number; minor: number };
  readonly coupons: { lines: number; minor: number };
  readonly unequal: string[];
}

export function compareLines(receipts: readonly RealReceipt[], ruleSet: RuleSet): LineCounts {
  const counts: LineCounts = {
    lines: 0,
    equal: 0,
    equalToZero: 0,
    unsold: 0,
    quirks: new Map(),
    cardPriced: { lines: 0, minor: 0 },
    coupons: { lines: 0, minor: 0 },
    unequal: [],
  };
  for (const receipt of receipts) compareReceipt(receipt, ruleSet, counts);
  return counts;
}

function compareReceipt(receipt: RealReceipt, ruleSet: RuleSet, counts: LineCounts): void {
  const sold = receipt.lines.map((line, i) => ({ line, i })).filter(({ line }) => !isUnsold(line));
  const quote = sold.length === 0 ? null : priceReal(receipt, sold, ruleSet);
  const priced = new Map(quote?.lines.map((line) => [line.lineNumber, line]));
  for (const [i, line] of receipt.lines.entries()) {
    counts.lines++;
    for (const quirk of quirksOf(line)) counts.quirks.set(quirk, (counts.quirks.get(quirk) ?? 0) + 1);
    const answer = priced.get(i + 1);
    if (answer === undefined) counts.unsold++;
    else compareLine(`${receipt.id} line ${i + 1}`, line, answer, counts);
  }
}

function compareLine(name: string, line: RealLine, answer: QuoteLine, counts: LineCounts): void {
  const off = (stage: string, prefix: string): number => {
    let sum = 0;
    for (const discount of answer.discounts)
      if (discount.stage === stage && discount.ruleId.startsWith(prefix)) sum += discount.amountMinor;
    return sum;
  };
  const expected = [line.regular, line.card, Math.max(0, line.paid), Math.min(line.match_disc ?? 0, line.card)].join('/');
  const actual = [answer.regularMinor, answer.cardPriceMinor, answer.netMinor, off('line', 'match')].join('/');
  if (expected !== actual) counts.unequal.push(`${name}: regular/card/paid/match ${expected} in the record, ${actual} by the engine`);
  else if (isBelowZero(line)) counts.equalToZero++;
  else counts.equal++;
  tally(counts.cardPriced, off('card_price', 'card-'));
  tally(counts.coupons, off('line', 'coupon-'));
}

function tally(count: { lines: number; minor: number }, amount: number): void {
  if (amount === 0) return;
  count.lines++;
  count.minor += amount;
}

function priceReal(receipt: RealReceipt, sold: readonly { readonly line: RealLine; readonly i: number }[], ruleSet: RuleSet): Quote {
  const raw: RawReceipt = {
    storeId: receipt.store,
    terminalId: '1',
    businessDate: receipt.time.slice(0, 10),
    receiptNumber: receipt.id,
    purchasedAtMs: Date.parse(`${receipt.time}Z`),
    currency: 'USD',
    channel: 'pos',
    cardNumber: receipt.card,
    lines: sold.map(({ line, i }) => toLine(line, i)),
    coupons: sold.filter(({ line }) => line.coupon_disc !== undefined).map(({ i }) => couponCode(receipt, i)),
    tenders: [],
    attributes: {},
    burn: { kind: 'none' },
  };
  const normal = normalise(raw, ruleSet);
  const quote = isRejection(normal)
    ? normal
    : priceReceipt({ receipt: normal, ruleSet, member: memberOf(receipt), explain: false, coupons: [], budgets: {} });
  if (isRejection(quote)) throw new Error(`${receipt.id}: ${quote.message}`);
  return quote;
}

function toLine(line: RealLine, i: number): RawLine {
  const whole = isOnePiece(line);
  return {
    lineNumber: i + 1,
    sku: line.sku,
    quantityMilli: milli(whole ? 1000 : line.qty * 1000),
    unitPriceMinor: minor(whole ? line.regular : line.unit_regular!),
    amountMinor: minor(line.regular),
    weighed: false,
    minimumMinor: minor(0),
    categories: [],
    brand: '',
    tags: [],
    attributes: {},
    notDiscountable: false,
    notBurnable: false,
    notEarning: false,
  };
}

function memberOf(receipt: RealReceipt): MemberState {
  return {
    memberId: receipt.card,
    version: 1,
    tier: '',
    segments: [],
    birthDate: '',
    enrolledAtMs: 0,
    attributes: {},
    activePoints: points(0),
    pendingPoints: points(0),
    counters: NO_COUNTERS,
  };
}
