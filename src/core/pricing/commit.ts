/** Makes a proposal real: amounts go down, portions split, counters and codes are taken. */
import { invariant } from '../invariant.js';
import { allocate, pieceOf } from '../money.js';
import type { Minor } from '../money.js';
import type { Stage } from '../quote.js';
import { take, takeCode } from '../rules/limits.js';
import type { CompiledRule } from '../rules/rule-set.js';
import { WHOLE_LINE } from './pieces.js';
import type { Piece } from './pieces.js';
import type { Proposal } from './propose.js';
import { addDiscount, portionsOf } from './work.js';
import type { Work, WorkLine, WorkPortion } from './work.js';

export interface Applied {
  readonly rule: CompiledRule;
  readonly code: string;
  readonly pieces: readonly Piece[];
  readonly amountMinor: number;
  readonly points: number;
  readonly times: number;
}

export function commitDiscount(work: Work, proposal: Proposal): void {
  const { rule, code, pieces, worth, times, units } = proposal;
  work.clock++;
  for (let i = 0; i < pieces.length;) {
    const { line } = pieces[i]!;
    let end = i + 1;
    while (end < pieces.length && pieces[end]!.line === line) end++;
    commitLine(work, line, pieces, i, end, proposal);
    i = end;
  }
  work.applied.push({ rule, code, pieces, amountMinor: worth, points: 0, times: timesOf(proposal) });
  take(work, rule, { times, units, money: worth, points: 0 });
  commitCode(work, code, rule);
  if (rule.message !== null) work.messages.push({ ruleId: rule.id, ...rule.message });
}

/** Units for a rule that gives units, blocks for one that needs blocks, else one. */
export function timesOf({ rule, times, units }: Proposal): number {
  return rule.kind === 'units' || rule.kind === 'freeProduct' ? units : times;
}

/** One use of the code for the receipt, however many rules it opens. */
export function commitCode(work: Work, code: string, rule: CompiledRule): void {
  const used = code === '' ? undefined : work.desk.codes.find((known) => known.code === code);
  if (used === undefined || used.appliedBy !== '') return;
  used.appliedBy = rule.id;
  if (used.limits === null) return;
  const { key, maxUses, maxUsesPerMember } = used.limits;
  if (maxUses !== undefined) takeCode(work.tally, 'total', key, maxUses);
  if (work.member !== null && maxUsesPerMember !== undefined) takeCode(work.tally, 'member', key, maxUsesPerMember);
}

function commitLine(work: Work, line: WorkLine, pieces: readonly Piece[], from: number, to: number, proposal: Proposal): void {
  let amount = 0;
  let taken = 0;
  for (let i = from; i < to; i++) {
    amount += pieces[i]!.amount;
    taken += pieces[i]!.get + pieces[i]!.use;
  }
  if (amount === 0 && (taken === 0 || !proposal.consumes)) return;
  invariant(amount <= line.runningMinor, 'a rule takes more off a line than it costs', proposal.rule.id);
  if (pieces[from]!.portion === WHOLE_LINE) takeFromAll(line, amount);
  else if (taken === line.units && line.portions === null && to - from === 1 && !proposal.consumes) line.portions = null;
  else line.portions = splitPortions(line, pieces, from, to, proposal.consumes);
  line.runningMinor -= amount;
  line.movedAt = work.clock;
  line.touched = true;
  if (proposal.rule.exclusive === 'lines') line.closed = true;
  if (amount > 0) addDiscount(line, { ruleId: proposal.rule.id, stage: proposal.rule.stage as Stage, amountMinor: amount as Minor });
}

function takeFromAll(line: WorkLine, amount: number): void {
  if (line.portions === null || amount === 0) return;
  if (line.portions.length === 1) {
    line.portions[0]!.amountMinor -= amount;
    return;
  }
  const shares = allocate(
    amount,
    line.portions.map((portion) => portion.amountMinor),
  );
  line.portions.forEach((portion, i) => (portion.amountMinor -= shares[i]!));
}

/** Cuts each portion into what gets something, what is used up for it, and the rest; pieces stand in that order from its start. */
function splitPortions(line: WorkLine, pieces: readonly Piece[], from: number, to: number, consumes: boolean): WorkPortion[] {
  const after: WorkPortion[] = [];
  const before = portionsOf(line);
  for (let p = 0; p < before.length; p++) {
    const { units, amountMinor, consumed } = before[p]!;
    let at = 0;
    const cut = (count: number, off: number, used: boolean): void => {
      if (count === 0) return;
      after.push({ units: count, amountMinor: pieceOf(amountMinor, at, count, units) - off, consumed: used });
      at += count;
    };
    for (let i = from; i < to; i++) {
      const piece = pieces[i]!;
      if (piece.portion !== p) continue;
      cut(piece.get, piece.amount, consumed || consumes);
      cut(piece.use, 0, consumed || consumes);
    }
    cut(units - at, 0, consumed);
  }
  invariant(
    after.every((portion) => portion.amountMinor >= 0),
    'a portion may not cost less than nothing',
  );
  return mergeAlike(after);
}

/** Neighbours with the same unit price and state are one portion. */
function mergeAlike(portions: readonly WorkPortion[]): WorkPortion[] {
  const merged: WorkPortion[] = [];
  for (const portion of portions) {
    const last = merged.at(-1);
    const alike =
      last !== undefined && last.consumed === portion.consumed && last.amountMinor * portion.units === portion.amountMinor * last.units;
    if (alike)
      merged[merged.length - 1] = { ...last, units: last.units + portion.units, amountMinor: last.amountMinor + portion.amountMinor };
    else merged.push(portion);
  }
  return merged;
}
