import type { EpochMs } from '../core/money.js';
import type { Book } from '../core/points/book.js';
import { recomputeDue } from '../core/points/settle.js';
import { isRejection, type Rejection } from '../core/rejection.js';
import { bucketOfId, publicId, uuidv7 } from '../ledger/ids.js';
import type { MemberChange, MemberOperationKind, NewMemberOperation, PostItem } from '../ledger/post-item.js';
import type { StoredMemberOperation } from '../ledger/read-operations.js';
import { attempt, STALE } from './attempt.js';
import { assertInTime } from './deadline.js';
import type { CheckoutDeps } from './deps.js';
import { clientKeyText } from './keys.js';
import type { MemberEffect, Replayable } from './member-commands.js';
import { keyReused } from './replay.js';
import { releasedBy, together } from './usage-changes.js';

/** What an operation on a member came to: its answer (without its id), the books it wrote into, and what else it changes. */
export interface MemberWorked<T> {
  readonly memberId: string;
  readonly answer: T;
  /** What was asked for, without what names a person: it outlives an erasure. */
  readonly request: object;
  /** The member's own book; null where no points moved. */
  readonly book: Book | null;
  readonly other?: { readonly memberId: string; readonly book: Book | null };
  readonly reverses?: string;
  readonly changes?: readonly MemberChange[];
}

/**
 * The common way of operations beside checkout: work the effect out of fresh snapshots, post it with its key, answer from the store where
 * the key was used before. `turn` names who waits for whom in this process.
 */
export async function operateMember<T extends object>(
  deps: CheckoutDeps,
  kind: MemberOperationKind,
  command: MemberEffect,
  turn: string,
  work: (nowMs: EpochMs) => Promise<MemberWorked<T> | Rejection>,
): Promise<Replayable<T & { operationId: string }> | Rejection> {
  return deps.turns.run(turn, () => attempt(deps, kind, () => once(deps, kind, command, work)));
}

async function once<T extends object>(
  deps: CheckoutDeps,
  kind: MemberOperationKind,
  command: MemberEffect,
  work: (nowMs: EpochMs) => Promise<MemberWorked<T> | Rejection>,
): Promise<Replayable<T & { operationId: string }> | Rejection | typeof STALE> {
  const nowMs = deps.clock();
  const key = clientKeyText(command.caller.storeId, command.idempotencyKey);
  const replay = async () => answerOf<T>(await deps.ledger.memberOperationByKey(key), command.bodyHash, kind);
  const worked = await work(nowMs);
  if (isRejection(worked)) return (await replay()) ?? worked;
  for (const book of [worked.book, worked.other?.book ?? null]) if (book !== null) recomputeDue(book);
  const operationId = uuidv7(nowMs, bucketOfId(worked.memberId));
  const answer = { ...worked.answer, operationId: publicId('opr', operationId) };
  assertInTime(command.deadlineMs, deps.clock());
  const operation = operationOf(kind, command, worked, { operationId, key, nowMs, answer });
  const outcome = await deps.ledger.post(itemOf(worked, operation), command.deadlineMs);
  if (outcome.kind === 'posted') return { ...answer, replayed: false };
  return outcome.kind === 'repeated' ? ((await replay()) ?? STALE) : STALE;
}

function operationOf<T>(
  kind: MemberOperationKind,
  command: MemberEffect,
  worked: MemberWorked<T>,
  { operationId, key, nowMs, answer }: { operationId: string; key: string; nowMs: EpochMs; answer: object },
): NewMemberOperation {
  return {
    operationId,
    key,
    bodyHash: command.bodyHash,
    kind,
    memberId: worked.memberId,
    accountVersion: versionOf(worked.book),
    otherMemberId: worked.other?.memberId ?? null,
    otherVersion: versionOf(worked.other?.book ?? null),
    reverses: worked.reverses ?? null,
    author: command.author,
    reason: command.reason,
    createdAtMs: nowMs,
    request: worked.request,
    answer,
  };
}

function itemOf<T>({ memberId, book, other, changes = [] }: MemberWorked<T>, memberOperation: NewMemberOperation): PostItem {
  const others = other === undefined || other.book === null ? [] : [other.book];
  const none = { sale: null, operation: null, hold: null, closes: [], issues: [] };
  const released = together(releasedBy(book), ...others.map(releasedBy));
  return { bucket: bucketOfId(memberId), book, otherBooks: others, ...none, ...released, memberOperation, memberChanges: changes };
}

function versionOf(book: Book | null): number | null {
  return book === null || book.entries.length === 0 ? null : book.version;
}

function answerOf<T>(
  stored: StoredMemberOperation | null,
  bodyHash: Buffer,
  kind: string,
): Replayable<T & { operationId: string }> | Rejection | null {
  if (stored === null) return null;
  return keyReused(stored, bodyHash, kind) ?? ({ ...stored.answer, replayed: true } as Replayable<T & { operationId: string }>);
}
