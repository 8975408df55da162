import { Fault } from '../core/invariant.js';
import type { EpochMs } from '../core/money.js';
import { openBook, type Book } from '../core/points/book.js';
import { settle } from '../core/points/settle.js';
import { reject, type Rejection } from '../core/rejection.js';
import { uuidOf } from '../ledger/ids.js';
import type { MemberQuery, MemberSnapshot } from '../ledger/read-members.js';
import type { CheckoutDeps } from './deps.js';
import type { MemberRef } from './member-commands.js';

/** A member with its book, settled to now. */
export interface FoundMember {
  readonly memberId: string;
  readonly snapshot: MemberSnapshot;
  readonly book: Book;
}

const MERGES_MAX = 64;

/** The member that a card or id names; for one that was merged, the survivor. Rejects `unknown_card`. */
export async function findMember(
  deps: CheckoutDeps,
  ref: MemberRef,
  nowMs: EpochMs,
  field: string,
  lots: MemberQuery['lots'] = 'open',
): Promise<FoundMember | Rejection> {
  const by = queryOf(ref);
  const named = by === null ? null : await deps.ledger.readMember({ by, lots, nowMs });
  if (named === null) return reject('unknown_card', 'The card or member is not known', field);
  return opened(await survivorOf(deps, named, nowMs, lots), nowMs);
}

/** The member of this id itself, also where it was merged. Rejects `unknown_card`. */
export async function findExactMember(
  deps: CheckoutDeps,
  memberId: string,
  nowMs: EpochMs,
  field: string,
): Promise<FoundMember | Rejection> {
  const uuid = uuidOf('mbr', memberId);
  const snapshot = uuid === null ? null : await deps.ledger.readMember({ by: { memberId: uuid }, lots: 'open', nowMs });
  return snapshot === null ? reject('unknown_card', 'The member is not known', field) : opened(snapshot, nowMs);
}

/** Who holds the points of this member now: itself, or the member at the end of its merges. */
export async function survivorOf(
  deps: CheckoutDeps,
  snapshot: MemberSnapshot,
  nowMs: EpochMs,
  lots: MemberQuery['lots'],
): Promise<MemberSnapshot> {
  let at = snapshot;
  for (let step = 0; at.mergedInto !== null; step++) {
    const next = await deps.ledger.readMember({ by: { memberId: at.mergedInto }, lots, nowMs });
    if (next === null || step === MERGES_MAX) throw new Fault(`member ${snapshot.account.memberId} was merged into nobody`);
    at = next;
  }
  return at;
}

function opened(snapshot: MemberSnapshot, nowMs: EpochMs): FoundMember {
  const book = openBook(snapshot.account);
  settle(book, nowMs);
  return { memberId: book.memberId, snapshot, book };
}

function queryOf(ref: MemberRef): MemberQuery['by'] | null {
  if ('cardNumber' in ref) return ref;
  const memberId = uuidOf('mbr', ref.memberId);
  return memberId === null ? null : { memberId };
}

/** `card_blocked` where the member or the card that named it is blocked. */
export function refuseBlocked({ snapshot }: FoundMember, field: string): Rejection | null {
  return snapshot.blocked ? reject('card_blocked', 'The card or member is blocked: unblock it first', field) : null;
}
