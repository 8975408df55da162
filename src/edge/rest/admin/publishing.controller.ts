import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../../rulebook/access/roles.js';
import { approveDraft, type Approval } from '../../../rulebook/drafts/approve-draft.js';
import { publishDraft, rollBack, type PublishedAnswer } from '../../../rulebook/drafts/publish-draft.js';
import { switchOff, type Switch, type SwitchedOff } from '../../../rulebook/drafts/switch-off.js';
import { Who } from './access-guard.js';
import { check, IdempotencyKey, Revision } from './check.js';
import { AdminDeps } from './deps.js';
import { ApprovalDto, DraftPath } from './drafts.dto.js';
import { Operation, PUBLISHERS } from './operation.js';
import { runChange } from './run-change.js';
import {
  CampaignPath,
  PublicationDto,
  PublishDto,
  ChangeReasonDto,
  RollBackDto,
  RulePath,
  SwitchedOffDto,
  VersionPath,
} from './versions.dto.js';

const EFFECT = { roles: PUBLISHERS, problems: [404, 409, 412, 422, 428], headers: ['match', 'idempotency'] } as const;
/** An approval is of a whole revision, so it is for keys without a limit. */
const LIMITED = { ...EFFECT, keeps: ['campaigns'] } as const;
const AT_ONCE = { roles: PUBLISHERS, problems: [404, 409, 422], headers: ['idempotency'], keeps: ['campaigns'] } as const;

@ApiTags('publishing')
@Controller('v1')
export class PublishingController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Post('drafts/:draftId/approve')
  @Operation({ summary: 'Approve a revision that others wrote', answer: ApprovalDto, ...EFFECT })
  approve(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { draftId }: DraftPath,
    @Revision() revision: number,
    @Body(check) body: ChangeReasonDto,
  ): Promise<Approval> {
    const call = { actor, operation: `POST /v1/drafts/${draftId}/approve`, idempotencyKey, body: { ...body, revision } };
    return runChange(this.deps, call, (tx) => approveDraft(tx, actor, { draftId, revision }, body.reason));
  }

  @Post('drafts/:draftId/publish')
  @Operation({ summary: 'Publish a draft now or at an instant', answer: PublicationDto, ...LIMITED })
  async publish(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { draftId }: DraftPath,
    @Revision() revision: number,
    @Body(check) body: PublishDto,
  ): Promise<PublishedAnswer> {
    const { comment, liveFrom, expectedVersion = null } = body;
    const wanted = { comment, liveFromMs: liveFrom === undefined ? null : Date.parse(liveFrom), expectedVersion };
    const call = { actor, operation: `POST /v1/drafts/${draftId}/publish`, idempotencyKey, body: { ...body, revision } };
    const answer = await runChange(this.deps, call, (tx) => publishDraft(tx, actor, { draftId, revision }, wanted));
    await this.deps.rulebook.tell(answer.published);
    return answer;
  }

  @Post('versions/:version/rollback')
  @Operation({ summary: 'Go back to an earlier version: publish its content as the next one', answer: PublicationDto, ...AT_ONCE })
  async rollBack(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { version }: VersionPath,
    @Body(check) body: RollBackDto,
  ): Promise<PublishedAnswer> {
    const { comment, expectedVersion = null } = body;
    const call = { actor, operation: `POST /v1/versions/${version}/rollback`, idempotencyKey, body };
    const answer = await runChange(this.deps, call, (tx) => rollBack(tx, actor, version, { comment, expectedVersion }));
    await this.deps.rulebook.tell(answer.published);
    return answer;
  }

  @Post('rules/:ruleId/switch-off')
  @Operation({ summary: 'Switch one live rule off at once, and nothing else', answer: SwitchedOffDto, ...AT_ONCE })
  rule(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { ruleId }: RulePath,
    @Body(check) { reason }: ChangeReasonDto,
  ): Promise<SwitchedOff> {
    return this.off(actor, idempotencyKey, { kind: 'rule', id: ruleId }, reason);
  }

  @Post('campaigns/:campaignId/switch-off')
  @Operation({ summary: 'Switch one live campaign off at once, and nothing else', answer: SwitchedOffDto, ...AT_ONCE })
  campaign(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { campaignId }: CampaignPath,
    @Body(check) { reason }: ChangeReasonDto,
  ): Promise<SwitchedOff> {
    return this.off(actor, idempotencyKey, { kind: 'campaign', id: campaignId }, reason);
  }

  private async off(actor: Actor, idempotencyKey: string | null, what: Switch, reason: string): Promise<SwitchedOff> {
    const call = { actor, operation: `POST switch-off ${what.kind} ${what.id}`, idempotencyKey, body: { reason } };
    const answer = await runChange(this.deps, call, (tx) => switchOff(tx, actor, what, reason));
    for (const published of answer.published) await this.deps.rulebook.tell(published);
    return answer;
  }
}
