/**
 * Tills on an opening day: quote as goods are scanned, authorize while the customer pays, capture. Some customers leave before they have
 * paid, some payments are for fewer goods, some sales are undone and some goods come back. Answers get lost, and the call is made again.
 */
import { check, sleep } from 'k6';
import type { Options } from 'k6/options';
import { checkQuote, sum, type Authorized, type Captured, type Quote, type Returned } from './answers.ts';
import { receiptNumber, tillReceipt, today, type Receipt } from './baskets.ts';
import { between, chance } from './chance.ts';
import { byStatus, call, type Answered } from './checkout.ts';
import { always, day, summaryTrendStats, within } from './plan.ts';

/** Receipts a second at the busiest hour. */
const PER_SECOND = 20;
/** Opened at eight, closed at nine in the evening: noon and after work are busiest. */
const HOURS = [25, 45, 65, 80, 95, 90, 70, 65, 75, 95, 100, 85, 55, 20];
/** Of a hundred. */
const SCANNED_IN_PARTS = 30;
const LOST = 2;
const AGAIN = 3;
const LEFT_WITHOUT_PAYING = 3;
const BOUGHT_LESS = 5;
const UNDONE = 3;
const BROUGHT_BACK = 5;

const plan = day('till', HOURS, PER_SECOND);

export const options: Options = {
  summaryTrendStats,
  scenarios: { tills: plan.scenario },
  thresholds: {
    ...always('tills', plan),
    ...within('grpc_req_duration', 'tills', { Quote: [100, 250], Authorize: [150, 400], Capture: [150, 400] }),
    ...byStatus,
  },
};

/** An engine never goes back to rules that it has left. */
let lastVersion = 0;

export function till(): void {
  const receipt = tillReceipt();
  if (receipt.lines.length > 1 && chance(SCANNED_IN_PARTS))
    quote({ ...receipt, lines: receipt.lines.slice(0, Math.ceil(receipt.lines.length / 2)) });
  const quoted = quote(receipt);
  const held = quoted === null ? null : authorize(receipt, quoted.fingerprint);
  if (held === null) return;
  sleep(between(0.1, 0.6));
  if (chance(LEFT_WITHOUT_PAYING)) return letGo(held);
  const captured = capture(held);
  if (captured === null) return;
  if (chance(UNDONE)) undo(held, captured);
  else if (chance(BROUGHT_BACK)) bringBack(held, captured);
}

function quote(receipt: Receipt): Quote | null {
  const found = call<{ readonly quote: Quote }>('Quote', { receipt });
  if (found === null) return null;
  const { quote } = found.answer;
  checkQuote(quote, receipt.lines);
  if (found.repeats > 0) lastVersion = 0;
  check(null, { 'rules never go back to an older version': () => quote.ruleSetVersion >= lastVersion });
  lastVersion = quote.ruleSetVersion;
  return quote;
}

/** Fields of an answer come in any order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, ordered(each)]));
}

/** An effect: now and then its answer is lost, or it is called once more though it was answered. What comes back is the same either way. */
function effect<Answer extends { readonly replayed: boolean }>(method: string, request: object): Answered<Answer> | null {
  const first = call<Answer>(method, request, { loseFirst: chance(LOST) });
  if (first === null) return null;
  check(null, { 'only a repeated call is answered from the store': () => !first.answer.replayed || first.repeats > 0 });
  if (!chance(AGAIN)) return first;
  const again = call<Answer>(method, request);
  check(again, {
    'a call that is made again gets the same answer': () =>
      again !== null && JSON.stringify(ordered(again.answer)) === JSON.stringify(ordered({ ...first.answer, replayed: true })),
  });
  return first;
}

