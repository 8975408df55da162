import { Body, Controller, Delete, Get, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { LessThan } from 'typeorm';
import type { Actor } from '../../../rulebook/access/roles.js';
import { comment, type CommentFacts } from '../../../rulebook/drafts/comment.js';
import type { Document, DraftFacts } from '../../../rulebook/drafts/draft-row.js';
import { DraftCommentEntity } from '../../../rulebook/drafts/draft.entity.js';
import { deleteRule, putRule } from '../../../rulebook/drafts/edit-draft.js';
import type { Response } from '../http.js';
import { Who } from './access-guard.js';
import { check, DocumentBody, IdempotencyKey, Revision } from './check.js';
import { afterOf, PageQuery, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { RULE_EXAMPLE } from './examples.js';
import { tagged } from './drafts.controller.js';
import { CommentDto, CommentPageDto, DraftDto, DraftPath, DraftRulePath, ToldCommentDto } from './drafts.dto.js';
import { BOTH, Operation, READERS, WRITERS } from './operation.js';
import { runChange } from './run-change.js';

const EDIT = { roles: WRITERS, answer: DraftDto, problems: [404, 409, 412, 413, 428], headers: ['match'], keeps: ['campaigns'] } as const;

@ApiTags('drafts')
@Controller('v1/drafts/:draftId')
export class DraftPartsController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Put('rules/:ruleId')
  @ApiBody({
    schema: { type: 'object', additionalProperties: true, description: 'The rule, with the id of the path', example: RULE_EXAMPLE },
  })
  @Operation({ summary: 'Add a rule or replace it in its place', ...EDIT })
  async putRule(
    @Who() actor: Actor,
    @Param(check) { draftId, ruleId }: DraftRulePath,
    @Revision() revision: number,
    @DocumentBody() rule: Document,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DraftFacts> {
    const call = { actor, operation: `PUT /v1/drafts/${draftId}/rules` };
    return tagged(response, await runChange(this.deps, call, (tx) => putRule(tx, actor, { draftId, revision }, ruleId, rule)));
  }

  @Delete('rules/:ruleId')
  @Operation({ summary: 'Take a rule out of the draft', ...EDIT })
  async deleteRule(
    @Who() actor: Actor,
    @Param(check) { draftId, ruleId }: DraftRulePath,
    @Revision() revision: number,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DraftFacts> {
    const call = { actor, operation: `DELETE /v1/drafts/${draftId}/rules` };
    return tagged(response, await runChange(this.deps, call, (tx) => deleteRule(tx, actor, { draftId, revision }, ruleId)));
  }

  @Post('comments')
  @Operation({
    summary: 'Remark on a draft',
    roles: WRITERS,
    status: 201,
    answer: ToldCommentDto,
    problems: [404, 409],
    headers: ['idempotency'],
    keeps: ['campaigns'],
  })
  comment(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { draftId }: DraftPath,
    @Body(check) body: CommentDto,
  ): Promise<CommentFacts> {
    const call = { actor, operation: `POST /v1/drafts/${draftId}/comments`, idempotencyKey, body };
    return runChange(this.deps, call, (tx) => comment(tx, actor, draftId, body.text));
  }

  @Get('comments')
  @Operation({ summary: 'Remarks on a draft, the newest first', roles: READERS, answer: CommentPageDto, keeps: BOTH })
  async comments(@Param(check) { draftId }: DraftPath, @Query(check) query: PageQuery): Promise<Page<CommentFacts>> {
    const after = afterOf(query, /^\d{1,18}$/);
    const remarks = await this.deps.source.repository(DraftCommentEntity);
    const where = { draftId, ...(after === null ? {} : { commentId: LessThan(after) }) };
    const rows = await remarks.find({ where, order: { commentId: 'DESC' }, take: query.limit + 1 });
    const show = ({ commentId, at, author, text }: DraftCommentEntity): CommentFacts => ({ commentId, at, author, text });
    return pageOf(rows, query.limit, ({ commentId }) => commentId, show);
  }
}
