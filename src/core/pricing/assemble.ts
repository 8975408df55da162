/** The quote from the priced receipt. Sums are asserted here: portions to lines, lines to totals, discounts by rule to discounts by line. */
import { invariant } from '../invariant.js';
import { MILLI_PER_UNIT } from '../money.js';
import type { Milli, Minor, Points } from '../money.js';
import type { AppliedRule, CouponIssue, EarnItem, Portion, Quote, QuoteLine, QuoteTotals, Stage } from '../quote.js';
import { couponAnswers } from '../rules/coupons.js';
import type { BurnPlan } from './burn.js';
import { savingWithCard } from './card-prices.js';
import type { Applied } from './commit.js';
import { fingerprintOf } from './fingerprint.js';
import { sumOf } from './pieces.js';
import { termsOf } from './terms.js';
import type { Work, WorkLine } from './work.js';

export type Forecast = Quote['earnForecast'];

export function assemble(work: Work, plan: BurnPlan, earnForecast: Forecast): Quote {
  const lines = work.lines.map(quoteLine);
  const applied = [...listsApplied(work), ...work.applied.map(appliedRule), ...work.earned.map(appliedRule)];
  const totals = totalsOf(lines);
  checkSums(lines, applied, totals);
  const giving = work.earned.filter(({ points }) => points > 0);
  const quote = {
    lines,
    totals,
    applied,
    refused: work.refused.filter(({ ruleId }) => !applied.some((rule) => rule.ruleId === ruleId)),
    coupons: couponAnswers(work.desk),
    burn: {
      requestedPoints: plan.requested,
      points: totals.burnPoints,
      amountMinor: totals.burnMinor,
      maxPoints: plan.maxPoints,
      maxMinor: plan.maxMinor,
    },
    earn: giving.map((earned) => earnItem(work, earned)),
    earnForecast,
    messages: work.messages,
    usage: [...work.tally.deltas.values()],
    issues: issuesOf(work),
    savingWithCardMinor: savingWithCard(work),
    ruleSetVersion: work.ruleSet.version,
    ruleSetHash: work.ruleSet.hash,
    memberVersion: work.member?.version ?? 0,
  };
  const marks = giving.map((earned) => activationMark(work, earned));
  return { fingerprint: fingerprintOf(quote, marks), ...quote };
}

function quoteLine(line: WorkLine): QuoteLine {
  const { runningMinor, cardMinor, burnMinor } = line;
  return {
    lineNumber: line.line.lineNumber,
    sku: line.line.sku,
    quantityMilli: line.line.quantityMilli,
    regularMinor: line.line.regularMinor,
    cardPriceMinor: cardMinor as Minor,
    discountMinor: (cardMinor - runningMinor) as Minor,
    netMinor: runningMinor as Minor,
    burnMinor: burnMinor as Minor,
    burnPoints: line.burnPoints as Points,
    payableMinor: (runningMinor - burnMinor) as Minor,
    earnPoints: line.earnPoints as Points,
    discounts: line.discounts,
    portions: portionsOf(line),
  };
}

/** Units with the same unit price are one portion, wherever in the line they were. */
function portionsOf(line: WorkLine): Portion[] {
  const { portions } = line;
  if (portions === null || portions.length === 1) return [{ quantityMilli: line.line.quantityMilli, netMinor: line.runningMinor as Minor }];
  const merged: { units: number; amount: number }[] = [];
  for (const { units, amountMinor } of portions) {
    const same = merged.find((known) => known.amount * units === amountMinor * known.units);
    if (same === undefined) merged.push({ units, amount: amountMinor });
    else {
      same.units += units;
      same.amount += amountMinor;
    }
  }
  if (merged.length === 1) return [{ quantityMilli: line.line.quantityMilli, netMinor: line.runningMinor as Minor }];
  return merged.map(({ units, amount }) => ({ quantityMilli: (units * MILLI_PER_UNIT) as Milli, netMinor: amount as Minor }));
}

function appliedRule({ rule, code, pieces, amountMinor, points, times }: Applied): AppliedRule {
  const earning = rule.stage === 'earn';
  const lines = new Array<{ lineNumber: number; baseMinor: Minor; amountMinor: Minor; points: Points }>(pieces.length);
  let count = 0;
  for (const piece of pieces) {
    if (piece.amount === 0 && piece.get === 0) continue;
    const { lineNumber } = piece.line.line;
    const amount = (earning ? 0 : piece.amount) as Minor;
    const given = (earning ? piece.amount : 0) as Points;
    const last = count === 0 ? undefined : lines[count - 1]!;
    if (last === undefined || last.lineNumber !== lineNumber)
      lines[count++] = { lineNumber, baseMinor: piece.base as Minor, amountMinor: amount, points: given };
    else {
      last.baseMinor = (last.baseMinor + piece.base) as Minor;
      last.amountMinor = (last.amountMinor + amount) as Minor;
      last.points = (last.points + given) as Points;
    }
  }
  lines.length = count;
  return {
    ruleId: rule.id,
    name: rule.name,
    stage: rule.stage as Stage,
    group: rule.group.id,
    coupon: code,
    lines,
    amountMinor: amountMinor as Minor,
    points: points as Points,
    times,
  };
}

