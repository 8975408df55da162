/** A priced receipt as it is printed: 48 columns, amounts to the right. */
import type { Balance__Output } from '../../grpc/generated/tallystick/v1/Balance.js';
import type { CouponAnswer__Output } from '../../grpc/generated/tallystick/v1/CouponAnswer.js';
import type { Quote__Output } from '../../grpc/generated/tallystick/v1/Quote.js';
import type { QuoteLine__Output } from '../../grpc/generated/tallystick/v1/QuoteLine.js';
import type { ReturnResponse__Output } from '../../grpc/generated/tallystick/v1/ReturnResponse.js';
import { formatCount, formatMinor, formatQuantity } from './format.js';

export const SLIP_WIDTH = 48;
const RULE = '-'.repeat(SLIP_WIDTH);

export interface SlipNames {
  /** Name of a SKU; the SKU itself where it has none. */
  readonly product: (sku: string) => string;
}

/** Text to the left, an amount to the right; text that is too long is cut. */
export function row(left: string, right: string): string {
  const room = SLIP_WIDTH - right.length - 1;
  const text = left.length > room ? `${left.slice(0, room - 1)}…` : left;
  return `${text.padEnd(room)} ${right}`;
}

export function renderQuote(quote: Quote__Output, title: string, names: SlipNames): string {
  const rules = new Map(quote.applied.map((rule) => [rule.ruleId, rule.name || rule.ruleId]));
  return [
    RULE,
    title,
    RULE,
    ...quote.lines.flatMap((line) => renderLine(line, rules, names)),
    RULE,
    ...renderTotals(quote),
    ...renderNotes(quote),
  ].join('\n');
}

function renderLine(line: QuoteLine__Output, rules: ReadonlyMap<string, string>, names: SlipNames): string[] {
  const off = line.discounts.map((discount) =>
    row(`      ${rules.get(discount.ruleId) ?? discount.ruleId}`, formatMinor(-discount.amountMinor)),
  );
  const quantity = `${formatQuantity(line.quantityMilli)} × ${names.product(line.sku)}`;
  const net = off.length === 0 ? [] : [row('', formatMinor(line.netMinor))];
  const portions =
    line.portions.length > 1
      ? line.portions.map((portion) => `      ${formatQuantity(portion.quantityMilli)} for ${formatMinor(portion.netMinor)}`)
      : [];
  return [row(`${String(line.lineNumber).padStart(3)}  ${quantity}`, formatMinor(line.regularMinor)), ...off, ...net, ...portions];
}

function renderTotals({ totals, burn, earnForecast: forecast }: Quote__Output): string[] {
  if (totals === null) return [];
  const rows = [row('Regular', formatMinor(totals.regularMinor))];
  if (totals.cardPriceSavingMinor > 0) rows.push(row('Card prices', formatMinor(-totals.cardPriceSavingMinor)));
  if (totals.discountMinor > 0) rows.push(row('Discounts', formatMinor(-totals.discountMinor)));
  if (totals.burnMinor > 0) rows.push(row(`Paid with ${formatCount(totals.burnPoints)} points`, formatMinor(-totals.burnMinor)));
  rows.push(row('TO PAY', formatMinor(totals.payableMinor)), RULE);
  rows.push(row('Points earned', formatCount(totals.earnPoints)));
  if (burn !== null && burn.maxPoints > 0) {
    rows.push(row(`You can pay ${formatMinor(burn.maxMinor)} with points`, formatCount(burn.maxPoints)));
    if (forecast !== null) rows.push(row('  and would then earn', formatCount(forecast.atMaxBurnPoints)));
  }
  return rows;
}

function renderNotes(quote: Quote__Output): string[] {
  const notes = quote.coupons.map((coupon) => row(`Coupon ${coupon.code}`, coupon.applied ? 'applied' : whyNot(coupon)));
  if (quote.savingWithCardMinor > 0) notes.push(`With a card you would save ${formatMinor(quote.savingWithCardMinor)}`);
  return [...notes, ...quote.messages.map((message) => message.text)];
}

function whyNot({ reason, why }: CouponAnswer__Output): string {
  return reason === 'condition_failed' ? (why?.sentence ?? reason) : reason.replaceAll('_', ' ');
}

export function renderBalance(balance: Balance__Output): string {
  const rows = [RULE, row('Points of the card', formatCount(balance.activePoints))];
  if (balance.pendingPoints > 0) rows.push(row('  not spendable yet', formatCount(balance.pendingPoints)));
  if (balance.heldPoints > 0) rows.push(row('  reserved', formatCount(balance.heldPoints)));
  return rows.join('\n');
}

/** Why rules did not apply, one a line. */
export function renderRefused(quote: Quote__Output): string {
  if (quote.refused.length === 0) return 'Every rule that could apply did.';
  return quote.refused.map((rule) => `${rule.name || rule.ruleId}: ${rule.why?.sentence ?? ''}`).join('\n');
}

export function renderReturn(answer: ReturnResponse__Output): string {
  const rows = answer.lines.map((line) =>
    row(`Line ${line.lineNumber}: ${formatQuantity(line.quantityMilli)} back`, formatMinor(line.refundMinor)),
  );
  rows.push(row('TO PAY OUT', formatMinor(answer.refundMinor)));
  if (answer.giveBackPoints > 0) rows.push(row('Points restored', formatCount(answer.giveBackPoints)));
  if (answer.giveBackExpiredPoints > 0) rows.push(row('  of them expired meanwhile', formatCount(answer.giveBackExpiredPoints)));
  if (answer.clawbackPoints > 0) rows.push(row('Points taken back', formatCount(answer.clawbackPoints)));
  if (answer.shortfallMinor > 0) rows.push(row('Kept for points already spent', formatMinor(answer.shortfallMinor)));
  return [RULE, ...rows].join('\n');
}
