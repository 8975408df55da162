/** What a step came to, in the words of the format. */
import type { Rejection, RejectionCode } from '../../../core/rejection.js';

export interface Outcome {
  readonly result: string;
  readonly replayed?: boolean;
  /** What was taken, in all or by wallet; the parts of an allocation. */
  readonly taken?: number | Readonly<Record<string, number>>;
  readonly parts?: readonly number[];
}

const RESULTS: Partial<Record<RejectionCode, string>> = {
  malformed: 'invalid',
  over_limit: 'invalid',
  currency_mismatch: 'invalid',
  amount_mismatch: 'invalid',
  unknown_card: 'invalid',
  unknown_sale: 'not_found',
  unknown_operation: 'not_found',
  unknown_hold: 'hold_not_found',
  not_a_hold: 'not_a_hold',
  key_reused: 'conflict',
  not_enough_points: 'insufficient',
  hold_expired: 'expired',
  hold_captured: 'already_committed',
  hold_voided: 'already_voided',
  more_than_sold: 'amount_exceeds_hold',
  already_reversed: 'already_reversed',
};

export function refused({ rejection }: Rejection): Outcome {
  return { result: RESULTS[rejection] ?? rejection };
}

export function booked(replayed: boolean, facts: Omit<Outcome, 'result' | 'replayed'> = {}): Outcome {
  return { result: replayed ? 'replay' : 'ok', replayed, ...facts };
}

/** A whole number of points, zero or more; null for what an edge would refuse. */
export function pointsOf(amount: unknown): number | null {
  return typeof amount === 'number' && Number.isSafeInteger(amount) && amount >= 0 ? amount : null;
}

export const INVALID: Outcome = { result: 'invalid' };
