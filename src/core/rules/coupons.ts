/**
 * Codes on a receipt. Each is judged once, before any rule runs: does it exist, is it in its window, may this member use it, are there
 * uses left, and does it tolerate other codes. Rules then ask for a valid code; every code is answered in the end.
 */
import type { MemberState } from '../member.js';
import type { EpochMs } from '../money.js';
import type { CouponAnswer } from '../quote.js';
import type { Receipt } from '../receipt.js';
import { instantOf } from '../time.js';
import { compactCode } from './code-form.js';
import { comparison } from './explain.js';
import type { Comparison, ComparisonCode } from './explain.js';
import type { CompiledRule, CompiledSeries, RuleSet } from './rule-set.js';
import type { PromoCode } from './types.js';
import type { BudgetUsage } from './usage.js';

/** A unique code as the ledger knows it. A code it does not know is simply not in the list. */
export interface CouponState {
  readonly code: string;
  readonly seriesId: string;
  /** Whom it was issued to; empty for nobody in particular. */
  readonly memberId: string;
  readonly uses: number;
  readonly withdrawn: boolean;
  readonly validFromMs: EpochMs;
  /** Exclusive; null for as long as the series. */
  readonly validToMs: EpochMs | null;
  /** What administration says of its series; absent where only the programme knows the series. */
  readonly terms?: CouponTerms;
  /** The code is not known, and has the form of a series but a wrong check character. */
  readonly mistyped?: true;
}

export interface CouponTerms {
  /** Uses of this code. */
  readonly usesMax: number;
  /** Only the member it was issued to may use it. */
  readonly bound: boolean;
  /** Uses of all codes of the series together, by one member and by everybody; null for no limit. */
  readonly usesMaxPerMember: number | null;
  readonly usesMaxTotal: number | null;
}

export interface CodeNeed {
  readonly codes: ReadonlySet<string>;
  readonly series: ReadonlySet<string>;
}

export interface CodeOnDesk {
  readonly code: string;
  /** Empty for a shared code. */
  readonly seriesId: string;
  /** Null while the code is good. */
  fault: Comparison | null;
  readonly stackable: boolean;
  /** What counts its uses besides the code itself; null where nothing does. */
  readonly limits: CodeLimits | null;
  appliedBy: string;
  refusedBy: string;
  why: Comparison | null;
}

export interface CodeLimits {
  readonly key: string;
  readonly maxUses?: number | undefined;
  readonly maxUsesPerMember?: number | undefined;
}

export interface CouponDesk {
  readonly codes: readonly CodeOnDesk[];
}

const EMPTY_DESK: CouponDesk = { codes: [] };

/** The codes of a receipt that may be unique ones, whose state the caller reads before pricing. */
export function uniqueCodes(ruleSet: RuleSet, coupons: readonly string[]): readonly string[] {
  return coupons.length === 0 ? coupons : coupons.filter((code) => !ruleSet.promos.has(code));
}

/** Codes are compared trimmed and in upper case. */
export const cleanCode = (code: string): string => code.trim().toUpperCase();

/** Counter of the uses of a shared code, by all and by each member. */
export const promoKey = (code: string): string => `promo:${cleanCode(code)}/times`;

/** Counter of the uses of all codes of a series, by all and by each member. */
export const seriesKey = (seriesId: string): string => `series:${seriesId}/times`;

/** The totals of series that these codes draw on, which the caller reads before pricing. */
export function seriesBudgetKeys(states: readonly CouponState[]): readonly string[] {
  const limited = states.filter(({ terms }) => terms !== undefined && terms.usesMaxTotal !== null);
  return [...new Set(limited.map(({ seriesId }) => seriesKey(seriesId)))];
}

/** The codes of a receipt as they are stored: one that was typed with hyphens or spaces between its groups is found without them. */
export function storedCodes(codes: readonly string[], states: readonly CouponState[]): readonly string[] {
  const known = new Set(states.map((state) => state.code));
  return [...new Set(codes.map((code) => (!known.has(code) && known.has(compactCode(code)) ? compactCode(code) : code)))];
}

export function openDesk(
  receipt: Receipt,
  ruleSet: RuleSet,
  member: MemberState | null,
  states: readonly CouponState[],
  budgets: BudgetUsage,
): CouponDesk {
  if (receipt.coupons.length === 0) return EMPTY_DESK;
  const codes = receipt.coupons.map((code): CodeOnDesk => {
    const promo = ruleSet.promos.get(code) ?? null;
    if (promo !== null) {
      const fault = promoFault(promo, receipt.purchasedAtMs, ruleSet.programme.timeZone, member, budgets);
      const limits = { key: promoKey(code), maxUses: promo.maxUses, maxUsesPerMember: promo.maxUsesPerMember };
      return { code, seriesId: '', fault, stackable: promo.stackable ?? true, limits, appliedBy: '', refusedBy: '', why: null };
    }
    const state = states.find((known) => known.code === code);
    const series = state === undefined ? undefined : ruleSet.series.get(state.seriesId);
    const limits = limitsOf(state);
    const fault = uniqueFault(state, series, receipt.purchasedAtMs, member) ?? limitFault(limits, member, budgets);
    return {
      code,
      seriesId: state?.seriesId ?? '',
      fault,
      stackable: series?.series.stackable ?? true,
      limits,
      appliedBy: '',
      refusedBy: '',
      why: null,
    };
  });
  refuseUnstackable(codes);
  return { codes };
}

const windowFault = (fromMs: EpochMs, toMs: EpochMs, atMs: EpochMs): Comparison | null => {
  if (atMs < fromMs) return comparison('code_not_started', 'below', atMs, fromMs);
  return atMs >= toMs ? comparison('code_expired', 'above', atMs, toMs) : null;
};

