/** How budgets and limits would have run. */
import type { MemberState, Usage } from '../member.js';
import type { EpochMs } from '../money.js';
import { BPS_ONE, mulDivHalfUp } from '../money.js';
import type { UsageDelta } from '../quote.js';
import type { BudgetUsage } from '../rules/usage.js';
import type { BudgetRow, LimitRow } from './report.js';

type Field = 'times' | 'minor' | 'points';

interface Budget {
  max: number | null;
  measure: BudgetRow['measure'];
  used: number;
  simulated: number;
  live: number;
  usedUpAtMs: EpochMs | null;
}

interface Limit {
  max: number | null;
  measure: LimitRow['measure'];
  receipts: number;
  usedUp: number;
}

/** Keys of periods and codes grow with time: beyond these the rows are only counted. */
const ROWS_MAX = 5_000;
const BASE = /^(.*?:.*?\/(?:times|units|money|points))(?:\/.*)?$/;

export class CounterRows {
  private readonly budgets = new Map<string, Budget>();
  private readonly limits = new Map<string, Limit>();

  constructor(private readonly sampleBps: number) {}

  add(
    atMs: EpochMs,
    simulated: readonly UsageDelta[],
    live: readonly UsageDelta[],
    before: { readonly member: MemberState | null; readonly budgets: BudgetUsage },
  ): void {
    for (const delta of simulated) {
      if (delta.scope === 'total') this.budget(atMs, delta, before.budgets[delta.key]);
      else this.limit(delta, before.member?.counters.usage[delta.key]);
    }
    for (const delta of live) {
      if (delta.scope !== 'total') continue;
      const field = fieldOf(delta);
      const row = this.budgetRow(delta.key, field);
      if (row !== null) row.live += delta[field];
    }
  }

  budgetRows(): BudgetRow[] {
    return [...this.budgets]
      .map(([key, { usedUpAtMs, ...row }]) => ({ key, ...row, usedUpAt: usedUpAtMs === null ? null : new Date(usedUpAtMs).toISOString() }))
      .sort(byKey);
  }

  limitRows(): LimitRow[] {
    return [...this.limits].map(([key, row]) => ({ key, ...row })).sort(byKey);
  }

  private budget(atMs: EpochMs, delta: UsageDelta, before: Usage | undefined): void {
    const field = fieldOf(delta);
    const row = this.budgetRow(delta.key, field);
    if (row === null) return;
    row.max = delta.limit[field];
    row.simulated += delta[field];
    row.used = (before?.[field] ?? 0) + mulDivHalfUp(delta[field], BPS_ONE, this.sampleBps);
    if (row.max !== null && row.used >= row.max) row.usedUpAtMs ??= atMs;
  }

  private budgetRow(key: string, field: Field): Budget | null {
    const known = this.budgets.get(key);
    if (known !== undefined) return known;
    if (this.budgets.size >= ROWS_MAX) return null;
    const made: Budget = { measure: measureOf(field), max: null, used: 0, simulated: 0, live: 0, usedUpAtMs: null };
    this.budgets.set(key, made);
    return made;
  }

  private limit(delta: UsageDelta, before: Usage | undefined): void {
    const field = fieldOf(delta);
    const key = baseOf(delta.key);
    let row = this.limits.get(key);
    if (row === undefined) {
      if (this.limits.size >= ROWS_MAX) return;
      this.limits.set(key, (row = { measure: measureOf(field), max: null, receipts: 0, usedUp: 0 }));
    }
    row.receipts++;
    const max = delta.limit[field];
    // What is left of a rolling span is another number each day; the largest is the limit itself.
    if (max !== null) row.max = Math.max(row.max ?? 0, max);
    if (max !== null && (before?.[field] ?? 0) + delta[field] >= max) row.usedUp++;
  }
}

/** `rule:R1/money/2026-11` is `rule:R1/money`, whatever the period. */
export function baseOf(key: string): string {
  return BASE.exec(key)?.[1] ?? key;
}

/** A key counts one measure, so one of the three is set. */
export function fieldOf({ limit, times, minor }: UsageDelta): Field {
  if (limit.times !== null || times !== 0) return 'times';
  return limit.minor !== null || minor !== 0 ? 'minor' : 'points';
}

const measureOf = (field: Field): BudgetRow['measure'] => (field === 'minor' ? 'money' : field);
const byKey = (a: { readonly key: string }, b: { readonly key: string }): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
