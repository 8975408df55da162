/** Lays the operations of a batch out as the last two JSON parameters of ledger.post_operations. */
import { bucketOfId } from './ids.js';
import type { MemberChange, NewMemberOperation, PostItem } from './post-item.js';

export function hasOperations(items: readonly PostItem[]): boolean {
  return items.some((item) => item.memberOperation !== undefined);
}

export function operationParameters(items: readonly PostItem[]): string[] {
  const operations: object[] = [];
  const changes: object[] = [];
  items.forEach(({ memberOperation, memberChanges = [] }, ord) => {
    if (memberOperation !== undefined) operations.push(operationRow(ord, memberOperation));
    for (const change of memberChanges) changes.push(changeRow(ord, change));
  });
  return [operations, changes].map((table) => JSON.stringify(table));
}

function operationRow(ord: number, operation: NewMemberOperation): object {
  return {
    ord,
    bucket: bucketOfId(operation.operationId),
    operation_id: operation.operationId,
    key: operation.key,
    body_hash: operation.bodyHash.toString('hex'),
    kind: operation.kind,
    member_id: operation.memberId,
    account_version: operation.accountVersion,
    other_member_id: operation.otherMemberId,
    other_version: operation.otherVersion,
    reverses: operation.reverses,
    author: operation.author,
    reason: operation.reason,
    created_ms: operation.createdAtMs,
    request: operation.request,
    answer: operation.answer,
  };
}

function changeRow(ord: number, { change, memberId, cardNumber, intoMemberId, atMs }: MemberChange): object {
  const into = intoMemberId === null ? {} : { into_bucket: bucketOfId(intoMemberId), into_member_id: intoMemberId };
  return { ord, change, bucket: bucketOfId(memberId), member_id: memberId, ...into, card_number: cardNumber, at_ms: atMs };
}
