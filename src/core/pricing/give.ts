/** What units get: free, a percentage, an amount or a price. */
import { unreachable } from '../invariant.js';
import { divFloor, least, lineAmount, minusToZero, pieceOf, rateOf, times } from '../money.js';
import type { Milli, Minor, RoundingMode } from '../money.js';
import type { Give } from '../rules/benefits.js';
import type { Basis } from '../rules/types.js';
import { WHOLE_LINE, valueOfGet } from './pieces.js';
import type { Piece, Run } from './pieces.js';
import { split } from './split.js';
import { amountOf, milliOf } from './work.js';
import type { Work, WorkLine } from './work.js';

/** One item that gets something: its running value, the base a percentage works on, its quantity. */
interface Item {
  readonly line: WorkLine;
  readonly portion: number;
  readonly units: number;
  readonly use: number;
  readonly value: number;
  readonly base: number;
  readonly milli: Milli;
}

/** Pieces for whole lines. */
export function giveLines(work: Work, lines: readonly WorkLine[], give: Give): Piece[] {
  const { percentBase, rounding, roundAt } = work.ruleSet.settings;
  if (give.kind === 'percent') {
    if (roundAt === 'line') return percentLines(lines, give.rateBps, percentBase, rounding);
    return giveItems(
      work,
      lines.map((line) => wholeLine(work, line)),
      give,
    );
  }
  const pieces = new Array<Piece>(lines.length);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const value = line.runningMinor;
    const amount = least(amountFor(give, value, line.line.quantityMilli), value);
    pieces[i] = { line, portion: WHOLE_LINE, get: line.units, use: 0, base: value, amount };
  }
  return pieces;
}

/** The most frequent discount by far, without the detour. */
function percentLines(lines: readonly WorkLine[], rateBps: number, percentBase: Basis, rounding: RoundingMode): Piece[] {
  const pieces = new Array<Piece>(lines.length);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const base = amountOf(line, percentBase);
    const amount = least(rateOf(base, rateBps, rounding), line.runningMinor);
    pieces[i] = { line, portion: WHOLE_LINE, get: line.units, use: 0, base, amount };
  }
  return pieces;
}

/** Pieces for the taken units of runs; runs of which nothing was taken are left out. */
export function giveRuns(work: Work, runs: readonly Run[], give: Give): Piece[] {
  return giveItems(
    work,
    runs.filter((run) => run.get > 0 || run.use > 0).map((run) => takenUnits(work, run)),
    give,
  );
}

function wholeLine(work: Work, line: WorkLine): Item {
  const base = amountOf(line, work.ruleSet.settings.percentBase);
  return { line, portion: WHOLE_LINE, units: line.units, use: 0, value: line.runningMinor, base, milli: line.line.quantityMilli };
}

function takenUnits(work: Work, run: Run): Item {
  const value = valueOfGet(run);
  const { percentBase } = work.ruleSet.settings;
  const base = percentBase === 'running' ? value : run.get === 0 ? 0 : pieceOf(amountOf(run.line, percentBase), 0, run.get, run.line.units);
  return { line: run.line, portion: run.portion, units: run.get, use: run.use, value, base, milli: milliOf(run.line, run.get) };
}

function giveItems(work: Work, items: readonly Item[], give: Give): Piece[] {
  const amounts = amountsOf(work, items, give);
  return items.map(({ line, portion, units, use, value, base }, i) => ({
    line,
    portion,
    get: units,
    use,
    base: give.kind === 'percent' ? base : value,
    amount: Math.min(amounts[i]!, value),
  }));
}

function amountsOf(work: Work, items: readonly Item[], give: Give): number[] {
  if (give.kind === 'percent') return percentOf(work, items, give.rateBps);
  return items.map((item) => amountFor(give, item.value, item.milli));
}

/** What a quantity gets that is worth so much now; at most that is given in the end. */
function amountFor(give: Exclude<Give, { kind: 'percent' }>, value: number, quantity: Milli): number {
  switch (give.kind) {
    case 'free':
      return value;
    case 'amount':
      return lineAmount(give.amountMinor as Minor, quantity);
    case 'price':
      return minusToZero(value, lineAmount(give.priceMinor as Minor, quantity));
    default:
      return unreachable(give);
  }
}

/** Rounded per unit, per line, or once over all and then split. */
function percentOf(work: Work, items: readonly Item[], rateBps: number): number[] {
  const { rounding, roundAt, split: how } = work.ruleSet.settings;
  switch (roundAt) {
    case 'line':
      return items.map((item) => rateOf(item.base, rateBps, rounding));
    case 'unit':
      return items.map((item) => (item.units === 0 ? 0 : percentPerUnit(item, rateBps, rounding)));
    case 'receipt': {
      const bases = items.map((item) => item.base);
      let whole = 0;
      for (const base of bases) whole += base;
      return whole === 0 ? bases : split(rateOf(whole, rateBps, rounding), bases, how, rounding);
    }
    default:
      return unreachable(roundAt);
  }
}

function percentPerUnit(item: Item, rateBps: number, rounding: 'half_up' | 'down'): number {
  const each = divFloor(item.base, item.units);
  const dearer = item.base - times(each, item.units);
  return times(rateOf(each, rateBps, rounding), item.units - dearer) + times(rateOf(each + 1, rateBps, rounding), dearer);
}
