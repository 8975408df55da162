import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { blockCode } from '../../../coupons/block.js';
import { readCode, type CodeView } from '../../../coupons/read-code.js';
import { recordLook } from '../../../rulebook/access/change.js';
import { refuse } from '../../../rulebook/access/refusal.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { Who } from './access-guard.js';
import { check, IdempotencyKey, orProblem } from './check.js';
import { BlockedDto, CodeDto, CodePath } from './coupons.dto.js';
import { AdminDeps } from './deps.js';
import { CODE_KEEPERS, Operation } from './operation.js';
import { ReasonDto } from './reason.dto.js';
import { runChange } from './run-change.js';

const CHANGE = { roles: CODE_KEEPERS, answer: BlockedDto, problems: [404, 409], headers: ['idempotency'] as const };

@ApiTags('coupons')
@Controller('v1/coupons')
export class CouponsController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Get(':code')
  @Operation({
    summary: 'A unique code: where it stands, whose it is, which sales used it',
    roles: CODE_KEEPERS,
    answer: CodeDto,
    problems: [404],
    personal: true,
  })
  async read(@Who() actor: Actor, @Param(check) { code }: CodePath): Promise<CodeView> {
    const found = await readCode(this.deps.db, code);
    if (found === null) return orProblem(refuse('unknown_coupon', 'There is no unique code like this; shared codes are part of the rules'));
    await recordLook(this.deps.db, actor, { action: 'coupon.look', subject: `coupon:${found.code}` });
    return found;
  }

  @Post(':code/block')
  @Operation({ summary: 'Refuse this code at once, on every engine', ...CHANGE })
  block(
    @Who() actor: Actor,
    @Param(check) { code }: CodePath,
    @IdempotencyKey() key: string | null,
    @Body(check) body: ReasonDto,
  ): Promise<BlockedDto> {
    const call = { actor, operation: `POST /v1/coupons/${code}/block`, idempotencyKey: key, body };
    return runChange(this.deps, call, (tx) => blockCode(tx, code, true, body.reason));
  }

  @Post(':code/unblock')
  @Operation({ summary: 'Take this code again', ...CHANGE })
  unblock(
    @Who() actor: Actor,
    @Param(check) { code }: CodePath,
    @IdempotencyKey() key: string | null,
    @Body(check) body: ReasonDto,
  ): Promise<BlockedDto> {
    const call = { actor, operation: `POST /v1/coupons/${code}/unblock`, idempotencyKey: key, body };
    return runChange(this.deps, call, (tx) => blockCode(tx, code, false, body.reason));
  }
}