function promoFault(promo: PromoCode, atMs: EpochMs, zone: string, member: MemberState | null, budgets: BudgetUsage): Comparison | null {
  if (promo.active === false) return comparison('code_withdrawn', 'outside', false, true);
  const fromMs = promo.window?.from === undefined ? -Infinity : instantOf(promo.window.from, zone);
  const toMs = promo.window?.to === undefined ? Infinity : instantOf(promo.window.to, zone);
  const outside = windowFault(fromMs, toMs, atMs);
  if (outside !== null) return outside;
  const { maxUses, maxUsesPerMember } = promo;
  return limitFault({ key: promoKey(promo.code), maxUses, maxUsesPerMember }, member, budgets);
}

function limitsOf(state: CouponState | undefined): CodeLimits | null {
  const terms = state?.terms;
  if (state === undefined || terms === undefined || (terms.usesMaxTotal === null && terms.usesMaxPerMember === null)) return null;
  const { usesMaxTotal, usesMaxPerMember } = terms;
  return { key: seriesKey(state.seriesId), maxUses: usesMaxTotal ?? undefined, maxUsesPerMember: usesMaxPerMember ?? undefined };
}

function limitFault(limits: CodeLimits | null, member: MemberState | null, budgets: BudgetUsage): Comparison | null {
  if (limits === null) return null;
  const { key, maxUses, maxUsesPerMember } = limits;
  const used = budgets[key]?.times ?? 0;
  if (maxUses !== undefined && used >= maxUses) return comparison('code_limit_reached', 'used_up', used, maxUses, 'count');
  if (maxUsesPerMember === undefined) return null;
  if (member === null) return comparison('member_needed', 'missing', null, 'member');
  const own = member.counters.usage[key]?.times ?? 0;
  return own >= maxUsesPerMember ? comparison('code_member_limit_reached', 'used_up', own, maxUsesPerMember, 'count') : null;
}

function uniqueFault(
  state: CouponState | undefined,
  series: CompiledSeries | undefined,
  atMs: EpochMs,
  member: MemberState | null,
): Comparison | null {
  if (state?.mistyped === true) return comparison('code_mistyped', 'missing', null, null);
  if (state === undefined || series === undefined) return comparison('code_unknown', 'missing', null, null);
  if (state.withdrawn) return comparison('code_withdrawn', 'outside', false, true);
  const fromMs = Math.max(state.validFromMs, series.fromMs);
  const outside = windowFault(fromMs, Math.min(state.validToMs ?? Infinity, series.toMs), atMs);
  if (outside !== null) return outside;
  const max = state.terms?.usesMax ?? series.series.maxUses ?? 1;
  if (state.uses >= max) return comparison('code_used', 'used_up', state.uses, max, 'count');
  const bound = (state.terms?.bound ?? series.series.bound === true) && state.memberId !== (member?.memberId ?? '');
  return bound ? comparison('code_not_yours', 'not_in', member?.memberId ?? null, 'owner') : null;
}

/** A code that tolerates no other stands only where it is the first good one; then it stands alone. */
function refuseUnstackable(codes: readonly CodeOnDesk[]): void {
  const good = codes.filter((code) => code.fault === null);
  const [first] = good;
  for (const code of good) {
    if (code === first || (code.stackable && first!.stackable)) continue;
    code.fault = comparison('code_not_stackable', 'in', first!.code, code.code);
  }
}

/** The first good code of the receipt that meets a need. */
export function findCode(desk: CouponDesk, need: CodeNeed): CodeOnDesk | null {
  for (const code of desk.codes) if (code.fault === null && meets(code, need)) return code;
  return null;
}

const meets = (code: CodeOnDesk, need: CodeNeed): boolean =>
  need.codes.has(code.code) || (code.seriesId !== '' && need.series.has(code.seriesId));

/** Notes for the answer why a rule that needs a code did not apply. */
export function noteRefusal(desk: CouponDesk, rule: CompiledRule, why: Comparison): void {
  for (const code of desk.codes) {
    if (code.appliedBy !== '' || code.why !== null || rule.coupons === null || !meets(code, rule.coupons)) continue;
    code.refusedBy = rule.id;
    code.why = why;
  }
}

const REASONS: Partial<Record<ComparisonCode, string>> = {
  code_unknown: 'unknown',
  code_mistyped: 'mistyped',
  code_expired: 'expired',
  code_not_started: 'not_started',
  code_used: 'used',
  code_not_yours: 'not_yours',
  code_limit_reached: 'limit_reached',
  code_member_limit_reached: 'member_limit_reached',
  code_not_stackable: 'not_stackable',
  code_withdrawn: 'withdrawn',
  code_not_needed: 'not_needed',
  member_needed: 'member_needed',
  limit: 'limit_reached',
  budget: 'limit_reached',
  outside_window: 'outside_window',
};

/** One answer for each code given, in the order given. */
export function couponAnswers(desk: CouponDesk): CouponAnswer[] {
  return desk.codes.map(({ code, seriesId, appliedBy, refusedBy, fault, why }) => {
    if (appliedBy !== '') return { code, seriesId, applied: true, reason: 'applied', ruleId: appliedBy, why: null };
    const reason = fault ?? why ?? comparison('code_not_needed', 'missing', null, null);
    return {
      code,
      seriesId,
      applied: false,
      reason: REASONS[reason.code] ?? 'condition_failed',
      ruleId: fault === null ? refusedBy : '',
      why: reason,
    };
  });
}
