/** Stage 4: points as payment. How much may be paid with points, how much is asked for, and which lines it pays. */
import { BPS_ONE, ZERO_POINTS, allocate, divFloor, mulDivFloor, times } from '../money.js';
import type { Minor, Points } from '../money.js';
import { reject } from '../rejection.js';
import type { Rejection } from '../rejection.js';
import type { CompiledBurn } from '../rules/rule-set.js';
import { sumOf } from './pieces.js';
import { spread } from './split.js';
import type { Work, WorkLine } from './work.js';

export interface BurnPlan {
  readonly requested: Points;
  readonly points: Points;
  readonly maxPoints: Points;
  readonly maxMinor: Minor;
  /** What each line may take, aligned with the lines. */
  readonly rooms: readonly number[];
}

const NO_BURN: BurnPlan = { requested: ZERO_POINTS, points: ZERO_POINTS, maxPoints: ZERO_POINTS, maxMinor: 0 as Minor, rooms: [] };

/**
 * The most is the least of: active points, the share of what is payable on goods that may be paid with points, the caps of their lines,
 * and what leaves the minimum money. More than that is cut; more than the member has is refused.
 *
 * Payable 100.00 of which 20.00 tobacco, share 50 %, a point is 0.01, 10,000 points → at most 4,000 points for 40.00. With 2,550
 * points and steps of 100 → 2,500. Minimum money 70.00 → 3,000.
 */
export function planBurn(work: Work): BurnPlan | Rejection {
  const { burn } = work.ruleSet.settings;
  const { burn: request } = work.receipt;
  const { member } = work;
  const asked = request.kind === 'points' && request.points > 0;
  if (member === null || burn === null) {
    if (!asked) return NO_BURN;
    const why =
      member === null
        ? 'An anonymous receipt has no points to pay with: send the card.'
        : 'This programme does not take points as payment.';
    return reject('burn_not_allowed', why, 'burn', { requested: String(request.points) });
  }
  if (asked && request.points > member.activePoints) {
    const detail = { available: String(member.activePoints), requested: String(request.points) };
    return reject(
      'not_enough_points',
      `The member has ${member.activePoints} active points, ${request.points} were requested.`,
      'burn',
      detail,
    );
  }
  const rooms = work.lines.map((line) => roomForPoints(work, burn, line));
  const maxPoints = mostPoints(work, burn, rooms);
  const wanted = request.kind === 'max' ? maxPoints : asked ? Math.min(request.points, maxPoints) : 0;
  const points = inSteps(burn, wanted) as Points;
  const requested = request.kind === 'points' ? request.points : request.kind === 'max' ? maxPoints : ZERO_POINTS;
  return { requested, points, maxPoints, maxMinor: worth(burn, maxPoints), rooms };
}

const worth = (burn: CompiledBurn, points: number): Minor => mulDivFloor(points, burn.rateMinor, burn.ratePoints) as Minor;

function roomForPoints(work: Work, burn: CompiledBurn, line: WorkLine): number {
  if (!mayBurn(work, burn, line)) return 0;
  let share: number = burn.lineShareMaxBps;
  for (const cap of burn.lineShares) if (cap.shareMaxBps < share && cap.lines(work, line)) share = cap.shareMaxBps;
  return mulDivFloor(line.runningMinor, share, BPS_ONE);
}

function mayBurn(work: Work, burn: CompiledBurn, line: WorkLine): boolean {
  return line.line.burnable && (burn.excluded === null || !burn.excluded(work, line));
}

function mostPoints(work: Work, burn: CompiledBurn, rooms: readonly number[]): Points {
  const payable = sumOf(work.lines, (line) => line.runningMinor);
  const eligible = sumOf(work.lines, (line) => (mayBurn(work, burn, line) ? line.runningMinor : 0));
  const share = burn.shares.find(({ when }) => when.test(work))?.shareMaxBps ?? burn.shareMaxBps;
  const money = Math.min(
    mulDivFloor(eligible, share, BPS_ONE),
    sumOf(rooms, (room) => room),
    Math.max(0, payable - burn.minMoneyMinor),
  );
  const points = Math.min(work.member?.activePoints ?? 0, mulDivFloor(money, burn.ratePoints, burn.rateMinor));
  return inSteps(burn, points) as Points;
}

/** Whole steps only, and none below the least. */
function inSteps(burn: CompiledBurn, points: number): number {
  const whole = times(divFloor(points, burn.stepPoints), burn.stepPoints);
  return whole < burn.minPoints ? 0 : whole;
}

/** Puts the points on the lines, by what each may take. */
export function placeBurn(work: Work, plan: BurnPlan, points: number): void {
  const { burn, split, rounding } = work.ruleSet.settings;
  for (const line of work.lines) line.burnMinor = line.burnPoints = 0;
  if (burn === null || points === 0) return;
  const money = worth(burn, points);
  const weights = work.lines.map((line, i) => (plan.rooms[i]! > 0 ? line.runningMinor : 0));
  const shares = spread(money, weights, plan.rooms, split, rounding);
  const pointShares = money === 0 ? allocate(points, plan.rooms) : allocate(points, shares);
  work.lines.forEach((line, i) => {
    line.burnMinor = shares[i]!;
    line.burnPoints = pointShares[i]!;
  });
}