/** Price lists are not rules, but they are told about like rules. */
function listsApplied(work: Work): AppliedRule[] {
  const byList = new Map<string, AppliedRule['lines'][number][]>();
  for (const line of work.lines) {
    const first = line.discounts[0];
    if (first === undefined || !line.listed) continue;
    const entry = {
      lineNumber: line.line.lineNumber,
      baseMinor: line.line.regularMinor,
      amountMinor: first.amountMinor,
      points: 0 as Points,
    };
    const known = byList.get(first.ruleId);
    if (known === undefined) byList.set(first.ruleId, [entry]);
    else known.push(entry);
  }
  return [...byList].map(([ruleId, lines]) => ({
    ruleId,
    // The name of a list that lives apart is not frozen with the receipt; its id is.
    name: work.ruleSet.lists.get(ruleId)?.name ?? ruleId,
    stage: 'card_price',
    group: 'price_lists',
    coupon: '',
    lines,
    amountMinor: sumOf(lines, (line) => line.amountMinor) as Minor,
    points: 0 as Points,
    times: 1,
  }));
}

function earnItem(work: Work, { rule, pieces, points }: Applied): EarnItem {
  const byLine = new Array<number>(work.lines.length).fill(0);
  for (const { line, amount } of pieces) byLine[line.index]! += amount;
  return {
    ruleId: rule.id,
    points: points as Points,
    byLine: byLine as Points[],
    ...termsOf(rule.points, work.receipt.purchasedAtMs, work.ruleSet.programme.timeZone),
  };
}

/** A day for points that wait for a day, else the delay: a sale a second after its quote gives the same points on the same terms. */
function activationMark(work: Work, { rule }: Applied): number {
  const { activation } = rule.points;
  if (activation === undefined) return 0;
  return activation.kind === 'hours' ? activation.hours : work.home.day + activation.days;
}

function issuesOf(work: Work): CouponIssue[] {
  const issues: CouponIssue[] = [];
  for (const { rule } of work.earned) {
    if (rule.benefit.kind !== 'issueCoupon') continue;
    const { series, count = 1 } = rule.benefit;
    for (let k = 0; k < count; k++) issues.push({ seriesId: series, ruleId: rule.id });
  }
  return issues;
}

function totalsOf(lines: readonly QuoteLine[]): QuoteTotals {
  const totals = { regular: 0, saving: 0, discount: 0, net: 0, burn: 0, burnPoints: 0, payable: 0, earnPoints: 0 };
  for (const line of lines) {
    totals.regular += line.regularMinor;
    totals.saving += line.regularMinor - line.cardPriceMinor;
    totals.discount += line.discountMinor;
    totals.net += line.netMinor;
    totals.burn += line.burnMinor;
    totals.burnPoints += line.burnPoints;
    totals.payable += line.payableMinor;
    totals.earnPoints += line.earnPoints;
  }
  return {
    regularMinor: totals.regular as Minor,
    cardPriceSavingMinor: totals.saving as Minor,
    discountMinor: totals.discount as Minor,
    netMinor: totals.net as Minor,
    burnMinor: totals.burn as Minor,
    burnPoints: totals.burnPoints as Points,
    payableMinor: totals.payable as Minor,
    earnPoints: totals.earnPoints as Points,
  };
}

function checkSums(lines: readonly QuoteLine[], applied: readonly AppliedRule[], totals: QuoteTotals): void {
  for (const line of lines) checkLine(line);
  let amountMinor = 0;
  let points = 0;
  for (const rule of applied) {
    amountMinor += rule.amountMinor;
    points += rule.points;
  }
  invariant(amountMinor === totals.regularMinor - totals.netMinor, 'discounts by rule do not sum to discounts by line');
  invariant(points === totals.earnPoints, 'points by rule do not sum to points by line');
}

function checkLine(line: QuoteLine): void {
  let netMinor = 0;
  let quantityMilli = 0;
  for (const portion of line.portions) {
    netMinor += portion.netMinor;
    quantityMilli += portion.quantityMilli;
  }
  let offMinor = 0;
  for (const discount of line.discounts) offMinor += discount.amountMinor;
  invariant(netMinor === line.netMinor, 'portions do not sum to their line', line.lineNumber);
  invariant(quantityMilli === line.quantityMilli, 'quantities do not sum to their line', line.lineNumber);
  invariant(offMinor === line.regularMinor - line.netMinor, 'discounts do not sum to their line', line.lineNumber);
  invariant(line.burnMinor >= 0 && line.payableMinor >= 0, 'a line is paid below zero', line.lineNumber);
}
