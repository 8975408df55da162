/** Where a sale stands: kept with the sale when it is booked, and after each operation on it. */
import type { Minor, Points } from '../money.js';
import type { Take } from '../points/account.js';
import type { Returned } from '../points/return-lines.js';

export interface SaleState {
  readonly status: 'held' | 'captured' | 'voided';
  /** What was not captured or came back, by line. */
  readonly returned: Returned;
  /** The lot each item of `Quote.earn` opened; 0 where it opened none, empty before capture. */
  readonly lots: readonly number[];
  /** What was burned or held, from which lots, in the order of spending. */
  readonly takes: readonly Take[];
  /** How many of these points went back, the last taken first. */
  readonly givenBack: number;
  /** Operations on the sale so far. */
  readonly sequence: number;
  /** True after a return; such a sale cannot be voided any more. */
  readonly hasReturns: boolean;
}

export interface BalanceAfter {
  readonly memberId: string;
  readonly activePoints: number;
  readonly pendingPoints: Points;
  readonly heldPoints: Points;
  readonly version: number;
}

export interface CapturedTotals {
  readonly netMinor: Minor;
  readonly burnMinor: Minor;
  readonly burnPoints: Points;
  readonly payableMinor: Minor;
  readonly earnPoints: Points;
}
