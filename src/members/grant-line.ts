import type { EpochMs, Points } from '../core/money.js';

/** A line of a list of grants, as it waits. */
export interface GrantLine {
  readonly member: { readonly cardNumber: string } | { readonly memberId: string };
  readonly points: Points;
  /** Absent: by the programme's terms. */
  readonly expiresAtMs?: EpochMs;
  readonly reason: string;
}
