/**
 * The receipt while it is priced: each line's running amount, its portions, and what was applied so far. Everything here is
 * made for one receipt and thrown away with it.
 */
import { invariant } from '../invariant.js';
import type { MemberState } from '../member.js';
import { MILLI_PER_UNIT, divFloor, pieceOf } from '../money.js';
import type { Milli, Minor } from '../money.js';
import type { LineDiscount, RefusedRule, SlipMessage, Stage } from '../quote.js';
import type { Line, Receipt } from '../receipt.js';
import { withAbove } from '../rules/category-tree.js';
import { noteRefusal } from '../rules/coupons.js';
import type { CouponDesk } from '../rules/coupons.js';
import type { Tally } from '../rules/limits.js';
import type { CompiledRule, RuleSet } from '../rules/rule-set.js';
import type { Basis } from '../rules/types.js';
import { localTime } from '../time.js';
import type { LocalTime } from '../time.js';
import type { Applied } from './commit.js';

export interface Work {
  readonly receipt: Receipt;
  readonly ruleSet: RuleSet;
  readonly member: MemberState | null;
  /** Wall clock of the store, and of the programme. */
  readonly local: LocalTime;
  readonly home: LocalTime;
  readonly lines: readonly WorkLine[];
  readonly desk: CouponDesk;
  readonly tally: Tally;
  /** Rules whose refusal is wanted: none, all candidates, or these. */
  readonly explain: boolean | ReadonlySet<string>;
  readonly applied: Applied[];
  readonly earned: Applied[];
  readonly refused: RefusedRule[];
  readonly messages: SlipMessage[];
  /** Counts commits, so that a proposal knows whether anything moved since. */
  clock: number;
  /** The rule that stands alone on the receipt, once one applied. */
  alone: CompiledRule | null;
}

export interface WorkPortion {
  readonly units: number;
  amountMinor: number;
  /** Taken by a unit-consuming rule of the current stage. */
  readonly consumed: boolean;
}

const NO_DISCOUNTS: readonly LineDiscount[] = [];

/**
 * A line while it is priced. A class, since it is changed so often: objects of a literal keep the shape of their first ones, and once V8 has
 * another for them, each is moved to it by a call into its runtime (2 % of a sale).
 */
export class WorkLine {
  /** Categories of the line with all above them. */
  readonly categories: readonly string[];
  /** Whole units; a weighed or broken quantity is one unit that is never split. */
  readonly units: number;
  /** Price of a unit: the till's, or a lower card price. */
  unitMinor: number;
  cardMinor: number;
  runningMinor: number;
  /** A price list gave its first discount. */
  listed = false;
  /** The commit that changed it last. */
  movedAt = 0;
  /** Null: all units alike. Else they sum to the units and to the running amount. */
  portions: WorkPortion[] | null = null;
  /** Whether a rule of the current stage took the line for itself, or touched it at all. */
  closed = false;
  touched = false;
  burnMinor = 0;
  burnPoints = 0;
  earnPoints = 0;
  discounts = NO_DISCOUNTS;

  constructor(
    readonly line: Line,
    readonly index: number,
    { catalogue }: RuleSet,
  ) {
    this.categories = withAbove(line.categories, catalogue.lineage);
    this.units = line.weighed || line.quantityMilli % MILLI_PER_UNIT !== 0 ? 1 : divFloor(line.quantityMilli, MILLI_PER_UNIT);
    this.unitMinor = line.unitPriceMinor;
    this.cardMinor = line.regularMinor;
    this.runningMinor = line.regularMinor;
  }
}

/** Times are those of the purchase. */
export function localTimes(receipt: Receipt, ruleSet: RuleSet): { readonly local: LocalTime; readonly home: LocalTime } {
  const homeZone = ruleSet.programme.timeZone;
  const local = localTime(receipt.timeZone, receipt.purchasedAtMs);
  return { local, home: receipt.timeZone === homeZone ? local : localTime(homeZone, receipt.purchasedAtMs) };
}

/** The amount of a line by its basis; running is what is left after burn once points were burned. */
export function amountOf(line: WorkLine, basis: Basis): Minor {
  switch (basis) {
    case 'regular':
      return line.line.regularMinor;
    case 'card':
      return line.cardMinor as Minor;
    case 'running':
      return (line.runningMinor - line.burnMinor) as Minor;
  }
}

/** Lists of one and two are made as long as they are: one that grows keeps room for sixteen more, as long as the quote lives. */
export function addDiscount(line: WorkLine, discount: LineDiscount): void {
  const { discounts } = line;
  line.discounts = discounts.length === 0 ? [discount] : discounts.length === 1 ? [discounts[0]!, discount] : discounts.concat(discount);
}

/** What may still be taken off a line. */
export function roomOf(line: WorkLine): number {
  const floor = line.line.minimumMinor;
  return line.runningMinor > floor ? line.runningMinor - floor : 0;
}

/** The portions of a line, made on first use. */
export function portionsOf(line: WorkLine): WorkPortion[] {
  line.portions ??= [{ units: line.units, amountMinor: line.runningMinor, consumed: false }];
  return line.portions;
}

/** Quantity of `units` units of a line; the whole quantity for a line that is never split. */
export function milliOf(line: WorkLine, units: number): Milli {
  return (units === line.units ? line.line.quantityMilli : units * MILLI_PER_UNIT) as Milli;
}

/** The value of `units` of a portion by basis: for running its own part, otherwise the part of the line. */
export function valueOf(line: WorkLine, portion: WorkPortion, from: number, units: number, basis: Basis): number {
  if (basis === 'running') return pieceOf(portion.amountMinor, from, units, portion.units);
  return pieceOf(amountOf(line, basis), 0, units, line.units);
}

/** A stage begins: no line is closed and no unit consumed. */
export function openStage(work: Work): void {
  for (const line of work.lines) {
    line.closed = false;
    line.touched = false;
    const { portions } = line;
    if (portions === null) continue;
    invariant(sumOf(portions) === line.runningMinor, 'portions do not sum to the line');
    if (portions.some((portion) => portion.consumed)) line.portions = portions.map((portion) => ({ ...portion, consumed: false }));
  }
}

function sumOf(portions: readonly WorkPortion[]): number {
  let sum = 0;
  for (const portion of portions) sum += portion.amountMinor;
  return sum;
}

/** Somebody wants to know why this rule does not apply: the caller, or the answer to a code. */
export function wantsReason(work: Work, rule: CompiledRule): boolean {
  return rule.coupons !== null || isExplained(work, rule);
}

function isExplained(work: Work, rule: CompiledRule): boolean {
  return work.explain === true || (work.explain !== false && work.explain.has(rule.id));
}

/** Notes why a rule did not apply, where somebody asked; the first reason stands. */
export function refuse(work: Work, rule: CompiledRule, why: RefusedRule['why']): void {
  if (rule.coupons !== null) noteRefusal(work.desk, rule, why);
  if (!isExplained(work, rule) || work.refused.some((known) => known.ruleId === rule.id)) return;
  work.refused.push({ ruleId: rule.id, name: rule.name, stage: rule.stage as Stage, why });
}
