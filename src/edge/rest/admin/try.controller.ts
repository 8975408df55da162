import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { tryReceipt } from '../../../checkout/try-receipt.js';
import { NO_COUNTERS, type MemberState } from '../../../core/member.js';
import { points, type EpochMs } from '../../../core/money.js';
import type { RawReceipt } from '../../../core/raw-receipt.js';
import { reject } from '../../../core/rejection.js';
import { DAY_MS, instantOf } from '../../../core/time.js';
import { recordLook } from '../../../rulebook/access/change.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { parseSource } from '../../../rulebook/drafts/source.js';
import { checkReceipt } from '../../grpc/check-receipt.js';
import { BadField } from '../../grpc/fields.js';
import { Who } from './access-guard.js';
import { check, orProblem } from './check.js';
import { AdminDeps } from './deps.js';
import { explainQuote, pricedFor } from './explained-quote.js';
import { BOTH, Operation, TRIERS } from './operation.js';
import { ownStore } from './scope.js';
import { TriedDto, TryDto, type ImaginedMemberDto, type TryReceiptDto } from './try.dto.js';

@ApiTags('try')
@Controller('v1')
export class TryController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Post('try')
  @Operation({
    summary: 'What a receipt would cost by a draft, a version or what is live, at any time, and why',
    roles: TRIERS,
    answer: TriedDto,
    problems: [404, 409, 413, 422],
    keeps: BOTH,
  })
  async try(@Who() actor: Actor, @Body(check) { against, at, receipt, member }: TryDto): Promise<TriedDto> {
    const { checkout, ruleSets, clock, db } = this.deps;
    ownStore(actor, receipt.storeId);
    if (member !== undefined && receipt.cardNumber !== '') orProblem(reject('malformed', 'Send either a card or a member', 'member'));
    const ruleSet = orProblem(await ruleSets.of(parseSource(against)));
    const timeZone = ruleSet.catalogue.stores.get(receipt.storeId)?.timeZone ?? ruleSet.programme.timeZone;
    const atMs = at === undefined ? receipt.purchasedAtMs || clock() : instant(at, timeZone);
    const raw = this.raw({ ...receipt, purchasedAtMs: atMs });
    const imagined = member === undefined ? null : imagine(member, atMs);
    const tried = orProblem(await tryReceipt(checkout, ruleSet, raw, imagined));
    const shown = pricedFor(tried.member);
    if (raw.cardNumber !== '') await recordLook(db, actor, { action: 'member.try', subject: shown?.memberId ?? '', facts: { against } });
    const quote = explainQuote(tried.quote, ruleSet, timeZone);
    return { version: ruleSet.version, at: new Date(atMs).toISOString(), timeZone, member: shown, quote };
  }

  /** The same checks as a till's receipt, with the same codes. */
  private raw(receipt: TryReceiptDto): RawReceipt {
    const { storeId, burnPoints, burnMax } = receipt;
    const burn = burnMax === true ? ('burnMax' as const) : ('burnPoints' as const);
    const caller = { storeId, terminalId: receipt.terminalId, mayEnrol: false };
    try {
      return checkReceipt(
        { ...receipt, ...(burnMax === true || burnPoints !== undefined ? { burn } : {}) } as never,
        caller,
        this.deps.config,
        false,
      );
    } catch (error) {
      if (error instanceof BadField) return orProblem(error.rejection);
      throw error;
    }
  }
}

function instant(text: string, zone: string): EpochMs {
  try {
    return instantOf(text, zone);
  } catch {
    return orProblem(reject('malformed', `at: ${text} is not in the calendar`, 'at'));
  }
}

function imagine(member: ImaginedMemberDto, atMs: EpochMs): MemberState {
  const { tier, segments, birthDate, attributes, purchases, daysSinceLastPurchase, daysSinceEnrolment } = member;
  const last = daysSinceLastPurchase === undefined ? null : atMs - daysSinceLastPurchase * DAY_MS;
  return {
    memberId: '',
    version: 0,
    tier,
    segments,
    birthDate: birthDate ?? '',
    enrolledAtMs: atMs - daysSinceEnrolment * DAY_MS,
    attributes,
    activePoints: points(member.activePoints),
    pendingPoints: points(0),
    counters: { ...NO_COUNTERS, purchases, firstPurchaseAtMs: last, lastPurchaseAtMs: last },
  };
}
