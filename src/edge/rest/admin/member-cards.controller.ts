import { Body, Controller, Delete, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { uuidOf } from '../../../ledger/ids.js';
import { giveCard, removeCard, replaceCard } from '../../../members/cards.js';
import { lockMember } from '../../../members/change-member.js';
import { setCardBlocked } from '../../../members/block-card.js';
import type { Effect } from '../../../rulebook/access/change.js';
import type { Refusal } from '../../../rulebook/access/refusal.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import type pg from 'pg';
import { Who } from './access-guard.js';
import { check, IdempotencyKey } from './check.js';
import { BlockedDto } from './coupons.dto.js';
import { AdminDeps } from './deps.js';
import { CardDto, CardIdDto, CardPath, MemberPath, ReplaceCardDto } from './members.dto.js';
import { HELPERS, Operation } from './operation.js';
import { ReasonDto } from './reason.dto.js';
import { runChange } from './run-change.js';

const POST = { roles: HELPERS, problems: [404, 409], headers: ['idempotency'] as const };
/** What a store's desk does with a lost card: a member belongs to the programme, so nothing of a store is in it. */
const DESK = { ...POST, keeps: ['stores'] as const };

/** A card is named by its id, so that nobody needs its number to block it. */
@ApiTags('members')
@Controller('v1/members/:memberId/cards')
export class MemberCardsController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Post()
  @Operation({ summary: 'Add a number that leads to the member', ...POST, status: 201, answer: CardIdDto })
  add(
    @Who() actor: Actor,
    @Param(check) path: MemberPath,
    @IdempotencyKey() key: string | null,
    @Body(check) body: CardDto,
  ): Promise<CardIdDto> {
    return this.run(actor, path, '', key, body, (tx, memberId) => giveCard(tx, memberId, body));
  }

  @Delete(':cardId')
  @Operation({
    summary: 'Take a number off the member; it may be given to another one',
    roles: HELPERS,
    answer: CardIdDto,
    problems: [404, 409],
  })
  remove(@Who() actor: Actor, @Param(check) path: CardPath): Promise<CardIdDto> {
    return this.run(actor, path, `/${path.cardId}`, null, null, (tx, memberId) => removeCard(tx, memberId, path.cardId));
  }

  @Post(':cardId/block')
  @Operation({ summary: 'Refuse this card at tills; the member’s other cards go on', ...DESK, answer: BlockedDto })
  block(
    @Who() actor: Actor,
    @Param(check) path: CardPath,
    @IdempotencyKey() key: string | null,
    @Body(check) body: ReasonDto,
  ): Promise<BlockedDto> {
    const { cardId } = path;
    return this.run(actor, path, `/${cardId}/block`, key, body, (tx, memberId) => setCardBlocked(tx, memberId, cardId, true, body.reason));
  }

  @Post(':cardId/unblock')
  @Operation({ summary: 'Take this card again; not one that was replaced', ...DESK, answer: BlockedDto })
  unblock(
    @Who() actor: Actor,
    @Param(check) path: CardPath,
    @IdempotencyKey() key: string | null,
    @Body(check) body: ReasonDto,
  ): Promise<BlockedDto> {
    const { cardId } = path;
    return this.run(actor, path, `/${cardId}/unblock`, key, body, (tx, memberId) =>
      setCardBlocked(tx, memberId, cardId, false, body.reason),
    );
  }

  @Post(':cardId/replace')
  @Operation({ summary: 'Give another card for a lost one, which stays blocked for good', ...DESK, status: 201, answer: CardIdDto })
  replace(
    @Who() actor: Actor,
    @Param(check) path: CardPath,
    @IdempotencyKey() key: string | null,
    @Body(check) body: ReplaceCardDto,
  ): Promise<CardIdDto> {
    const { cardId } = path;
    return this.run(actor, path, `/${cardId}/replace`, key, body, (tx, memberId) =>
      replaceCard(tx, memberId, cardId, body.number, body.reason),
    );
  }

  /** Every change holds the member's row, so that a card cannot come to somebody who is being erased or merged. */
  private run<Answer>(
    actor: Actor,
    { memberId }: MemberPath,
    rest: string,
    idempotencyKey: string | null,
    body: unknown,
    work: (tx: pg.PoolClient, memberId: string) => Promise<Effect<Answer> | Refusal>,
  ): Promise<Answer> {
    const uuid = uuidOf('mbr', memberId) ?? '';
    const call = { actor, operation: `POST /v1/members/${memberId}/cards${rest}`, idempotencyKey, body };
    return runChange(this.deps, call, async (tx) => (await lockMember(tx, uuid)) ?? work(tx, uuid));
  }
}
