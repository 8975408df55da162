import { randomInt } from 'node:crypto';
import type { EpochMs } from '../core/money.js';
import { CODE_ALPHABET } from '../core/rules/code-form.js';
import { issueTerms } from '../core/rules/issue-terms.js';
import type { RuleSet } from '../core/rules/rule-set.js';
import type { CouponIssue } from '../core/quote.js';
import type { NewCoupon } from '../ledger/post-item.js';

const RANDOM_CHARACTERS = 11;

/** The unique codes a booked quote issues, unguessable. */
export function couponsOf(
  issues: readonly CouponIssue[],
  ruleSet: RuleSet,
  memberId: string | null,
  saleId: string,
  nowMs: EpochMs,
): NewCoupon[] {
  return issues.map(({ seriesId }) => {
    const { prefix, bound, usesMax, fromMs, toMs } = issueTerms(ruleSet, seriesId, nowMs);
    return { code: prefix + randomCode(), seriesId, memberId: bound ? memberId : null, usesMax, fromMs, toMs, saleId };
  });
}

function randomCode(): string {
  let code = '';
  for (let k = 0; k < RANDOM_CHARACTERS; k++) code += CODE_ALPHABET[randomInt(CODE_ALPHABET.length)];
  return code;
}
