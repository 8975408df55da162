/**
 * The message `Quote` and what stands beside it in an answer, straight from the quote of the core to bytes. It is by far the largest
 * answer and the most frequent one; the general codec makes a copy of it first and walks it twice. A test compares both.
 * Numbers are the fields of proto/tallystick/v1/quote.proto, written in reverse.
 */
import type { AppliedRule, CouponAnswer, Quote, QuoteLine, QuoteTotals, RefusedRule, Stage } from '../../../core/quote.js';
import type { Balance } from '../../../checkout/commands.js';
import type { Style } from '../../../core/rules/sentence.js';
import { answerWhy } from '../answer-why.js';
import type { BackwardWriter } from './backward-writer.js';

const STAGES: Readonly<Record<Stage, number>> = { card_price: 1, line: 2, receipt: 3, burn: 4, earn: 5 };

export function writeQuote(to: BackwardWriter, field: number, quote: Quote, style: Style): void {
  const opened = to.openMessage();
  to.text(13, quote.fingerprint);
  to.integer(12, quote.memberVersion);
  to.text(11, quote.ruleSetHash);
  to.integer(10, quote.ruleSetVersion);
  to.integer(9, quote.savingWithCardMinor);
  writeMessages(to, quote);
  writeForecast(to, quote);
  writeBurn(to, quote);
  for (let i = quote.coupons.length - 1; i >= 0; i--) writeCoupon(to, quote.coupons[i]!, style);
  for (let i = quote.refused.length - 1; i >= 0; i--) writeRefused(to, quote.refused[i]!, style);
  for (let i = quote.applied.length - 1; i >= 0; i--) writeApplied(to, quote.applied[i]!);
  writeTotals(to, quote.totals);
  for (let i = quote.lines.length - 1; i >= 0; i--) writeLine(to, quote.lines[i]!);
  to.closeMessage(field, opened);
}

export function writeBalance(to: BackwardWriter, field: number, balance: Balance | null): void {
  if (balance === null) return;
  const opened = to.openMessage();
  to.integer(5, balance.version);
  to.integer(4, balance.heldPoints);
  to.integer(3, balance.pendingPoints);
  to.integer(2, balance.activePoints);
  to.text(1, balance.memberId);
  to.closeMessage(field, opened);
}

function writeLine(to: BackwardWriter, line: QuoteLine): void {
  const opened = to.openMessage();
  for (let i = line.portions.length - 1; i >= 0; i--) {
    const { quantityMilli, netMinor } = line.portions[i]!;
    const inner = to.openMessage();
    to.integer(2, netMinor);
    to.integer(1, quantityMilli);
    to.closeMessage(13, inner);
  }
  for (let i = line.discounts.length - 1; i >= 0; i--) {
    const { ruleId, stage, amountMinor } = line.discounts[i]!;
    const inner = to.openMessage();
    to.integer(3, amountMinor);
    to.integer(2, STAGES[stage]);
    to.text(1, ruleId);
    to.closeMessage(12, inner);
  }
  to.integer(11, line.earnPoints);
  to.integer(10, line.payableMinor);
  to.integer(9, line.burnPoints);
  to.integer(8, line.burnMinor);
  to.integer(7, line.netMinor);
  to.integer(6, line.discountMinor);
  to.integer(5, line.cardPriceMinor);
  to.integer(4, line.regularMinor);
  to.integer(3, line.quantityMilli);
  to.text(2, line.sku);
  to.integer(1, line.lineNumber);
  to.closeMessage(1, opened);
}

function writeTotals(to: BackwardWriter, totals: QuoteTotals): void {
  const opened = to.openMessage();
  to.integer(8, totals.earnPoints);
  to.integer(7, totals.payableMinor);
  to.integer(6, totals.burnPoints);
  to.integer(5, totals.burnMinor);
  to.integer(4, totals.netMinor);
  to.integer(3, totals.discountMinor);
  to.integer(2, totals.cardPriceSavingMinor);
  to.integer(1, totals.regularMinor);
  to.closeMessage(2, opened);
}

function writeApplied(to: BackwardWriter, rule: AppliedRule): void {
  const opened = to.openMessage();
  to.integer(9, rule.times);
  to.integer(8, rule.points);
  to.integer(7, rule.amountMinor);
  for (let i = rule.lines.length - 1; i >= 0; i--) {
    const { lineNumber, baseMinor, amountMinor, points } = rule.lines[i]!;
    const inner = to.openMessage();
    to.integer(4, points);
    to.integer(3, amountMinor);
    to.integer(2, baseMinor);
    to.integer(1, lineNumber);
    to.closeMessage(6, inner);
  }
  to.text(5, rule.coupon);
  to.text(4, rule.group);
  to.integer(3, STAGES[rule.stage]);
  to.text(2, rule.name);
  to.text(1, rule.ruleId);
  to.closeMessage(3, opened);
}

function writeRefused(to: BackwardWriter, { ruleId, name, stage, why }: RefusedRule, style: Style): void {
  const opened = to.openMessage();
  writeWhy(to, 4, why, style);
  to.integer(3, STAGES[stage]);
  to.text(2, name);
  to.text(1, ruleId);
  to.closeMessage(4, opened);
}

function writeCoupon(to: BackwardWriter, { code, applied, reason, ruleId, why }: CouponAnswer, style: Style): void {
  const opened = to.openMessage();
  if (why !== null) writeWhy(to, 5, why, style);
  to.text(4, ruleId);
  to.text(3, reason);
  to.flag(2, applied);
  to.text(1, code);
  to.closeMessage(5, opened);
}

function writeWhy(to: BackwardWriter, field: number, why: RefusedRule['why'], style: Style): void {
  const { code = '', actual = '', wanted = '', sentence = '' } = answerWhy(why, style);
  const opened = to.openMessage();
  to.text(4, sentence);
  to.text(3, wanted);
  to.text(2, actual);
  to.text(1, code);
  to.closeMessage(field, opened);
}

function writeMessages(to: BackwardWriter, { messages }: Quote): void {
  for (let i = messages.length - 1; i >= 0; i--) {
    const { ruleId, code, text } = messages[i]!;
    const opened = to.openMessage();
    to.text(3, text);
    to.text(2, code);
    to.text(1, ruleId);
    to.closeMessage(8, opened);
  }
}

function writeForecast(to: BackwardWriter, { earnForecast }: Quote): void {
  const opened = to.openMessage();
  to.integer(3, earnForecast.atMaxBurn);
  to.integer(2, earnForecast.asRequested);
  to.integer(1, earnForecast.atZeroBurn);
  to.closeMessage(7, opened);
}

function writeBurn(to: BackwardWriter, { burn }: Quote): void {
  const opened = to.openMessage();
  to.integer(5, burn.maxMinor);
  to.integer(4, burn.maxPoints);
  to.integer(3, burn.amountMinor);
  to.integer(2, burn.points);
  to.integer(1, burn.requestedPoints);
  to.closeMessage(6, opened);
}
