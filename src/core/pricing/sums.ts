/** A priced receipt in few numbers, for who looks at many receipts and shows none. */
import type { Minor, Points } from '../money.js';
import type { QuoteTotals, Stage, UsageDelta } from '../quote.js';
import type { Work } from './work.js';

export interface Sums {
  readonly totals: Pick<QuoteTotals, 'regularMinor' | 'netMinor' | 'burnMinor' | 'burnPoints' | 'earnPoints'>;
  /** In order of application; each price list first. */
  readonly applied: readonly AppliedSum[];
  readonly usage: readonly UsageDelta[];
}

export interface AppliedSum {
  readonly ruleId: string;
  readonly stage: Stage;
  readonly amountMinor: Minor;
  readonly points: Points;
}

/** The sums of a quote; those of `priceSums` for the same receipt are equal. */
export function sumsOfQuote({ totals, applied, usage }: Sums): Sums {
  return { totals, applied, usage };
}

export function sumsOf(work: Work): Sums {
  const totals = { regularMinor: 0, netMinor: 0, burnMinor: 0, burnPoints: 0, earnPoints: 0 };
  for (const line of work.lines) {
    totals.regularMinor += line.line.regularMinor;
    totals.netMinor += line.runningMinor;
    totals.burnMinor += line.burnMinor;
    totals.burnPoints += line.burnPoints;
    totals.earnPoints += line.earnPoints;
  }
  const applied: { ruleId: string; stage: Stage; amountMinor: number; points: number }[] = listsApplied(work);
  for (const { rule, amountMinor } of work.applied) applied.push({ ruleId: rule.id, stage: rule.stage as Stage, amountMinor, points: 0 });
  for (const { rule, points } of work.earned) applied.push({ ruleId: rule.id, stage: 'earn', amountMinor: 0, points });
  return { totals, applied, usage: [...work.tally.deltas.values()] } as unknown as Sums;
}

/** Price lists are not rules, but they are told about like rules. */
function listsApplied(work: Work): { ruleId: string; stage: Stage; amountMinor: number; points: number }[] {
  const lists: { ruleId: string; stage: Stage; amountMinor: number; points: number }[] = [];
  for (const line of work.lines) {
    const first = line.discounts[0];
    if (first === undefined || first.stage !== 'card_price' || !work.ruleSet.lists.has(first.ruleId)) continue;
    const known = lists.find(({ ruleId }) => ruleId === first.ruleId);
    if (known === undefined) lists.push({ ruleId: first.ruleId, stage: 'card_price', amountMinor: first.amountMinor, points: 0 });
    else known.amountMinor += first.amountMinor;
  }
  return lists;
}
