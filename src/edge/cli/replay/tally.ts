/** What a replay did, in numbers that take the same memory for any file. */
import type { ReturnResponse__Output } from '../../grpc/generated/tallystick/v1/ReturnResponse.js';
import type { SaleResponse__Output } from '../../grpc/generated/tallystick/v1/SaleResponse.js';
import type { EngineError } from '../engine/engine-error.js';
import { Latency } from './latency.js';

export interface Tally {
  /** Documents read. */
  documents: number;
  /** Calls answered, with a booking or a refusal. */
  calls: number;
  sales: number;
  saleLines: number;
  returns: number;
  returnLines: number;
  regularMinor: number;
  discountMinor: number;
  payableMinor: number;
  earnPoints: number;
  burnPoints: number;
  refundMinor: number;
  clawbackPoints: number;
  giveBackPoints: number;
  /** Answers the engine had given before. */
  replayed: number;
  /** Calls that were sent again because their answer was lost. */
  repeats: number;
  readonly rejected: Map<string, number>;
  readonly skipped: Map<string, number>;
  readonly latency: Latency;
}

export function newTally(): Tally {
  const sums = { regularMinor: 0, discountMinor: 0, payableMinor: 0, earnPoints: 0, burnPoints: 0 };
  const returned = { refundMinor: 0, clawbackPoints: 0, giveBackPoints: 0 };
  const counts = { documents: 0, calls: 0, sales: 0, saleLines: 0, returns: 0, returnLines: 0, replayed: 0, repeats: 0 };
  return { ...counts, ...sums, ...returned, rejected: new Map(), skipped: new Map(), latency: new Latency() };
}

export function count(counts: Map<string, number>, name: string, times = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + times);
}

export function countSale(tally: Tally, answer: SaleResponse__Output): void {
  const totals = answer.quote?.totals;
  if (totals === null || totals === undefined) throw new Error('the engine answered a sale without totals');
  tally.sales++;
  tally.saleLines += answer.quote?.lines.length ?? 0;
  tally.regularMinor += totals.regularMinor;
  tally.discountMinor += totals.regularMinor - totals.netMinor;
  tally.payableMinor += totals.payableMinor;
  tally.earnPoints += totals.earnPoints;
  tally.burnPoints += totals.burnPoints;
  if (answer.replayed) tally.replayed++;
}

export function countReturn(tally: Tally, answer: ReturnResponse__Output): void {
  tally.returns++;
  tally.returnLines += answer.lines.length;
  tally.refundMinor += answer.refundMinor;
  tally.clawbackPoints += answer.clawbackPoints;
  tally.giveBackPoints += answer.giveBackPoints;
  if (answer.replayed) tally.replayed++;
}

export function countRejection(tally: Tally, call: string, error: EngineError): void {
  count(tally.rejected, `${call} ${error.code}`);
}
