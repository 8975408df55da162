/** What pricing needs to know of one receipt, and the working state it starts from. */
import type { MemberState } from '../member.js';
import type { Receipt } from '../receipt.js';
import { openDesk } from '../rules/coupons.js';
import type { CouponState } from '../rules/coupons.js';
import { openTally } from '../rules/limits.js';
import type { RuleSet } from '../rules/rule-set.js';
import type { BudgetUsage } from '../rules/usage.js';
import { localTimes, WorkLine } from './work.js';
import type { Work } from './work.js';

export interface PriceRequest {
  readonly receipt: Receipt;
  readonly ruleSet: RuleSet;
  /** Null: anonymous. */
  readonly member: MemberState | null;
  /** True: also say of each candidate that did not apply why; or of these rules, candidates or not. */
  readonly explain: boolean | readonly string[];
  /** State of the unique codes of the receipt, as `uniqueCodes` asks for; shared codes need none. */
  readonly coupons: readonly CouponState[];
  /** What is used of total budgets, by key, as `budgetKeys` asks for; an absent key is unused. */
  readonly budgets: BudgetUsage;
}

export function openWork({ receipt, ruleSet, member, explain, coupons, budgets }: PriceRequest): Work {
  return {
    receipt,
    ruleSet,
    member,
    lines: receipt.lines.map((line, index) => new WorkLine(line, index, ruleSet)),
    desk: openDesk(receipt, ruleSet, member, coupons, budgets),
    tally: openTally(budgets),
    explain: typeof explain === 'boolean' ? explain : new Set(explain),
    applied: [],
    earned: [],
    refused: [],
    messages: [],
    clock: 0,
    alone: null,
    ...localTimes(receipt, ruleSet),
  };
}
