/** What each rule cost, really and simulated. */
import type { Stage } from '../quote.js';
import type { AppliedSum, Sums } from '../pricing/sums.js';
import type { RuleSet } from '../rules/rule-set.js';
import type { RuleCost, RuleRow } from './report.js';

interface Cost {
  receipts: number;
  discountMinor: number;
  points: number;
}

interface Row {
  readonly stage: Stage;
  readonly live: Cost;
  readonly simulated: Cost;
}

const noCost = (): Cost => ({ receipts: 0, discountMinor: 0, points: 0 });

export type ValueOf = (points: number) => number | null;

export class RuleRows {
  private readonly rows = new Map<string, Row>();

  constructor(private readonly ruleSet: RuleSet) {}

  add(live: Sums, simulated: Sums): void {
    for (const applied of live.applied) count(this.row(applied).live, applied);
    for (const applied of simulated.applied) count(this.row(applied).simulated, applied);
  }

  list(valueOf: ValueOf): RuleRow[] {
    const rows = [...this.rows].map(([ruleId, { stage, live, simulated }]) => ({
      ruleId,
      name: this.nameOf(ruleId),
      stage,
      live: costOf(live, valueOf),
      simulated: costOf(simulated, valueOf),
    }));
    return rows.sort((a, b) => weight(b) - weight(a) || (a.ruleId < b.ruleId ? -1 : 1));
  }

  /** Active rules of the simulated programme that no receipt met. */
  neverFired(): { readonly ruleId: string; readonly name: string }[] {
    return this.ruleSet.rules
      .filter(({ id }) => (this.rows.get(id)?.simulated.receipts ?? 0) === 0)
      .map(({ id, name }) => ({ ruleId: id, name }));
  }

  private row({ ruleId, stage }: AppliedSum): Row {
    const known = this.rows.get(ruleId);
    if (known !== undefined) return known;
    const made: Row = { stage, live: noCost(), simulated: noCost() };
    this.rows.set(ruleId, made);
    return made;
  }

  /** Empty for a rule that the simulated programme does not have. */
  private nameOf(ruleId: string): string {
    const ordinal = this.ruleSet.ordinalById.get(ruleId);
    return ordinal === undefined ? (this.ruleSet.lists.get(ruleId)?.name ?? '') : this.ruleSet.rules[ordinal]!.name;
  }
}

function count(cost: Cost, { amountMinor, points }: AppliedSum): void {
  cost.receipts++;
  cost.discountMinor += amountMinor;
  cost.points += points;
}

const costOf = (cost: Cost, valueOf: ValueOf): RuleCost => ({ ...cost, pointsCostMinor: valueOf(cost.points) });

function weight({ live, simulated }: RuleRow): number {
  const of = ({ discountMinor, pointsCostMinor, points }: RuleCost): number => discountMinor + (pointsCostMinor ?? points);
  return Math.max(of(simulated), of(live));
}
