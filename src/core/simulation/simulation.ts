/** Past receipts by other rules, one after the other in their order of purchase, and what comes of it. */
import type { MemberState } from '../member.js';
import { BPS_ONE, mulDivFloor, mulDivHalfUp } from '../money.js';
import type { EpochMs } from '../money.js';
import { priceSums } from '../pricing/price.js';
import type { Sums } from '../pricing/sums.js';
import type { Receipt } from '../receipt.js';
import { isRejection } from '../rejection.js';
import type { CouponState } from '../rules/coupons.js';
import type { RuleSet } from '../rules/rule-set.js';
import type { BudgetUsage } from '../rules/usage.js';
import { Carry } from './carry.js';
import { CounterRows } from './counter-rows.js';
import { Examples } from './examples.js';
import { APPROXIMATED } from './report.js';
import type { Example, Side, SimulationReport } from './report.js';
import { RuleRows } from './rule-rows.js';

/** A sale as it is stored: what it was computed from, and what it came to. */
export interface PastReceipt {
  /** Public: `rcp_…`. */
  readonly saleId: string;
  readonly ruleSetVersion: number;
  readonly receipt: Receipt;
  readonly member: MemberState | null;
  readonly coupons: readonly CouponState[];
  readonly budgets: BudgetUsage;
  readonly live: Sums;
}

export interface SimulationOptions {
  /** The part of all receipts that is looked at; 10,000 is all. */
  readonly sampleBps: number;
  /** Largest examples on each side. */
  readonly examplesMax: number;
}

interface Total {
  regularMinor: number;
  netMinor: number;
  burnMinor: number;
  burnPoints: number;
  earnPoints: number;
}

const noTotal = (): Total => ({ regularMinor: 0, netMinor: 0, burnMinor: 0, burnPoints: 0, earnPoints: 0 });
const NEVER_FIRED_MAX = 1_000;

/**
 * Prices receipts by a rule set and compares with what they really cost. Receipts are handed in by time of purchase; limits and budgets
 * are carried from one to the next. The live rule set itself changes no receipt.
 */
export class Simulation {
  private readonly carry: Carry;
  private readonly rules: RuleRows;
  private readonly counters: CounterRows;
  private readonly winners: Examples;
  private readonly losers: Examples;
  private readonly totals = { live: noTotal(), simulated: noTotal() };
  private readonly count = { looked: 0, changed: 0, regrouped: 0, better: 0, worse: 0, notPriced: 0 };
  private readonly refused = new Map<string, { readonly message: string; readonly saleId: string; receipts: number }>();

  constructor(
    private readonly ruleSet: RuleSet,
    { sampleBps, examplesMax }: SimulationOptions,
  ) {
    this.carry = new Carry(ruleSet, sampleBps);
    this.rules = new RuleRows(ruleSet);
    this.counters = new CounterRows(sampleBps);
    this.winners = new Examples(examplesMax, 1);
    this.losers = new Examples(examplesMax, -1);
  }

  take(past: PastReceipt): void {
    const { receipt, coupons, live } = past;
    const member = this.carry.member(past.member);
    const budgets = this.carry.budgets(receipt, past.budgets);
    this.count.looked++;
    const simulated = priceSums({ receipt, ruleSet: this.ruleSet, member, explain: false, coupons, budgets });
    if (isRejection(simulated)) {
      this.carry.add(receipt, past.member?.memberId ?? null, [], live.usage);
      return this.refuse(past, simulated.rejection, simulated.message);
    }
    if (live.usage.length + simulated.usage.length > 0) {
      this.counters.add(receipt.purchasedAtMs, simulated.usage, live.usage, { member, budgets });
      this.carry.add(receipt, past.member?.memberId ?? null, simulated.usage, live.usage);
    }
    sum(this.totals.live, live);
    sum(this.totals.simulated, simulated);
    this.rules.add(live, simulated);
    this.compare(past, simulated);
  }

