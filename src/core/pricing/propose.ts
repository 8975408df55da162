/**
 * What a rule would give now. Nothing is changed: groups compare proposals before one is committed. The order of the checks is the
 * order of the reasons: alone, window, code, condition, limits, lines, mechanic, room.
 */
import { invariant } from '../invariant.js';
import { findCode } from '../rules/coupons.js';
import { comparison } from '../rules/explain.js';
import type { Comparison } from '../rules/explain.js';
import { allowanceOf, exceeded } from '../rules/limits.js';
import type { Allowance } from '../rules/limits.js';
import type { CompiledRule } from '../rules/rule-set.js';
import type { Candidate } from './candidates.js';
import { draftDiscount } from './draft-discount.js';
import { draftEarn } from './draft-earn.js';
import type { Draft, Piece } from './pieces.js';
import { split } from './split.js';
import { roomOf, wantsReason } from './work.js';
import type { Work, WorkLine } from './work.js';

export interface Proposal {
  readonly rule: CompiledRule;
  /** The code that opened the rule; empty where it needs none. */
  readonly code: string;
  readonly pieces: readonly Piece[];
  readonly times: number;
  readonly units: number;
  readonly consumes: boolean;
  /** Money off, or points. */
  readonly worth: number;
  /** Commits before it. */
  readonly clock: number;
}

export function isProposal(value: Proposal | Comparison): value is Proposal {
  return 'pieces' in value;
}

/** Stands for a failed condition where nobody asked which one. */
const NOT_ASKED = comparison('none_of', 'missing', null, null);

/** `lines` narrows the candidate's lines, where a group competes by line. */
export function propose(work: Work, candidate: Candidate, lines: readonly WorkLine[] = candidate.lines): Proposal | Comparison {
  const { rule } = candidate;
  const barred = barredBy(work, rule);
  if (barred !== null) return barred;
  const code = rule.coupons === null ? null : findCode(work.desk, rule.coupons);
  if (rule.coupons !== null && code === null)
    return comparison('coupon_needed', 'missing', null, [...rule.coupons.codes, ...rule.coupons.series]);
  if (rule.when !== null && !rule.when.test(work)) return wantsReason(work, rule) ? rule.when.why(work) : NOT_ASKED;
  const allowance = allowanceOf(work, rule);
  if ('code' in allowance) return allowance;
  const eligible = eligibleLines(work, candidate, lines);
  if (eligible.length === 0 && needsLines(rule)) return comparison('no_eligible_line', 'missing', null, null);
  const draft = rule.stage === 'earn' ? draftEarn(work, rule, eligible) : draftDiscount(work, rule, eligible, allowance);
  if ('code' in draft) return draft;
  return finish(work, rule, code?.code ?? '', draft, allowance);
}

function barredBy(work: Work, rule: CompiledRule): Comparison | null {
  if (work.alone !== null && rule.stage !== 'earn' && rule.stage !== 'card_price')
    return comparison('exclusive', 'in', work.alone.id, rule.id, 'text', work.alone.id);
  const at = work.receipt.purchasedAtMs;
  if (at >= rule.fromMs && at < rule.toMs) return null;
  return at < rule.fromMs ? comparison('outside_window', 'below', at, rule.fromMs) : comparison('outside_window', 'above', at, rule.toMs);
}

/** A message or an issued coupon without a filter stands for the receipt, not for lines. */
function needsLines(rule: CompiledRule): boolean {
  const { kind } = rule;
  return kind !== 'freeProduct' && !((kind === 'message' || kind === 'issueCoupon') && rule.lines === null);
}

/** Mostly all of them: then no list is made. */
function eligibleLines(work: Work, candidate: Candidate, lines: readonly WorkLine[]): readonly WorkLine[] {
  for (let i = 0; i < lines.length; i++) {
    if (isEligible(work, candidate, lines[i]!)) continue;
    const eligible = lines.slice(0, i);
    for (i++; i < lines.length; i++) if (isEligible(work, candidate, lines[i]!)) eligible.push(lines[i]!);
    return eligible;
  }
  return lines;
}

