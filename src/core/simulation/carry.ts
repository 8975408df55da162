/**
 * Use of limits and budgets, carried through simulated receipts in their order of purchase. What is kept is the difference between what
 * the simulated receipts used and what the real ones did; it is added to the use that is stored with each sale. So use from before the
 * period, from other stores and of receipts outside the sample counts as it really was, and rules that give what was really given leave
 * no difference at all.
 *
 * A rule really gave 3 of 5, the simulated one 5 of 5: the next receipt, stored with 3 used, is priced with 5 used.
 */
import type { MemberState, Usage } from '../member.js';
import { BPS_ONE, divFloor, mulDivHalfUp } from '../money.js';
import type { Minor, Points } from '../money.js';
import type { UsageDelta } from '../quote.js';
import type { Receipt } from '../receipt.js';
import { lastDayOf } from '../rules/periods.js';
import type { RuleSet } from '../rules/rule-set.js';
import { budgetKeys } from '../rules/usage.js';
import type { BudgetUsage } from '../rules/usage.js';
import { DAY_MS } from '../time.js';

interface Difference {
  times: number;
  minor: number;
  points: number;
}

type Differences = Map<string, Difference>;

const NO_USE: Usage = { times: 0, minor: 0 as Minor, points: 0 as Points };
/** Beyond so many, those of periods that are long over are thrown away. */
const KEYS_KEPT = 64;
const LATE_DAYS = 40;

export class Carry {
  private readonly members = new Map<string, Differences>();
  private readonly totals: Differences = new Map();

  /** A receipt of a sample stands for several where all members share a budget. */
  constructor(
    private readonly ruleSet: RuleSet,
    private readonly sampleBps: number,
  ) {}

  member(stored: MemberState | null): MemberState | null {
    const differences = stored === null ? undefined : this.members.get(stored.memberId);
    if (stored === null || differences === undefined) return stored;
    const usage: Record<string, Usage> = { ...stored.counters.usage };
    for (const [key, difference] of differences) usage[key] = plus(usage[key], difference, BPS_ONE);
    return { ...stored, counters: { ...stored.counters, usage } };
  }

  budgets(receipt: Receipt, stored: BudgetUsage): BudgetUsage {
    if (this.totals.size === 0) return stored;
    const budgets: Record<string, Usage> = {};
    for (const key of budgetKeys(this.ruleSet, receipt)) {
      const difference = this.totals.get(key);
      const use = difference === undefined ? stored[key] : plus(stored[key], difference, this.sampleBps);
      if (use !== undefined) budgets[key] = use;
    }
    return budgets;
  }

  /** Notes what a receipt used and what it really had used. */
  add(receipt: Receipt, memberId: string | null, simulated: readonly UsageDelta[], real: readonly UsageDelta[]): void {
    if (alike(simulated, real)) return;
    for (const delta of simulated) this.note(memberId, delta, 1);
    for (const delta of real) this.note(memberId, delta, -1);
    const own = memberId === null ? undefined : this.members.get(memberId);
    if (own !== undefined && own.size > KEYS_KEPT) prune(own, divFloor(receipt.purchasedAtMs, DAY_MS) - this.ruleSet.daysKept - LATE_DAYS);
  }

  private note(memberId: string | null, delta: UsageDelta, sign: 1 | -1): void {
    const differences = delta.scope === 'total' ? this.totals : memberId === null ? null : this.ofMember(memberId);
    if (differences === null) return;
    const known = differences.get(delta.key) ?? { times: 0, minor: 0, points: 0 };
    known.times += sign * delta.times;
    known.minor += sign * delta.minor;
    known.points += sign * delta.points;
    if (known.times === 0 && known.minor === 0 && known.points === 0) differences.delete(delta.key);
    else differences.set(delta.key, known);
    if (differences.size === 0 && delta.scope === 'member' && memberId !== null) this.members.delete(memberId);
  }

  private ofMember(memberId: string): Differences {
    const known = this.members.get(memberId);
    if (known !== undefined) return known;
    const made: Differences = new Map();
    this.members.set(memberId, made);
    return made;
  }
}

/** The common case: the same counters, moved by the same. */
function alike(a: readonly UsageDelta[], b: readonly UsageDelta[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((one, i) => {
    const other = b[i]!;
    return (
      one.key === other.key &&
      one.scope === other.scope &&
      one.times === other.times &&
      one.minor === other.minor &&
      one.points === other.points
    );
  });
}

/** Never below zero: receipts that were booked in another order than bought may take back what was not given yet. */
function plus(use: Usage = NO_USE, { times, minor, points }: Difference, sampleBps: number): Usage {
  return {
    times: Math.max(0, use.times + scaled(times, sampleBps)),
    minor: Math.max(0, use.minor + scaled(minor, sampleBps)) as Minor,
    points: Math.max(0, use.points + scaled(points, sampleBps)) as Points,
  };
}

function scaled(difference: number, sampleBps: number): number {
  if (sampleBps === BPS_ONE) return difference;
  return difference < 0 ? -mulDivHalfUp(-difference, BPS_ONE, sampleBps) : mulDivHalfUp(difference, BPS_ONE, sampleBps);
}

function prune(differences: Differences, before: number): void {
  for (const key of differences.keys()) {
    const last = lastDayOf(key);
    if (last !== null && last < before) differences.delete(key);
  }
}
