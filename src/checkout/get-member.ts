import type { Points } from '../core/money.js';
import { openBook, type OpenLot } from '../core/points/book.js';
import { settle } from '../core/points/settle.js';
import { reject, type Rejection } from '../core/rejection.js';
import { publicId, uuidOf } from '../ledger/ids.js';
import type { GetMemberQuery, LotView, MemberView } from './commands.js';
import type { CheckoutDeps } from './deps.js';
import { survivorOf } from './find-member.js';
import { balanceOf, memberState } from './member-state.js';

const LOTS_MAX = 1000;

/**
 * Balance and lots of a member at this instant, whether or not a job has activated and expired what is due.
 * Of a member that was merged, the survivor is answered. Rejects `unknown_card`. A blocked card is answered, and said to be blocked.
 */
export async function getMember(deps: CheckoutDeps, query: GetMemberQuery): Promise<MemberView | Rejection> {
  const nowMs = deps.clock();
  const by = 'cardNumber' in query.by ? query.by : { memberId: uuidOf('mbr', query.by.memberId) };
  if ('memberId' in by && by.memberId === null) return unknown('member_id');
  const named = await deps.ledger.readMember({ by: by as { cardNumber: string } | { memberId: string }, lots: 'open', nowMs });
  if (named === null) return unknown('memberId' in query.by ? 'member_id' : 'card_number');
  const snapshot = await survivorOf(deps, named, nowMs, 'open');
  const book = openBook(snapshot.account);
  settle(book, nowMs);
  const { tier, segments } = memberState(snapshot, book, nowMs);
  const lots = [...book.lots.values()].filter((lot) => lot.remaining > 0).sort(byExpiry);
  return {
    memberId: publicId('mbr', book.memberId),
    tier,
    segments,
    balance: balanceOf(book),
    lots: lots.slice(0, LOTS_MAX).map(viewOf),
    blocked: snapshot.blocked,
  };
}

function unknown(field: string): Rejection {
  return reject('unknown_card', 'The card or member is not known', field);
}

function byExpiry(a: OpenLot, b: OpenLot): number {
  return (a.expiresAtMs ?? Infinity) - (b.expiresAtMs ?? Infinity) || a.lotNo - b.lotNo;
}

function viewOf(lot: OpenLot): LotView {
  return {
    lotId: `lot_${lot.lotNo}`,
    points: lot.remaining as Points,
    pending: lot.pending,
    activatesAtMs: lot.activatesAtMs,
    expiresAtMs: lot.expiresAtMs ?? 0,
    saleId: lot.saleId === null ? '' : publicId('rcp', lot.saleId),
  };
}