  report(): SimulationReport {
    const { programme } = this.ruleSet;
    const { looked, changed, regrouped, notPriced } = this.count;
    const never = this.rules.neverFired();
    return {
      currency: programme.currency,
      minorDigits: programme.minorDigits,
      pointScale: programme.pointScale,
      receipts: {
        ...this.count,
        unchanged: looked - changed - regrouped - notPriced,
        whyNotPriced: [...this.refused].map(([code, why]) => ({ code, ...why })),
      },
      totals: { live: this.side(this.totals.live), simulated: this.side(this.totals.simulated) },
      rules: this.rules.list(this.valueOf),
      neverFired: { count: never.length, rules: never.slice(0, NEVER_FIRED_MAX) },
      budgets: this.counters.budgetRows(),
      limits: this.counters.limitRows(),
      winners: this.winners.list(),
      losers: this.losers.list(),
      approximated: APPROXIMATED,
    };
  }

  private compare(past: PastReceipt, simulated: Sums): void {
    const { live } = past;
    if (sameTotals(live, simulated)) {
      if (!sameRules(live, simulated)) this.count.regrouped++;
      return;
    }
    this.count.changed++;
    const gain =
      live.totals.netMinor -
      simulated.totals.netMinor +
      (this.valueOf(simulated.totals.earnPoints) ?? 0) -
      (this.valueOf(live.totals.earnPoints) ?? 0);
    if (gain > 0) this.count.better++;
    if (gain < 0) this.count.worse++;
    const kept = gain > 0 ? this.winners : this.losers;
    if (kept.wants(gain)) kept.add(exampleOf(past, simulated, gain));
  }

  private refuse({ saleId }: PastReceipt, code: string, message: string): void {
    this.count.notPriced++;
    const known = this.refused.get(code);
    if (known === undefined) this.refused.set(code, { message, saleId, receipts: 1 });
    else known.receipts++;
  }

  private readonly valueOf = (points: number): number | null => {
    const { burn } = this.ruleSet.settings;
    return burn === null ? null : mulDivFloor(points, burn.rateMinor, burn.ratePoints);
  };

  private side(total: Total): Side {
    const discountMinor = total.regularMinor - total.netMinor;
    const pointsCostMinor = this.valueOf(total.earnPoints);
    return {
      ...total,
      discountMinor,
      pointsCostMinor,
      discountShareBps: shareBps(discountMinor, total.regularMinor),
      pointsShareBps: pointsCostMinor === null ? null : shareBps(pointsCostMinor, total.netMinor),
    };
  }
}

function sum(total: Total, { totals }: Sums): void {
  total.regularMinor += totals.regularMinor;
  total.netMinor += totals.netMinor;
  total.burnMinor += totals.burnMinor;
  total.burnPoints += totals.burnPoints;
  total.earnPoints += totals.earnPoints;
}

const shareBps = (part: number, whole: number): number => (whole === 0 ? 0 : mulDivHalfUp(part, BPS_ONE, whole));

function sameTotals({ totals: a }: Sums, { totals: b }: Sums): boolean {
  return a.netMinor === b.netMinor && a.burnMinor === b.burnMinor && a.burnPoints === b.burnPoints && a.earnPoints === b.earnPoints;
}

function sameRules(a: Sums, b: Sums): boolean {
  if (a.applied.length !== b.applied.length) return false;
  return a.applied.every((one, i) => {
    const other = b.applied[i]!;
    return one.ruleId === other.ruleId && one.amountMinor === other.amountMinor && one.points === other.points;
  });
}

const isoOf = (atMs: EpochMs): string => new Date(atMs).toISOString();

function exampleOf({ saleId, ruleSetVersion, receipt, live }: PastReceipt, simulated: Sums, gainMinor: number): Example {
  const shown = ({ totals }: Sums) => ({ netMinor: totals.netMinor, earnPoints: totals.earnPoints });
  return {
    saleId,
    storeId: receipt.storeId,
    purchasedAt: isoOf(receipt.purchasedAtMs),
    ruleSetVersion,
    explain: `/v1/sales/${saleId}/explain`,
    gainMinor,
    live: shown(live),
    simulated: shown(simulated),
  };
}
