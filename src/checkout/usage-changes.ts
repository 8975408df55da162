import type { Book } from '../core/points/book.js';
import type { Reserved } from '../core/points/account.js';
import type { Quote, UsageDelta } from '../core/quote.js';
import type { CouponState } from '../core/rules/coupons.js';
import type { BudgetChange, PostItem } from '../ledger/post-item.js';

type Changes = Pick<PostItem, 'budgets' | 'coupons'>;

/** What booking a quote adds to total budgets and unique coupons. */
export function usedBy(quote: Quote, coupons: readonly CouponState[]): Changes {
  return { budgets: budgetsOf(quote.usage, 1), coupons: redeemed(quote, coupons).map((code) => ({ code, uses: 1 })) };
}

/** The unique codes that a quote redeems; shared codes are counted as budgets. */
export function redeemed(quote: Quote, coupons: readonly CouponState[]): string[] {
  const unique = new Set(coupons.map((coupon) => coupon.code));
  return quote.coupons.filter((answer) => answer.applied && unique.has(answer.code)).map((answer) => answer.code);
}

/** What a reservation or sale that is undone gives back. */
export function givenBack(usage: readonly UsageDelta[], codes: readonly string[]): Changes {
  return { budgets: budgetsOf(usage, -1), coupons: codes.map((code) => ({ code, uses: -1 })) };
}

/** What the holds that ran out, found while the book was settled, give back. */
export function releasedBy(book: Book | null): Changes {
  return together(...(book?.releasedHolds ?? []).map((hold) => backOf(hold.reserved)));
}

export function backOf(reserved: Reserved): Changes {
  return givenBack(reserved.usage, reserved.coupons);
}

export function together(...changes: readonly Changes[]): Changes {
  return { budgets: changes.flatMap((change) => change.budgets), coupons: changes.flatMap((change) => change.coupons) };
}

function budgetsOf(usage: readonly UsageDelta[], sign: 1 | -1): BudgetChange[] {
  return usage
    .filter((delta) => delta.scope === 'total')
    .map(({ key, times, minor, points, limit }) => ({ key, times: sign * times, minor: sign * minor, points: sign * points, limit }));
}
