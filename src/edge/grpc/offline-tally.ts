/** What a till promised while it was offline against what was booked. */
import type { SaleResult } from '../../checkout/commands.js';
import { isRejection, type Rejection } from '../../core/rejection.js';
import type { OfflineReport } from './generated/tallystick/v1/OfflineReport.js';
import type { ReplayedReceipt } from './generated/tallystick/v1/ReplayedReceipt.js';
import type { ReplayReceiptsRequest__Output } from './generated/tallystick/v1/ReplayReceiptsRequest.js';

type Promised = Pick<ReplayReceiptsRequest__Output, 'itemId' | 'promisedPayableMinor' | 'promisedEarnPoints'>;

export class OfflineTally {
  private readonly counts = { received: 0, booked: 0, replayed: 0, refused: 0, differing: 0 };
  private readonly sums = { bookedPayableMinor: 0, promisedPayableMinor: 0, bookedEarnPoints: 0, promisedEarnPoints: 0 };

  /** Counts one receipt and says what came of it. */
  count({ itemId, promisedPayableMinor, promisedEarnPoints }: Promised, result: SaleResult | Rejection): ReplayedReceipt {
    this.counts.received++;
    if (isRejection(result)) {
      this.counts.refused++;
      const { rejection, field, message } = result;
      const repeatable = rejection === 'concurrent_update';
      const refused = { refusedReason: rejection, refusedField: field, refusedMessage: message, repeatable };
      return { itemId, ...refused, promisedPayableMinor, promisedEarnPoints };
    }
    const { payableMinor: bookedPayableMinor, earnPoints: bookedEarnPoints } = result.quote.totals;
    const amounts = { bookedPayableMinor, promisedPayableMinor, bookedEarnPoints, promisedEarnPoints };
    this.counts.booked++;
    if (result.replayed) this.counts.replayed++;
    if (bookedPayableMinor !== promisedPayableMinor || bookedEarnPoints !== promisedEarnPoints) this.counts.differing++;
    for (const name of Object.keys(amounts) as (keyof typeof amounts)[]) this.sums[name] += amounts[name];
    const { saleId, replayed, balance } = result;
    return { itemId, saleId, replayed, ruleSetVersion: result.quote.ruleSetVersion, ...amounts, balance };
  }

  report(): OfflineReport {
    return { ...this.counts, ...this.sums };
  }
}
