import { Body, Controller, Delete, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LessThan } from 'typeorm';
import { ApiKeyEntity } from '../../../rulebook/access/api-key.entity.js';
import { change } from '../../../rulebook/access/change.js';
import { createKey, revokeKey, type CreatedKey } from '../../../rulebook/access/keys.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { Who } from './access-guard.js';
import { check, IdempotencyKey, orProblem } from './check.js';
import { afterOf, PageQuery, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { CreatedKeyDto, CreateKeyDto, KeyDto, KeyPageDto, KeyPath, RevokedDto } from './keys.dto.js';
import { Operation, OPERATORS } from './operation.js';

@ApiTags('access')
@Controller('v1/keys')
export class KeysController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Post()
  @Operation({
    summary: 'Make a key; it is told once, here',
    roles: OPERATORS,
    status: 201,
    answer: CreatedKeyDto,
    problems: [409],
    headers: ['idempotency'],
  })
  async create(@Who() actor: Actor, @IdempotencyKey() idempotencyKey: string | null, @Body(check) body: CreateKeyDto): Promise<CreatedKey> {
    const request = { actor, operation: 'POST /v1/keys', idempotencyKey, body };
    const { name, roles, stores = null, campaigns = null } = body;
    const work = (tx: Parameters<typeof createKey>[0]) => createKey(tx, actor, { name, roles, stores, campaigns }, this.deps.clock());
    return orProblem(await change(this.deps.db, request, work)).answer;
  }

  @Get()
  @Operation({ summary: 'Keys, the newest first, revoked ones too', roles: OPERATORS, answer: KeyPageDto })
  async list(@Query(check) query: PageQuery): Promise<Page<KeyDto>> {
    const after = afterOf(query, /^key_[0-9a-f]{32}$/);
    const keys = await this.deps.source.repository(ApiKeyEntity);
    const where = after === null ? {} : { keyId: LessThan(after) };
    const rows = await keys.find({ where, order: { keyId: 'DESC' }, take: query.limit + 1 });
    return pageOf(
      rows,
      query.limit,
      ({ keyId }) => keyId,
      (row) => ({ ...row }),
    );
  }

  @Delete(':keyId')
  @Operation({ summary: 'Revoke a key; its next call is refused', roles: OPERATORS, answer: RevokedDto, problems: [404] })
  async revoke(@Who() actor: Actor, @Param(check) { keyId }: KeyPath): Promise<RevokedDto> {
    const request = { actor, operation: 'DELETE /v1/keys', idempotencyKey: null, body: null };
    return orProblem(await change(this.deps.db, request, (tx) => revokeKey(tx, actor, keyId))).answer;
  }
}