function authorize(receipt: Receipt, expectedFingerprint: string): Authorized | null {
  // Rules are published and the same card is used elsewhere: then the fresh quote is shown and agreed to.
  for (let agreed = expectedFingerprint, tries = 0; tries < 5; tries++) {
    const answered = call<Authorized>('Authorize', { receipt, expectedFingerprint: agreed }, { loseFirst: chance(LOST) });
    if (answered === null) return null;
    const { answer, repeats } = answered;
    checkQuote(answer.quote, receipt.lines);
    if (answer.outcome === 'BOOKING_OUTCOME_BOOKED') {
      check(answer, {
        'what was agreed to is booked': () => answer.quote.fingerprint === agreed,
        'a hold has its ids': () => answer.saleId.startsWith('rcp_') && answer.holdId.startsWith('hld_'),
        'only a repeated call is answered from the store': () => !answer.replayed || repeats > 0,
      });
      return answer;
    }
    check(answer, { 'a quote that moved is another one': () => answer.quote.fingerprint !== agreed && answer.saleId === '' });
    agreed = answer.quote.fingerprint;
  }
  return null;
}

function capture({ holdId, saleId, quote }: Authorized): Captured | null {
  const isLess = quote.lines.length > 1 && chance(BOUGHT_LESS);
  const lines = isLess ? quote.lines.slice(1).map(({ lineNumber, quantityMilli }) => ({ lineNumber, quantityMilli })) : [];
  const answered = effect<Captured>('Capture', { holdId, lines });
  if (answered === null) return null;
  const { answer } = answered;
  const paid = (totals: Captured['totals']): number => Number(totals.payableMinor);
  check(answer, {
    'what is captured is the sale that was authorized': () => answer.saleId === saleId,
    'all of it costs what was quoted, less of it no more': () =>
      isLess ? paid(answer.totals) <= paid(quote.totals) : paid(answer.totals) === paid(quote.totals),
    'net − points = payable': () => Number(answer.totals.netMinor) - Number(answer.totals.burnMinor) === paid(answer.totals),
  });
  return isLess ? null : answer;
}

function letGo({ holdId, quote }: Authorized): void {
  interface Voided {
    readonly releasedPoints: string;
    readonly replayed: boolean;
  }
  const request = { holdId, businessDate: today(), reason: 'left without paying' };
  const answered = effect<Voided>('Void', request);
  if (answered === null) return;
  const burned = sum(quote.lines, (line) => line.burnPoints);
  check(answered.answer, { 'points that were held are free again': ({ releasedPoints }) => Number(releasedPoints) === burned });
}

function undo({ quote }: Authorized, { saleId }: Captured): void {
  interface Voided {
    readonly saleId: string;
    readonly giveBackPoints: string;
    readonly replayed: boolean;
  }
  const request = { saleId, businessDate: today(), reason: 'wrong customer' };
  const answered = effect<Voided>('Void', request);
  if (answered === null) return;
  const burned = sum(quote.lines, (line) => line.burnPoints);
  check(answered.answer, { 'points that were spent come back': ({ giveBackPoints }) => Number(giveBackPoints) === burned });
}

/** One line, all of it. */
function bringBack({ quote }: Authorized, { saleId }: Captured): void {
  const line = quote.lines[0]!;
  const request = {
    saleId,
    receipt: { businessDate: today(), receiptNumber: receiptNumber() },
    lines: [{ lineNumber: line.lineNumber, quantityMilli: line.quantityMilli }],
    reason: 'unwanted',
  };
  const answered = effect<Returned>('Return', request);
  if (answered === null) return;
  const { answer } = answered;
  check(answer, {
    'lines that came back add up to the refund': () =>
      sum(answer.lines, (each) => each.refundMinor) === Number(answer.refundMinor) + Number(answer.shortfallMinor),
    'each line: regular − discount = refund + points': () =>
      answer.lines.every(
        (each) => Number(each.regularMinor) - Number(each.discountMinor) === Number(each.refundMinor) + Number(each.burnMinor),
      ),
    'a whole line gives back what was paid for it': () =>
      answer.lines.length === 1 && Number(answer.lines[0]!.refundMinor) === Number(line.payableMinor),
  });
}

export default till;