function isEligible(work: Work, { rule, areFiltered }: Candidate, line: WorkLine): boolean {
  return mayTouch(rule, line) && (areFiltered || rule.lines === null || rule.lines(work, line)) && ownGoods(work, rule, line);
}

function mayTouch(rule: CompiledRule, line: WorkLine): boolean {
  if (rule.stage === 'earn') return line.line.earning && !line.closed && !(rule.exclusive === 'lines' && line.touched);
  if (line.closed || (rule.exclusive === 'lines' && line.touched)) return false;
  return line.line.discountable || rule.stage === 'card_price';
}

/** A free product is only ever its own SKUs. */
function ownGoods(work: Work, rule: CompiledRule, line: WorkLine): boolean {
  if (rule.kind !== 'freeProduct') return true;
  const test = rule.pools[0] ?? null;
  return test === null || test(work, line);
}

/** Keeps lines above their floors and the rule below its caps; a rule that gives nothing did not apply. */
function finish(work: Work, rule: CompiledRule, code: string, draft: Draft, allowance: Allowance): Proposal | Comparison {
  const earning = rule.stage === 'earn';
  const pieces = inLineOrder(draft.pieces);
  const wanted = worthOf(pieces);
  if (!earning) keepAboveFloors(pieces);
  const cap = earning ? Math.min(rule.maxPoints, allowance.points) : Math.min(rule.maxDiscountMinor, allowance.money);
  if (worthOf(pieces) > cap) cutTo(work, pieces, cap);
  const worth = worthOf(pieces);
  const silent = rule.kind === 'message' || rule.kind === 'issueCoupon';
  if (worth === 0 && !silent) return comparison(wanted > 0 ? 'no_room' : 'no_benefit', 'below', 0, 1, earning ? 'points' : 'minor');
  const { times, units, consumes } = draft;
  const taking = { times, units, money: earning ? 0 : worth, points: earning ? worth : 0 };
  const over = rule.counters.length === 0 ? null : exceeded(work, rule, taking);
  if (over !== null) return over;
  return { rule, code, pieces, times, units, consumes, worth, clock: work.clock };
}

export function worthOf(pieces: readonly Piece[]): number {
  let worth = 0;
  for (const piece of pieces) worth += piece.amount;
  return worth;
}

/** Pieces of a line stand together, in the order of its portions. */
function inLineOrder(pieces: readonly Piece[]): readonly Piece[] {
  for (let i = 1; i < pieces.length; i++) {
    if (byPlace(pieces[i - 1]!, pieces[i]!) > 0) return [...pieces].sort(byPlace);
  }
  return pieces;
}

const byPlace = (a: Piece, b: Piece): number => a.line.index - b.line.index || a.portion - b.portion;

/** No line below its floor: what is too much is taken from the last pieces of the line. */
function keepAboveFloors(pieces: readonly Piece[]): void {
  let line: WorkLine | null = null;
  let room = 0;
  for (const piece of pieces) {
    if (piece.line !== line) room = roomOf(piece.line);
    line = piece.line;
    if (piece.amount > room) piece.amount = room;
    room -= piece.amount;
  }
}

/** Cuts all pieces in proportion, so that the rule gives exactly its cap. */
function cutTo(work: Work, pieces: readonly Piece[], cap: number): void {
  const { split: how, rounding } = work.ruleSet.settings;
  const before = pieces.map((piece) => piece.amount);
  const shares = split(cap, before, how, rounding);
  pieces.forEach((piece, i) => (piece.amount = Math.min(shares[i]!, before[i]!)));
  if (worthOf(pieces) < cap) {
    let missing = cap - worthOf(pieces);
    pieces.forEach((piece, i) => {
      const more = Math.min(missing, before[i]! - piece.amount);
      piece.amount += more;
      missing -= more;
    });
  }
  invariant(worthOf(pieces) === cap, 'a capped rule gives exactly its cap');
}
