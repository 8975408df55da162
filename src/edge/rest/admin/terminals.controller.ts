import { Body, Controller, Delete, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { In, MoreThan } from 'typeorm';
import {
  addTerminal,
  describeTerminal,
  endOlderKey,
  endTerminal,
  giveKey,
  type ChangedTerminal,
  type GivenKey,
} from '../../../rulebook/access/administer-terminals.js';
import { refuse } from '../../../rulebook/access/refusal.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { TerminalEntity } from '../../../rulebook/terminal.entity.js';
import { Who } from './access-guard.js';
import { check, IdempotencyKey, orProblem } from './check.js';
import { afterOf, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { BOTH, Operation, OPERATORS, type Limit } from './operation.js';
import { runChange } from './run-change.js';
import { hideForeign, ownStore } from './scope.js';
import {
  ChangedTerminalDto,
  CreateTerminalDto,
  DescribeTerminalDto,
  GivenKeyDto,
  TerminalDto,
  TerminalPageDto,
  TerminalPath,
  TerminalsQuery,
} from './terminals.dto.js';

const STORES: readonly Limit[] = ['stores'];
const CHANGE = { roles: OPERATORS, problems: [404, 409], keeps: STORES } as const;
const KEYED = { ...CHANGE, answer: GivenKeyDto, headers: ['idempotency'] } as const;

/** Terminals and their keys; the command `terminal` does the same. In force on every engine within a second. */
@ApiTags('access')
@Controller('v1/terminals')
export class TerminalsController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Post()
  @Operation({ summary: 'Make a terminal with its first key, which is told once, here', status: 201, ...KEYED })
  async create(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Body(check) body: CreateTerminalDto,
  ): Promise<GivenKey> {
    ownStore(actor, body.storeId);
    const call = { actor, operation: 'POST /v1/terminals', idempotencyKey, body };
    return this.told(await runChange(this.deps, call, (tx) => addTerminal(tx, { ...body })));
  }

  @Get()
  @Operation({
    summary: 'Terminals with the ages of their keys, by id, revoked ones too',
    roles: OPERATORS,
    answer: TerminalPageDto,
    keeps: BOTH,
  })
  async list(@Who() { stores }: Actor, @Query(check) query: TerminalsQuery): Promise<Page<TerminalDto>> {
    const after = afterOf(query, /^[\x20-\x7e]{1,64}$/);
    const { storeId } = query;
    const own = stores === null ? [storeId] : storeId === undefined ? stores : stores.filter((one) => one === storeId);
    const where = {
      ...(after === null ? {} : { terminalId: MoreThan(after) }),
      ...(own[0] === undefined && stores === null ? {} : { storeId: In([...own]) }),
    };
    const terminals = await this.deps.source.repository(TerminalEntity);
    const order = { terminalId: 'ASC', keys: { slot: 'ASC' } } as const;
    const rows = await terminals.find({ where, relations: { keys: true }, order, take: query.limit + 1 });
    return pageOf(rows, query.limit, ({ terminalId }) => terminalId, shown);
  }

  @Get(':terminalId')
  @Operation({ summary: 'A terminal with the ages of its keys', roles: OPERATORS, answer: TerminalDto, problems: [404], keeps: BOTH })
  async read(@Who() actor: Actor, @Param(check) { terminalId }: TerminalPath): Promise<TerminalDto> {
    const terminals = await this.deps.source.repository(TerminalEntity);
    const found = await terminals.findOne({ where: { terminalId }, relations: { keys: true }, order: { keys: { slot: 'ASC' } } });
    const missing = refuse('unknown_terminal', 'There is no terminal with this id');
    if (found === null) return orProblem(missing);
    hideForeign(actor, found.storeId, missing);
    return shown(found);
  }

  @Patch(':terminalId')
  @Operation({ summary: 'Change its name and what it may do', answer: ChangedTerminalDto, ...CHANGE })
  async describe(
    @Who() actor: Actor,
    @Param(check) { terminalId }: TerminalPath,
    @Body(check) body: DescribeTerminalDto,
  ): Promise<ChangedTerminal> {
    const call = { actor, operation: `PATCH /v1/terminals/${terminalId}` };
    return this.told(await runChange(this.deps, call, (tx) => describeTerminal(tx, actor, terminalId, { ...body })));
  }

  @Post(':terminalId/rotate')
  @Operation({ summary: 'Give it a new key beside its newest one; the older of two stops working', ...KEYED })
  async rotate(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { terminalId }: TerminalPath,
  ): Promise<GivenKey> {
    const call = { actor, operation: `POST /v1/terminals/${terminalId}/rotate`, idempotencyKey };
    return this.told(await runChange(this.deps, call, (tx) => giveKey(tx, actor, terminalId)));
  }

  @Post(':terminalId/retire-older-key')
  @Operation({
    summary: 'End a rotation: only the newest key works from now on',
    answer: ChangedTerminalDto,
    ...CHANGE,
    headers: ['idempotency'],
  })
  async retire(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { terminalId }: TerminalPath,
  ): Promise<ChangedTerminal> {
    const call = { actor, operation: `POST /v1/terminals/${terminalId}/retire-older-key`, idempotencyKey };
    return this.told(await runChange(this.deps, call, (tx) => endOlderKey(tx, actor, terminalId)));
  }

  @Delete(':terminalId')
  @Operation({ summary: 'Revoke it for good; its id is not used again', answer: ChangedTerminalDto, ...CHANGE })
  async revoke(@Who() actor: Actor, @Param(check) { terminalId }: TerminalPath): Promise<ChangedTerminal> {
    const call = { actor, operation: `DELETE /v1/terminals/${terminalId}` };
    return this.told(await runChange(this.deps, call, (tx) => endTerminal(tx, actor, terminalId)));
  }

  private async told<Answer>(answer: Answer): Promise<Answer> {
    await this.deps.rulebook.announce('terminals');
    return answer;
  }
}

function shown({ terminalId, storeId, name, mayEnrol, mayOperate, createdAt, revokedAt, keys }: TerminalEntity): TerminalDto {
  const ages = revokedAt === null ? keys.map(({ slot, createdAt: at }) => ({ slot, createdAt: at })) : [];
  return { terminalId, storeId, name, mayEnrol, mayOperate, createdAt, revokedAt, keys: ages };
}
