import { hash } from 'node:crypto';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { adjust } from '../../../checkout/adjust.js';
import { block } from '../../../checkout/block.js';
import type { CheckoutDeps } from '../../../checkout/deps.js';
import { erase } from '../../../checkout/erase.js';
import { grant } from '../../../checkout/grant.js';
import type { MemberEffect, Replayable } from '../../../checkout/member-commands.js';
import { merge } from '../../../checkout/merge.js';
import { reverse } from '../../../checkout/reverse.js';
import { transfer } from '../../../checkout/transfer.js';
import { unblock } from '../../../checkout/unblock.js';
import { points as asPoints } from '../../../core/money.js';
import type { Rejection } from '../../../core/rejection.js';
import { recordLook } from '../../../rulebook/access/change.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { Who } from './access-guard.js';
import { check, orProblem, RequiredKey } from './check.js';
import { AdminDeps } from './deps.js';
import { MemberPath } from './members.dto.js';
import { GRANTERS, HELPERS, Operation, OPERATORS, POINT_KEEPERS } from './operation.js';
import {
  AdjustDto,
  DecisionDto,
  ErasedDto,
  GrantDto,
  MemberBlockedDto,
  MergeDto,
  MergedDto,
  MovedDto,
  OperationPath,
  ReverseDto,
  ReversedDto,
  TransferDto,
  TransferredDto,
} from './operations.dto.js';

const POST = { problems: [404, 409], headers: ['key'] as const };

