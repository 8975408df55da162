/** Short ways to call the operations on members, and to look at what they did. */
import type { CheckoutDeps } from '../../src/checkout/deps.js';
import { adjust } from '../../src/checkout/adjust.js';
import { block } from '../../src/checkout/block.js';
import { erase } from '../../src/checkout/erase.js';
import { getMember } from '../../src/checkout/get-member.js';
import { grant } from '../../src/checkout/grant.js';
import type { AdjustCommand, BlockCommand, GrantCommand, MemberEffect, MemberRef } from '../../src/checkout/member-commands.js';
import { merge } from '../../src/checkout/merge.js';
import { reverse } from '../../src/checkout/reverse.js';
import { transfer } from '../../src/checkout/transfer.js';
import { unblock } from '../../src/checkout/unblock.js';
import { points } from '../../src/core/money.js';
import { isRejection, type Rejection } from '../../src/core/rejection.js';
import { hashOf, TILL } from './open-checkout.js';

let keys = 0;

export function ok<T>(result: T | Rejection): T {
  if (isRejection(result)) throw new Error(`${result.rejection}: ${result.message}`);
  return result;
}

const card = (cardNumber: string): MemberRef => ({ cardNumber });

export function memberCalls(deps: CheckoutDeps) {
  const effect = (body: unknown, key = `key-${++keys}`): MemberEffect => ({
    caller: TILL,
    deadlineMs: null,
    idempotencyKey: key,
    bodyHash: hashOf(body),
    reason: 'because',
    author: 'ann',
  });
  const view = async (who: MemberRef) => ok(await getMember(deps, { caller: TILL, deadlineMs: null, by: who }));
  return {
    adjust: (who: string, direction: 'add' | 'take', amount: number, more: Partial<AdjustCommand> = {}, key?: string) =>
      adjust(deps, {
        ...effect([who, direction, amount], key),
        member: card(who),
        direction,
        points: points(amount),
        mayGoBelowZero: false,
        ...more,
      }),
    grant: (who: string, amount: number, more: Partial<GrantCommand> = {}, key?: string) =>
      grant(deps, { ...effect([who, amount], key), member: card(who), points: points(amount), ...more }),
    transfer: (from: string, to: string, amount: number, key?: string) =>
      transfer(deps, { ...effect([from, to, amount], key), from: card(from), to: card(to), points: points(amount) }),
    reverse: (operationId: string, mayGoBelowZero = false, key?: string) =>
      reverse(deps, { ...effect([operationId], key), operationId, mayGoBelowZero }),
    block: (target: MemberRef, more: Partial<BlockCommand> = {}) => block(deps, { ...effect(target), target, ...more }),
    unblock: (target: MemberRef) => unblock(deps, { ...effect(target), target }),
    merge: (fromMemberId: string, into: string, key?: string) =>
      merge(deps, { ...effect([fromMemberId, into], key), fromMemberId, into: card(into) }),
    erase: (who: string, key?: string) => erase(deps, { ...effect([who], key), member: card(who) }),
    view,
    memberId: async (who: string) => (await view(card(who))).memberId,
    /** [pending, active, held]. */
    balance: async (who: string): Promise<number[]> => {
      const { pendingPoints, activePoints, heldPoints } = (await view(card(who))).balance;
      return [pendingPoints, activePoints, heldPoints];
    },
    /** [points, expiry] of each lot, earliest expiry first. */
    lots: async (who: string): Promise<number[][]> => (await view(card(who))).lots.map((lot) => [lot.points, lot.expiresAtMs]),
  };
}
