import { Fault } from '../core/invariant.js';
import type { MemberState } from '../core/member.js';
import { priceReceipt } from '../core/pricing/price.js';
import type { Quote } from '../core/quote.js';
import type { Receipt } from '../core/receipt.js';
import { isRejection } from '../core/rejection.js';
import type { CouponState } from '../core/rules/coupons.js';
import type { RuleSet } from '../core/rules/rule-set.js';
import type { BudgetUsage } from '../core/rules/usage.js';
import type { Rulebook } from '../rulebook/rulebook.js';

/** Everything a sale was computed from, and what it came to. */
export interface SaleInputs {
  readonly saleId: string;
  readonly ruleSetVersion: number;
  readonly receipt: Receipt;
  readonly member: MemberState | null;
  readonly coupons: readonly CouponState[] | null;
  readonly budgets: BudgetUsage | null;
  readonly quote: Quote;
}

export interface ExplainedSale {
  /** As it was booked, with the rules that did not apply and why. */
  readonly quote: Quote;
  /** The sale computed again came to what was booked. */
  readonly same: boolean;
  readonly ruleSet: RuleSet;
}

/** Why a sale cost what it did: computes it again by the rules of then, with full explanation. Throws where those rules are gone. */
export async function explainSale(rulebook: Rulebook, sale: SaleInputs): Promise<ExplainedSale> {
  const ruleSet = await rulebook.version(sale.ruleSetVersion);
  if (ruleSet === null) throw new Fault(`sale ${sale.saleId} was made by version ${sale.ruleSetVersion}, which is not there`);
  const { receipt, member, coupons, budgets } = sale;
  const again = priceReceipt({ receipt, ruleSet, member, explain: true, coupons: coupons ?? [], budgets: budgets ?? {} });
  if (isRejection(again)) return { quote: sale.quote, same: false, ruleSet };
  const same = again.fingerprint === sale.quote.fingerprint;
  return { quote: same ? { ...sale.quote, refused: again.refused } : sale.quote, same, ruleSet };
}