/** Operations on members for people: the same use cases as over gRPC, by whoever holds the key, and with a line in the audit log. */
@ApiTags('operations')
@Controller('v1')
export class OperationsController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Post('members/:memberId/adjust')
  @Operation({ summary: 'Correct a balance by hand', ...POST, roles: POINT_KEEPERS, answer: MovedDto })
  adjust(
    @Who() actor: Actor,
    @Param(check) { memberId }: MemberPath,
    @RequiredKey() key: string,
    @Body(check) body: AdjustDto,
  ): Promise<MovedDto> {
    const { direction, mayGoBelowZero } = body;
    const wanted = { member: { memberId }, direction, points: asPoints(body.points), mayGoBelowZero, ...expiryOf(body) };
    return this.run(actor, key, 'adjust', memberId, body, (deps, effect) => adjust(deps, { ...effect, ...wanted }));
  }

  @Post('members/:memberId/grant')
  @Operation({ summary: 'Give bonus points', ...POST, roles: POINT_KEEPERS, answer: MovedDto })
  grant(
    @Who() actor: Actor,
    @Param(check) { memberId }: MemberPath,
    @RequiredKey() key: string,
    @Body(check) body: GrantDto,
  ): Promise<MovedDto> {
    const wanted = { member: { memberId }, points: asPoints(body.points), ...expiryOf(body) };
    return this.run(actor, key, 'grant', memberId, body, (deps, effect) => grant(deps, { ...effect, ...wanted }));
  }

  @Post('members/:memberId/transfer')
  @Operation({ summary: 'Move points to another member', ...POST, roles: HELPERS, answer: TransferredDto })
  transfer(
    @Who() actor: Actor,
    @Param(check) { memberId }: MemberPath,
    @RequiredKey() key: string,
    @Body(check) body: TransferDto,
  ): Promise<TransferredDto> {
    const wanted = { from: { memberId }, to: { memberId: body.toMemberId }, points: asPoints(body.points) };
    return this.run(actor, key, 'transfer', memberId, body, (deps, effect) => transfer(deps, { ...effect, ...wanted }));
  }

  @Post('members/:memberId/block')
  @Operation({ summary: 'Refuse every card of the member at tills', ...POST, roles: HELPERS, answer: MemberBlockedDto })
  block(
    @Who() actor: Actor,
    @Param(check) { memberId }: MemberPath,
    @RequiredKey() key: string,
    @Body(check) body: DecisionDto,
  ): Promise<MemberBlockedDto> {
    return this.run(actor, key, 'block', memberId, body, (deps, effect) => block(deps, { ...effect, target: { memberId } }));
  }

  @Post('members/:memberId/unblock')
  @Operation({ summary: 'Take the member’s cards again', ...POST, roles: HELPERS, answer: MemberBlockedDto })
  unblock(
    @Who() actor: Actor,
    @Param(check) { memberId }: MemberPath,
    @RequiredKey() key: string,
    @Body(check) body: DecisionDto,
  ): Promise<MemberBlockedDto> {
    return this.run(actor, key, 'unblock', memberId, body, (deps, effect) => unblock(deps, { ...effect, target: { memberId } }));
  }

  @Post('members/:memberId/merge')
  @Operation({
    summary: 'End this member in favour of another one, which gets cards, points and coupons',
    ...POST,
    roles: HELPERS,
    answer: MergedDto,
  })
  merge(
    @Who() actor: Actor,
    @Param(check) { memberId }: MemberPath,
    @RequiredKey() key: string,
    @Body(check) body: MergeDto,
  ): Promise<MergedDto> {
    const wanted = { fromMemberId: memberId, into: { memberId: body.intoMemberId } };
    return this.run(actor, key, 'merge', memberId, body, (deps, effect) => merge(deps, { ...effect, ...wanted }));
  }

  @Post('members/:memberId/erase')
  @Operation({ summary: 'Erase what is known of the person; the ledger stays whole', ...POST, roles: OPERATORS, answer: ErasedDto })
  erase(
    @Who() actor: Actor,
    @Param(check) { memberId }: MemberPath,
    @RequiredKey() key: string,
    @Body(check) body: DecisionDto,
  ): Promise<ErasedDto> {
    return this.run(actor, key, 'erase', memberId, body, (deps, effect) => erase(deps, { ...effect, member: { memberId } }));
  }

  @Post('operations/:operationId/reverse')
  @Operation({ summary: 'Undo an adjust, a grant or a transfer, once', ...POST, roles: GRANTERS, answer: ReversedDto })
  reverse(
    @Who() actor: Actor,
    @Param(check) { operationId }: OperationPath,
    @RequiredKey() key: string,
    @Body(check) body: ReverseDto,
  ): Promise<ReversedDto> {
    const wanted = { operationId, mayGoBelowZero: body.mayGoBelowZero };
    return this.run(actor, key, 'reverse', operationId, body, (deps, effect) => reverse(deps, { ...effect, ...wanted }));
  }

  /**
   * The ledger keeps author, reason and key with the effect, in a database transaction of its own. So the audit log gets a line before it,
   * with what is asked for, and one after it, once: whatever dies between them, no effect is without a line, and its key leads to it.
   */
  private async run<Result extends { readonly operationId: string; readonly memberId: string }>(
    actor: Actor,
    idempotencyKey: string,
    action: string,
    subject: string,
    body: DecisionDto,
    work: (deps: CheckoutDeps, effect: MemberEffect) => Promise<Replayable<Result> | Rejection>,
  ): Promise<Replayable<Result>> {
    const { reason } = body;
    const bodyHash = hash('sha256', JSON.stringify([action, subject, Object.entries(body).sort()]), 'buffer').subarray(0, 16);
    // Keys are the caller's own: those of two keys of administration never meet.
    const caller = { terminalId: 'rest', storeId: actor.keyId, mayEnrol: false, mayOperate: true };
    const { reason: _said, ...asked } = body as DecisionDto & Readonly<Record<string, unknown>>;
    const facts = { idempotencyKey, ...asked };
    await recordLook(this.deps.db, actor, { action: `member.${action}.asked`, subject: subjectOf(subject), reason, facts });
    const effect = { caller, deadlineMs: null, idempotencyKey, bodyHash, reason, author: actor.name };
    const done = orProblem(await work(this.deps.checkout, effect)) as Replayable<Result>;
    const { operationId, memberId, replayed } = done;
    if (!replayed)
      await recordLook(this.deps.db, actor, { action: `member.${action}`, subject: `member:${memberId}`, reason, facts: { operationId } });
    return done;
  }
}

/** An operation that is to be undone is named by its id, a member by its own. */
const subjectOf = (id: string): string => (id.startsWith('opr_') ? `operation:${id}` : `member:${id}`);

/** Absent: the programme's terms; null: never. */
function expiryOf({ expiresAt }: GrantDto): { readonly expiresAtMs?: number | null } {
  if (expiresAt === undefined) return {};
  return { expiresAtMs: expiresAt === null ? null : Date.parse(expiresAt) };
}
