/** A quote with a sentence at everything that applied and at everything that did not. */
import type { MemberState } from '../../../core/member.js';
import type { AppliedRule, CouponAnswer, Quote, RefusedRule } from '../../../core/quote.js';
import type { Comparison } from '../../../core/rules/explain.js';
import type { RuleSet } from '../../../core/rules/rule-set.js';
import { sentenceOf } from '../../../core/rules/sentence.js';
import { publicId } from '../../../ledger/ids.js';

type WithSentence<Item> = Item & { readonly sentence: string };

export interface ExplainedQuote extends Omit<Quote, 'applied' | 'refused' | 'coupons'> {
  readonly applied: readonly WithSentence<AppliedRule>[];
  readonly refused: readonly WithSentence<RefusedRule>[];
  readonly coupons: readonly WithSentence<CouponAnswer>[];
}

export function explainQuote(quote: Quote, { programme }: RuleSet, timeZone: string): ExplainedQuote {
  const { minorDigits, pointScale } = programme;
  const why = (comparison: Comparison): string => sentenceOf(comparison, { minorDigits, pointScale, timeZone });
  return {
    ...quote,
    applied: quote.applied.map((rule) => ({ ...rule, sentence: appliedSentence(rule, minorDigits, pointScale) })),
    refused: quote.refused.map((rule) => ({ ...rule, sentence: why(rule.why) })),
    coupons: quote.coupons.map((answer) => ({
      ...answer,
      sentence: answer.why === null ? `The code ${answer.code} was used.` : why(answer.why),
    })),
  };
}

/** `10 % off coffee took 1.00 off lines 1, 3.` · `A point for each 1.00 gave 9 points on lines 1.` */
function appliedSentence({ name, amountMinor, points, lines }: AppliedRule, minorDigits: number, pointScale: number): string {
  const what = [
    ...(amountMinor > 0 ? [`took ${scaled(amountMinor, minorDigits)} off`] : []),
    ...(points > 0 ? [`gave ${scaled(points, pointScale)} points on`] : []),
  ].join(' and ');
  const where = lines.map(({ lineNumber }) => lineNumber).join(', ');
  return `${name} ${what === '' ? 'applied to' : what} line${lines.length === 1 ? '' : 's'} ${where}.`;
}

function scaled(value: number, digits: number): string {
  if (digits === 0) return String(value);
  const text = String(value).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** What the price depended on of the member: no name, number or birth date. */
export interface PricedFor {
  readonly memberId: string;
  readonly tier: string;
  readonly segments: readonly string[];
  readonly activePoints: number;
  readonly purchases: number;
}

export function pricedFor(member: MemberState | null): PricedFor | null {
  if (member === null) return null;
  const { memberId, tier, segments, activePoints, counters } = member;
  return { memberId: memberId === '' ? '' : publicId('mbr', memberId), tier, segments, activePoints, purchases: counters.purchases };
}
