/**
 * The queue of a till that was offline. Receipts are booked a few at a time and answered as they are done; one that is refused says so in
 * its own answer and stops nothing. The stream ends with a report, or with an error when the engine can book nothing more: then the till
 * sends the queue again.
 */
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { bookOffline } from '../../checkout/book-offline.js';
import type { Caller, SaleResult } from '../../checkout/commands.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { SHAPE } from '../../config.js';
import { isRejection, type Rejection } from '../../core/rejection.js';
import { receiptHash } from './body-hash.js';
import { checkReceipt } from './check-receipt.js';
import { BadField, text, whole } from './fields.js';
import type { ReplayReceiptsRequest__Output } from './generated/tallystick/v1/ReplayReceiptsRequest.js';
import type { ReplayReceiptsResponse } from './generated/tallystick/v1/ReplayReceiptsResponse.js';
import { OfflineTally } from './offline-tally.js';
import { method } from './protos.js';
import { statusName, type Failure } from './status.js';
import { drained } from './server-stream.js';
import { TURNED_AWAY } from './turn-away.js';
import { authenticate, decodeOrRefuse, explain, type CallPath } from './unary.js';

type Call = ServerDuplexStream<Buffer, Buffer>;

const NAME = 'ReplayReceipts';
/** Receipts of one stream in work at a time; they share the ledger's batches. */
const AT_ONCE = 32;

export function replayReceipts(path: CallPath, deps: CheckoutDeps): (call: Call) => void {
  const { requestDeserialize: decode, responseSerialize: encode } = method<ReplayReceiptsRequest__Output, ReplayReceiptsResponse>(
    'OfflineService',
    NAME,
  );
  const mine = path.metrics.forCall(NAME);

  async function answer(call: Call, caller: Caller, bytes: Buffer, tally: OfflineTally): Promise<void> {
    const message = decodeOrRefuse(decode, bytes);
    const result = await book(deps, path, caller, message);
    const receipt = tally.count(message, result);
    if (call.cancelled) return;
    if (!call.write(encode({ receipt }))) await drained(call);
  }

  async function work(call: Call): Promise<Failure | null> {
    const tally = new OfflineTally();
    try {
      const caller = await authenticate(path, call.metadata);
      await forEachMessage(call, (bytes) => answer(call, caller, bytes, tally));
      if (!call.cancelled) call.write(encode({ report: tally.report() }));
      return null;
    } catch (error) {
      return explain(path, NAME, error, call);
    }
  }

  return (call) => {
    if (!path.gate.enter('effect')) {
      mine.ended(statusName(TURNED_AWAY.code));
      call.emit('error', TURNED_AWAY);
      return;
    }
    const began = performance.now();
    void work(call).then((failed) => {
      path.gate.leave();
      mine.observe((performance.now() - began) / 1_000);
      mine.ended(failed === null ? 'OK' : statusName(failed.code));
      if (failed === null) call.end();
      else call.emit('error', failed);
    });
  };
}

/** One receipt, checked like that of a Sale; a bad one is refused like any other. */
async function book(
  deps: CheckoutDeps,
  path: CallPath,
  caller: Caller,
  message: ReplayReceiptsRequest__Output,
): Promise<SaleResult | Rejection> {
  try {
    text(message.itemId, SHAPE.textMax, '', -1, 'item_id');
    whole(message.promisedPayableMinor, 0, Number.MAX_SAFE_INTEGER, '', -1, 'promised_payable_minor');
    whole(message.promisedEarnPoints, 0, SHAPE.pointsMax, '', -1, 'promised_earn_points');
    const receipt = checkReceipt(message.receipt, caller, path.limits, true);
    const command = {
      caller,
      deadlineMs: null,
      idempotencyKey: '',
      bodyHash: receiptHash('sale', receipt),
      receipt,
      expectedFingerprint: '',
    };
    const result = await bookOffline(deps, command);
    if (isRejection(result)) path.metrics.forCall(NAME).rejected(result.rejection);
    return result;
  } catch (error) {
    if (error instanceof BadField) return error.rejection;
    throw error;
  }
}

/** Works on a few messages at a time; reads no more than that. Rejects with the first error, once nothing is in work. */
function forEachMessage(call: Call, work: (bytes: Buffer) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let inWork = 0;
    let ended = false;
    const failed: unknown[] = [];
    const settle = (): void => {
      if (inWork > 0 || !(ended || failed.length > 0)) return;
      if (failed.length > 0) reject(failed[0] as Error);
      else resolve();
    };
    const end = (): void => {
      ended = true;
      settle();
    };
    call.on('data', (bytes: Buffer) => {
      if (failed.length > 0 || call.cancelled) return;
      if (++inWork >= AT_ONCE) call.pause();
      void work(bytes)
        .catch((error: unknown) => void failed.push(error))
        .finally(() => {
          inWork--;
          call.resume();
          settle();
        });
    });
    for (const event of ['end', 'cancelled', 'close']) call.on(event, end);
  });
}
