/** Operations on members and what they change, as rows of the last two JSON parameters of ledger.post. */
import { bucketOfId } from './ids.js';
import type { MemberChange, NewMemberOperation } from './post-item.js';

export function memberOperationRow(ord: number, operation: NewMemberOperation): object {
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

export function changeRow(ord: number, { change, memberId, cardNumber, intoMemberId, atMs }: MemberChange): object {
  const into = intoMemberId === null ? {} : { into_bucket: bucketOfId(intoMemberId), into_member_id: intoMemberId };
  return { ord, change, bucket: bucketOfId(memberId), member_id: memberId, ...into, card_number: cardNumber, at_ms: atMs };
}
