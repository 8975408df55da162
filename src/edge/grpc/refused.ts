import type { EdgeReason } from './status.js';

/** A call that is not let in or not finished, for a reason that is no rejection. Thrown and caught within the edge. */
export class Refused extends Error {
  constructor(
    readonly reason: EdgeReason,
    message: string,
  ) {
    super(message);
  }
}
