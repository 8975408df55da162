/** Short ways to write programmes, receipts and members in tables of numbers. */
import type { MemberState } from '../../src/core/member.js';
import { NO_COUNTERS } from '../../src/core/member.js';
import { normalise } from '../../src/core/normalise.js';
import { priceReceipt } from '../../src/core/pricing/price.js';
import type { PriceRequest } from '../../src/core/pricing/price.js';
import type { Quote } from '../../src/core/quote.js';
import type { RawLine, RawReceipt } from '../../src/core/raw-receipt.js';
import { isRejection } from '../../src/core/rejection.js';
import { compile } from '../../src/core/rules/compile.js';
import type { Benefit } from '../../src/core/rules/benefits.js';
import type { Programme, Rule } from '../../src/core/rules/types.js';

export const NOON = Date.UTC(2026, 10, 22, 11, 0);

type Writable<T> = { -readonly [K in keyof T]?: unknown };

export type RuleDraft = Partial<Omit<Rule, 'benefit'>> & { readonly benefit: Benefit };

/** A programme in EUR and Berlin time; rules are of stage line and named by their position where nothing is said. */
export function programme(parts: Omit<Partial<Programme>, 'rules'> & { readonly rules?: readonly RuleDraft[] } = {}): Programme {
  const rules = (parts.rules ?? []).map((rule, i): Rule => ({ id: `r${i + 1}`, name: `Rule ${i + 1}`, stage: 'line', ...rule }));
  return {
    format: 'tallystick/1',
    id: 'p',
    name: 'P',
    currency: 'EUR',
    minorDigits: 2,
    pointScale: 0,
    timeZone: 'Europe/Berlin',
    ...parts,
    rules,
  };
}

export type LineDraft = {
  readonly price: number;
  readonly qty?: number;
  readonly milli?: number;
  readonly sku?: string;
} & Writable<RawLine>;

export function line(draft: LineDraft, index: number): RawLine {
  const { price, qty = 1, milli, ...rest } = draft;
  return {
    lineNumber: index + 1,
    sku: `sku${index + 1}`,
    quantityMilli: milli ?? qty * 1000,
    unitPriceMinor: price,
    amountMinor: null,
    weighed: milli !== undefined,
    minimumMinor: 0,
    categories: [],
    brand: '',
    tags: [],
    attributes: {},
    notDiscountable: false,
    notBurnable: false,
    notEarning: false,
    ...rest,
  } as unknown as RawLine;
}

export type ReceiptDraft = Writable<Omit<RawReceipt, 'lines'>>;

export function raw(lines: readonly LineDraft[], draft: ReceiptDraft = {}): RawReceipt {
  return {
    storeId: 's1',
    terminalId: 't1',
    businessDate: '2026-11-22',
    receiptNumber: '1',
    purchasedAtMs: NOON,
    currency: '',
    channel: 'till',
    cardNumber: '',
    lines: lines.map(line),
    coupons: [],
    tenders: [],
    attributes: {},
    burn: { kind: 'none' },
    ...draft,
  } as unknown as RawReceipt;
}

export function member(draft: Writable<MemberState> = {}): MemberState {
  return {
    memberId: 'm1',
    version: 7,
    tier: '',
    segments: [],
    birthDate: '',
    enrolledAtMs: 0,
    attributes: {},
    activePoints: 0,
    pendingPoints: 0,
    counters: NO_COUNTERS,
    ...draft,
  } as unknown as MemberState;
}

export interface Case {
  readonly programme: Programme;
  readonly lines: readonly LineDraft[];
  readonly receipt?: ReceiptDraft;
  readonly member?: MemberState | null;
  readonly explain?: PriceRequest['explain'];
  readonly coupons?: PriceRequest['coupons'];
  readonly budgets?: PriceRequest['budgets'];
}

/** Everything `priceReceipt` needs. */
export function request(test: Case): PriceRequest {
  const ruleSet = compile(test.programme, 1, 'hash');
  const receipt = normalise(raw(test.lines, test.receipt), ruleSet);
  if (isRejection(receipt)) throw new Error(receipt.message);
  return {
    receipt,
    ruleSet,
    member: test.member ?? null,
    explain: test.explain ?? false,
    coupons: test.coupons ?? [],
    budgets: test.budgets ?? {},
  };
}

/** The quote of a case that must not be rejected. */
export function quote(test: Case): Quote {
  const answer = priceReceipt(request(test));
  if (isRejection(answer)) throw new Error(answer.message);
  return answer;
}

/** What each line costs. */
export const nets = (answer: Quote): number[] => answer.lines.map((each) => each.netMinor);

/** What each line got off, card price included. */
export const offs = (answer: Quote): number[] => answer.lines.map((each) => each.regularMinor - each.netMinor);

/** Portions of a line as [pieces, amount]. */
export const portions = (answer: Quote, at = 0): number[][] =>
  answer.lines[at]!.portions.map((each) => [each.quantityMilli, each.netMinor]);
