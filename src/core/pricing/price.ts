/** The order of evaluation: card prices, line discounts, receipt discounts, burn, earn. */
import type { Points } from '../money.js';
import type { Quote } from '../quote.js';
import { isRejection } from '../rejection.js';
import type { Rejection } from '../rejection.js';
import type { RuleStage } from '../rules/types.js';
import { assemble } from './assemble.js';
import type { Forecast } from './assemble.js';
import { placeBurn, planBurn } from './burn.js';
import type { BurnPlan } from './burn.js';
import { allCandidates, findCandidates } from './candidates.js';
import type { Candidate } from './candidates.js';
import { applyCardPrices } from './card-prices.js';
import { applyDiscounts } from './discounts.js';
import { applyEarn, forecastEarn } from './earn.js';
import { openWork } from './open-work.js';
import type { PriceRequest } from './open-work.js';
import { sumsOf } from './sums.js';
import type { Sums } from './sums.js';
import type { Work } from './work.js';

export type { PriceRequest };

/**
 * The quote of a receipt. All times are `receipt.purchasedAtMs`, so that a stored sale can be computed again.
 * Rejects `burn_not_allowed` (anonymous, or no burn in the programme) and `not_enough_points` (more requested than active).
 */
export function priceReceipt(request: PriceRequest): Quote | Rejection {
  return priceBy(request, findCandidates);
}

/** The same quote without the index: every rule is tried on every line. Slow; it is what the index is checked against. */
export function priceTryingAll(request: PriceRequest): Quote | Rejection {
  return priceBy(request, allCandidates);
}

/**
 * What the quote of a receipt comes to, by the same stages: totals, what each rule gave, and the use of limits. For who prices many
 * receipts and shows none: no forecast, no lines, no fingerprint. Rejects what `priceReceipt` rejects.
 */
export function priceSums(request: PriceRequest): Sums | Rejection {
  const work = openWork(request);
  const candidates = findCandidates(work);
  const plan = takeOff(work, candidates);
  if (isRejection(plan)) return plan;
  placeBurn(work, plan, plan.points);
  applyEarn(work, ofStage(candidates, 'earn'));
  return sumsOf(work);
}

function priceBy(request: PriceRequest, find: (work: Work) => Candidate[]): Quote | Rejection {
  const work = openWork(request);
  const candidates = find(work);
  const plan = takeOff(work, candidates);
  if (isRejection(plan)) return plan;
  const forecast = earnAtLevels(work, plan, ofStage(candidates, 'earn'));
  return assemble(work, plan, forecast);
}

/** Card prices and discounts, and how much may then be paid with points. */
function takeOff(work: Work, candidates: readonly Candidate[]): BurnPlan | Rejection {
  applyCardPrices(work, ofStage(candidates, 'card_price'));
  applyDiscounts(work, ofStage(candidates, 'line'), ofStage(candidates, 'receipt'));
  return planBurn(work);
}

function ofStage(candidates: readonly Candidate[], stage: RuleStage): Candidate[] {
  return candidates.filter(({ rule }) => rule.stage === stage);
}

/** Earns at zero and at maximum burn for the forecast, then at the requested burn for the quote. */
function earnAtLevels(work: Work, plan: BurnPlan, candidates: readonly Candidate[]): Forecast {
  const at = (points: Points): number => {
    if (points === plan.points) return -1;
    placeBurn(work, plan, points);
    return forecastEarn(work, candidates);
  };
  const zero = at(0 as Points);
  const max = at(plan.maxPoints);
  placeBurn(work, plan, plan.points);
  applyEarn(work, candidates);
  let requested = 0;
  for (const { points } of work.earned) requested += points;
  const known = (points: number): Points => (points < 0 ? requested : points) as Points;
  return { atZeroBurn: known(zero), asRequested: requested as Points, atMaxBurn: known(max) };
}
