import { Body, Controller, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { getMember } from '../../../checkout/get-member.js';
import { isDay } from '../../../core/time.js';
import { uuidOf } from '../../../ledger/ids.js';
import { changeMember, unknownMember } from '../../../members/change-member.js';
import { enrolMember } from '../../../members/enrol-member.js';
import { maskNumber } from '../../../members/names.js';
import { readHistory } from '../../../members/read-history.js';
import { findMemberId, readPerson } from '../../../members/read-member.js';
import { recordLook } from '../../../rulebook/access/change.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { ProblemException } from '../problem.js';
import { Who } from './access-guard.js';
import { check, IdempotencyKey, orProblem } from './check.js';
import { afterOf, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import {
  ChangeMemberDto,
  EnrolDto,
  FindDto,
  HistoryItemDto,
  HistoryPageDto,
  HistoryQuery,
  LookQuery,
  MemberDto,
  MemberIdDto,
  MemberPath,
} from './members.dto.js';
import { HELPERS, MEMBER_READERS, Operation } from './operation.js';
import { runChange } from './run-change.js';
import { outside } from './scope.js';

@ApiTags('members')
@Controller('v1/members')
export class MembersController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Post()
  @Operation({
    summary: 'Enrol a member with its cards',
    roles: HELPERS,
    status: 201,
    answer: MemberIdDto,
    problems: [409],
    headers: ['idempotency'],
    keeps: ['stores'],
  })
  enrol(@Who() actor: Actor, @IdempotencyKey() idempotencyKey: string | null, @Body(check) body: EnrolDto): Promise<MemberIdDto> {
    checkDate(body.birthDate);
    const { cards, name = '', email = '', birthDate = '', tier = '', tierUntil = null, segments = [], attributes = {} } = body;
    const member = { cards, name, email, birthDate, tier, tierUntil, segments, attributes };
    const call = { actor, operation: 'POST /v1/members', idempotencyKey, body: member };
    return runChange(this.deps, call, (tx) => enrolMember(tx, member, this.deps.clock()));
  }

  /** A POST, for numbers of people do not belong into the logs of web servers. */
  @Post('find')
  @Operation({
    summary: 'Who is behind a card number, phone number, id of another system or wallet token',
    roles: MEMBER_READERS,
    answer: MemberIdDto,
    problems: [404],
    keeps: ['stores'],
    personal: true,
  })
  async find(@Who() actor: Actor, @Body(check) { number }: FindDto): Promise<MemberIdDto> {
    const uuid = await findMemberId(this.deps.db, number.trim());
    if (uuid === null) return orProblem(unknownMember());
    const memberId = `mbr_${uuid}`;
    await recordLook(this.deps.db, actor, { action: 'member.find', subject: `member:${memberId}`, facts: { number: maskNumber(number) } });
    return { memberId };
  }

  @Get(':memberId')
  @Operation({
    summary: 'A member with cards, balance and points; masked unless all of it is asked for',
    roles: MEMBER_READERS,
    answer: MemberDto,
    problems: [404],
    keeps: ['stores'],
    personal: true,
  })
  async read(@Who() actor: Actor, @Param(check) { memberId }: MemberPath, @Query(check) { full, reason }: LookQuery): Promise<MemberDto> {
    const masked = full !== 'yes';
    if (!masked) mayUnmask(actor, reason);
    const person = await readPerson(this.deps.db, uuidOf('mbr', memberId) ?? '', masked);
    if (person === null) return orProblem(unknownMember());
    const caller = { terminalId: 'rest', storeId: 'rest', mayEnrol: false };
    const view = orProblem(await getMember(this.deps.checkout, { caller, deadlineMs: null, by: { memberId } }));
    await recordLook(this.deps.db, actor, {
      action: 'member.look',
      subject: `member:${memberId}`,
      reason: reason ?? '',
      facts: { full: !masked },
    });
    const at = (ms: number): string => new Date(ms).toISOString();
    const lots = view.lots.map(({ activatesAtMs, expiresAtMs, saleId, ...lot }) => ({
      ...lot,
      activatesAt: at(activatesAtMs),
      expiresAt: expiresAtMs === 0 ? null : at(expiresAtMs),
      // Which sale it was would tell a key limited to stores of sales elsewhere.
      saleId: saleId === '' || actor.stores !== null ? null : saleId,
    }));
    return { ...person, currentTier: view.tier, balance: view.balance, lots };
  }

  @Patch(':memberId')
  @Operation({
    summary: 'Change what is known of a member; the next quote sees it',
    roles: HELPERS,
    answer: MemberIdDto,
    problems: [404, 409],
  })
  change(@Who() actor: Actor, @Param(check) { memberId }: MemberPath, @Body(check) body: ChangeMemberDto): Promise<MemberIdDto> {
    checkDate(body.birthDate);
    const call = { actor, operation: `PATCH /v1/members/${memberId}` };
    return runChange(this.deps, call, (tx) => changeMember(tx, uuidOf('mbr', memberId) ?? '', body));
  }

  @Get(':memberId/history')
  @Operation({
    summary:
      'What happened to a member, the newest first: sales with a link to their explanation, operations, points and the balance after each',
    roles: MEMBER_READERS,
    answer: HistoryPageDto,
    problems: [404],
    keeps: ['stores'],
    personal: true,
  })
  async history(
    @Who() actor: Actor,
    @Param(check) { memberId }: MemberPath,
    @Query(check) query: HistoryQuery,
  ): Promise<Page<HistoryItemDto>> {
    const after = afterOf(query, /^\d{1,17} [eo][0-9a-f-]{19,36}$/)?.split(' ');
    const from = after === undefined ? null : { atMicros: after[0]!, key: after[1]! };
    const uuid = uuidOf('mbr', memberId) ?? '';
    if ((await readPerson(this.deps.db, uuid, true)) === null) return orProblem(unknownMember());
    const rows = await readHistory(this.deps.db, uuid, { after: from, limit: query.limit + 1, stores: actor.stores });
    await recordLook(this.deps.db, actor, { action: 'member.history', subject: `member:${memberId}` });
    return pageOf(
      rows,
      query.limit,
      ({ atMicros, key }) => `${atMicros} ${key}`,
      ({ at, kind, moves, balance, sale, operation }) => ({ at, kind, moves, balance, sale, operation }),
    );
  }
}

/** Everything is shown to those who help members of all stores, and only for a reason. */
function mayUnmask(actor: Actor, reason: string | undefined): void {
  if (actor.stores !== null) throw outside('A key limited to stores sees members masked');
  if (!actor.roles.some((role) => HELPERS.includes(role))) {
    const detail = `Nothing masked is for the roles ${HELPERS.join(', ')}`;
    throw new ProblemException({ status: 403, code: 'role_not_allowed', detail });
  }
  if (reason === undefined)
    throw new ProblemException({ status: 400, code: 'malformed', detail: 'Say why all of it is needed: reason', field: 'reason' });
}

/** The pattern lets 31 February through. */
function checkDate(date: string | undefined): void {
  if (date === undefined || date === '' || isDay(date)) return;
  throw new ProblemException({ status: 400, code: 'malformed', detail: 'birthDate is no day of the calendar', field: 'birthDate' });
}
