import { invariant } from '../invariant.js';
import type { EpochMs } from '../money.js';
import { localTime, startOfDay } from '../time.js';
import type { RuleSet } from './rule-set.js';

export interface IssueTerms {
  readonly prefix: string;
  /** Only the member it is issued to may use the code. */
  readonly bound: boolean;
  readonly usesMax: number;
  readonly fromMs: EpochMs;
  /** Exclusive; null where only the series' window ends it. */
  readonly toMs: EpochMs | null;
}

/** The terms of a code of a series issued at an instant. Life 7 days, issued on the 1st at any hour: good to the end of the 8th. */
export function issueTerms(ruleSet: RuleSet, seriesId: string, atMs: EpochMs): IssueTerms {
  const compiled = ruleSet.series.get(seriesId);
  invariant(compiled !== undefined, `a quote issues a coupon of the unknown series ${seriesId}`);
  const { prefix, bound, maxUses, lifeDays } = compiled.series;
  const zone = ruleSet.programme.timeZone;
  const toMs = lifeDays === undefined ? null : startOfDay(zone, localTime(zone, atMs).day + lifeDays + 1);
  return { prefix: prefix ?? '', bound: bound ?? false, usesMax: maxUses ?? 1, fromMs: atMs, toMs };
}
