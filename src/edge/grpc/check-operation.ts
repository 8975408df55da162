/** What every operation on members asks first: the right, the decision, and whom it is about. */
import { SHAPE } from '../../config.js';
import type { MemberEffect, MemberRef } from '../../checkout/member-commands.js';
import { points as asPoints, type Points } from '../../core/money.js';
import { bodyHash } from './body-hash.js';
import { idempotencyKey, present, refuse, whole, words } from './fields.js';
import type { Decision__Output } from './generated/tallystick/v1/Decision.js';
import type { MemberName__Output } from './generated/tallystick/v1/MemberName.js';
import type { Envelope } from './operation.js';
import { Refused } from './refused.js';

export function checkMayOperate({ caller }: Envelope): void {
  if (caller.mayOperate !== true) throw new Refused('may_not_operate', 'the key of this terminal has no right to operate on members');
}

/** `content` is what the key stands for, beside the decision itself. */
export function checkDecision(message: Decision__Output | null, envelope: Envelope, operation: string, content: unknown): MemberEffect {
  checkMayOperate(envelope);
  const decision = present(message, '', -1, 'decision');
  const key = idempotencyKey(decision.idempotencyKey);
  if (key === '') refuse('decision', -1, 'idempotency_key', 'is missing');
  const reason = words(decision.reason, SHAPE.reasonMax, 'decision', -1, 'reason');
  const author = words(decision.author, SHAPE.textMax, 'decision', -1, 'author');
  const { caller, deadlineMs } = envelope;
  return { caller, deadlineMs, idempotencyKey: key, bodyHash: bodyHash(operation, [content, reason, author]), reason, author };
}

export function checkMember(message: MemberName__Output | null, name: string): MemberRef {
  const member = present(message, '', -1, name);
  switch (member.name) {
    case 'cardNumber':
      return { cardNumber: words(member.cardNumber ?? '', SHAPE.textMax, name, -1, 'card_number') };
    case 'memberId':
      return { memberId: words(member.memberId ?? '', SHAPE.textMax, name, -1, 'member_id') };
    default:
      return refuse(name, -1, 'name', 'is missing: set one of card_number, member_id');
  }
}

export function checkPoints(value: number): Points {
  return asPoints(whole(value, 1, SHAPE.pointsMax, '', -1, 'points'));
}

/** Absent: the programme's terms; 0: never. */
export function checkExpiry(value: number | undefined): { expiresAtMs?: number | null } {
  if (value === undefined) return {};
  return { expiresAtMs: value === 0 ? null : whole(value, 0, SHAPE.epochMsMax, '', -1, 'expires_at_ms') };
}
