import { isRejection, type Rejection } from '../core/rejection.js';
import type { EpochMs } from '../core/money.js';
import { openBook, type Book } from '../core/points/book.js';
import { recomputeDue, settle } from '../core/points/settle.js';
import { Fault } from '../core/invariant.js';
import type { RuleSet } from '../core/rules/rule-set.js';
import type { BalanceAfter } from '../core/journal/sale-state.js';
import { memberState, balanceOf } from './member-state.js';
import type { MemberState } from '../core/member.js';
import { uuidv7 } from '../ledger/ids.js';
import type { NewOperation, PostItem } from '../ledger/post-item.js';
import type { MemberSnapshot } from '../ledger/read-members.js';
import type { StoredSale } from '../ledger/read-sale.js';
import { attempt, STALE } from './attempt.js';
import type { SaleTarget } from './commands.js';
import { assertInTime } from './deadline.js';
import type { CheckoutDeps } from './deps.js';
import { survivorOf } from './find-member.js';
import { findSale } from './find-sale.js';
import { earlierAnswer } from './replay.js';
import { releasedBy, together } from './usage-changes.js';

/** A sale that an operation works on, with the book of its member settled to now. */
export interface Subject {
  readonly stored: StoredSale;
  readonly ruleSet: RuleSet;
  readonly book: Book | null;
  /** Where the member was merged: the book of the member that has its points now. */
  readonly survivor: Book | null;
  /** The one of the two whose counters and balance count. */
  readonly holder: Book | null;
  readonly member: MemberState | null;
  readonly nowMs: EpochMs;
  readonly operationId: string;
}

/** What an operation came to: its answer (without `replayed`), the row to store, and what else it changes. */
export interface Worked<T> {
  readonly answer: T;
  readonly row: Pick<NewOperation, 'eventAtMs' | 'businessDate' | 'refundMinor' | 'request' | 'stateAfter'>;
  readonly changes: Pick<PostItem, 'budgets' | 'coupons' | 'closes' | 'issues'>;
}

export interface OperationRequest {
  readonly kind: NewOperation['kind'];
  readonly target: SaleTarget;
  readonly caller: { readonly storeId: string; readonly terminalId: string };
  readonly bodyHash: Buffer;
  readonly deadlineMs: EpochMs | null;
  /** The key of the operation on this sale. */
  readonly keyOf: (stored: StoredSale) => string;
}

/**
 * The common way of capture, void and return: find the sale, read its member, work the effect out, post it; answer from the store
 * where the key was used before.
 */
export async function operate<T extends object>(
  deps: CheckoutDeps,
  request: OperationRequest,
  work: (subject: Subject) => Worked<T> | Rejection,
): Promise<(T & { balance: BalanceAfter | null; replayed: boolean }) | Rejection> {
  const found = await findSale(deps, request.target, request.caller.storeId);
  if (isRejection(found)) return found;
  const turn = found.memberId ?? `sale ${found.saleId}`;
  return deps.turns.run(turn, () => attempt(deps, request.kind, () => once(deps, request, work)));
}

async function once<T extends object>(
  deps: CheckoutDeps,
  request: OperationRequest,
  work: (subject: Subject) => Worked<T> | Rejection,
): Promise<(T & { balance: BalanceAfter | null; replayed: boolean }) | Rejection | typeof STALE> {
  const nowMs = deps.clock();
  const stored = await findSale(deps, request.target, request.caller.storeId);
  if (isRejection(stored)) return stored;
  const key = request.keyOf(stored);
  const replay = async () =>
    earlierAnswer<T & { balance: BalanceAfter | null }>(await deps.ledger.operationByKey(key), request.bodyHash, request.kind);
  const subject = await open(deps, stored, nowMs);
  let worked: Worked<T> | Rejection;
  try {
    worked = work(subject);
  } catch (error) {
    // The sale was read before its member. What came between may not fit together: that is no fault, but a reason to look again.
    if (await hasChanged(deps, stored)) return STALE;
    throw error;
  }
  if (isRejection(worked)) return (await replay()) ?? worked;
  const { book, survivor, holder, operationId } = subject;
  for (const each of [book, survivor]) if (each !== null) recomputeDue(each);
  const answer = { ...worked.answer, balance: holder === null ? null : balanceOf(holder) };
  assertInTime(request.deadlineMs, deps.clock());
  const outcome = await deps.ledger.post(
    {
      bucket: stored.bucket,
      book,
      otherBooks: survivor === null ? [] : [survivor],
      sale: null,
      operation: {
        operationId,
        saleId: stored.saleId,
        sequence: worked.row.stateAfter.sequence,
        key,
        bodyHash: request.bodyHash,
        kind: request.kind,
        memberId: stored.memberId,
        storeId: request.caller.storeId,
        terminalId: request.caller.terminalId,
        createdAtMs: nowMs,
        answer,
        ...worked.row,
      },
      hold: null,
      closes: worked.changes.closes,
      ...together(worked.changes, releasedBy(book), releasedBy(survivor)),
      issues: worked.changes.issues,
    },
    request.deadlineMs,
  );
  if (outcome.kind === 'posted') return { ...answer, replayed: false };
  return outcome.kind === 'repeated' ? ((await replay()) ?? STALE) : STALE;
}

async function hasChanged(deps: CheckoutDeps, { saleId, state, hold }: StoredSale): Promise<boolean> {
  const now = await deps.ledger.saleById(saleId);
  return now?.state.sequence !== state.sequence || now.hold?.status !== hold?.status;
}

async function open(deps: CheckoutDeps, stored: StoredSale, nowMs: EpochMs): Promise<Subject> {
  const { memberId, quote } = stored;
  const [ruleSet, snapshot] = await Promise.all([
    deps.rulebook.version(quote.ruleSetVersion),
    memberId === null ? null : deps.ledger.readMember({ by: { memberId }, lots: 'all', nowMs }),
  ]);
  if (ruleSet === null) throw new Fault(`sale ${stored.saleId} names rule-set version ${quote.ruleSetVersion}, which is not there`);
  if (memberId !== null && snapshot === null) throw new Fault(`sale ${stored.saleId} names member ${memberId}, who is not there`);
  const book = snapshot === null ? null : bookOf(snapshot, nowMs);
  const last = snapshot === null ? null : await survivorOf(deps, snapshot, nowMs, 'all');
  const survivor = last === null || last === snapshot ? null : bookOf(last, nowMs);
  const holder = survivor ?? book;
  const member = last === null || holder === null ? null : memberState(last, holder, nowMs);
  return { stored, ruleSet, book, survivor, holder, member, nowMs, operationId: uuidv7(nowMs, stored.bucket) };
}

function bookOf({ account }: MemberSnapshot, nowMs: EpochMs): Book {
  const book = openBook(account);
  settle(book, nowMs);
  return book;
}
