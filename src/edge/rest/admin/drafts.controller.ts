import { Body, Controller, Delete, Get, Inject, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { ArrayContains, ILike, LessThan } from 'typeorm';
import { validateProgramme } from '../../../core/rules/validate.js';
import type { Finding } from '../../../core/rules/validation/finding.js';
import { belowCost } from '../../../rulebook/catalogue/below-cost.js';
import { readCategoryIds } from '../../../rulebook/catalogue/read-categories.js';
import { exhaustedInADay, hasBudgets } from '../../../core/simulation/day-draw.js';
import { refuse } from '../../../rulebook/access/refusal.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { createDraft, type DraftWanted } from '../../../rulebook/drafts/create-draft.js';
import type { Document, DraftFacts } from '../../../rulebook/drafts/draft-row.js';
import { DraftEntity } from '../../../rulebook/drafts/draft.entity.js';
import { describeDraft, discardDraft, replaceDocument } from '../../../rulebook/drafts/edit-draft.js';
import { readSource } from '../../../rulebook/drafts/source.js';
import type { Response } from '../http.js';
import { Who } from './access-guard.js';
import { check, DocumentBody, etag, IdempotencyKey, orProblem, Revision } from './check.js';
import { afterOf, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { PROGRAMME_EXAMPLE } from './examples.js';
import { CopyDraftDto, CreateDraftDto, DescribeDraftDto, DraftDto, DraftPageDto, DraftPath } from './drafts.dto.js';
import { DraftsQuery, DraftWithDocumentDto, ValidationDto } from './drafts.dto.js';
import { BOTH, Operation, READERS, WRITERS } from './operation.js';
import { runChange } from './run-change.js';

const EDIT = { roles: WRITERS, answer: DraftDto, problems: [404, 409, 412, 413, 428], headers: ['match'], keeps: ['campaigns'] } as const;

@ApiTags('drafts')
@Controller('v1/drafts')
export class DraftsController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Post()
  @Operation({
    summary: 'Make a draft from what is live, a version, another draft or nothing',
    roles: WRITERS,
    status: 201,
    answer: DraftDto,
    problems: [404, 409],
    headers: ['idempotency'],
    keeps: ['campaigns'],
  })
  create(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Body(check) body: CreateDraftDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DraftFacts> {
    return this.make(actor, 'POST /v1/drafts', idempotencyKey, body, response);
  }

  @Post(':draftId/copy')
  @Operation({
    summary: 'Copy a draft, also a closed one',
    roles: WRITERS,
    status: 201,
    answer: DraftDto,
    problems: [404, 409],
    headers: ['idempotency'],
    keeps: ['campaigns'],
  })
  copy(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { draftId }: DraftPath,
    @Body(check) { name }: CopyDraftDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DraftFacts> {
    const wanted = { name, labels: [], from: `draft:${draftId}` };
    return this.make(actor, `POST /v1/drafts/${draftId}/copy`, idempotencyKey, wanted, response);
  }

  @Get()
  @Operation({ summary: 'Drafts without their documents, the newest first', roles: READERS, answer: DraftPageDto, keeps: BOTH })
  async list(@Query(check) query: DraftsQuery): Promise<Page<DraftFacts>> {
    const after = afterOf(query, /^drf_[0-9a-f]{32}$/);
    const { status, label, search } = query;
    const where = {
      ...(after === null ? {} : { draftId: LessThan(after) }),
      ...(status === undefined ? {} : { status }),
      ...(label === undefined ? {} : { labels: ArrayContains([label]) }),
      ...(search === undefined ? {} : { name: ILike(`%${search.replace(/[\\%_]/g, '\\$&')}%`) }),
    };
    const drafts = await this.deps.source.repository(DraftEntity);
    const rows = await drafts.find({ where, order: { draftId: 'DESC' }, take: query.limit + 1 });
    return pageOf(
      rows,
      query.limit,
      ({ draftId }) => draftId,
      (row) => ({ ...row }),
    );
  }

  @Get(':draftId')
  @Operation({ summary: 'A draft with its document', roles: READERS, answer: DraftWithDocumentDto, problems: [404], keeps: BOTH })
  async read(@Param(check) { draftId }: DraftPath, @Res({ passthrough: true }) response: Response): Promise<DraftWithDocumentDto> {
    const drafts = await this.deps.source.repository(DraftEntity);
    const all = Object.fromEntries(drafts.metadata.columns.map(({ propertyName }) => [propertyName, true]));
    const draft = await drafts.findOne({ where: { draftId }, select: { ...all, approvals: true }, relations: { approvals: true } });
    if (draft === null) return orProblem(refuse('unknown_draft', 'There is no draft with this id'));
    response.set('ETag', etag(draft.revision));
    return { ...draft, document: draft.document ?? {} };
  }

  @Put(':draftId')
  @ApiBody({ schema: { type: 'object', additionalProperties: true, description: 'The whole programme', example: PROGRAMME_EXAMPLE } })
  @Operation({ summary: 'Replace the whole document; it may be wrong', ...EDIT })
  async replace(
    @Who() actor: Actor,
    @Param(check) { draftId }: DraftPath,
    @Revision() revision: number,
    @DocumentBody() document: Document,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DraftFacts> {
    const call = { actor, operation: `PUT /v1/drafts/${draftId}` };
    return tagged(response, await runChange(this.deps, call, (tx) => replaceDocument(tx, actor, { draftId, revision }, document)));
  }

  @Patch(':draftId')
  @Operation({ summary: 'Change name, labels or base version', ...EDIT })
  async describe(
    @Who() actor: Actor,
    @Param(check) { draftId }: DraftPath,
    @Revision() revision: number,
    @Body(check) body: DescribeDraftDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DraftFacts> {
    const call = { actor, operation: `PATCH /v1/drafts/${draftId}` };
    return tagged(response, await runChange(this.deps, call, (tx) => describeDraft(tx, actor, { draftId, revision }, { ...body })));
  }

  @Delete(':draftId')
  @Operation({ summary: 'Discard a draft; it stays readable', ...EDIT })
  discard(@Who() actor: Actor, @Param(check) { draftId }: DraftPath, @Revision() revision: number): Promise<DraftFacts> {
    const call = { actor, operation: `DELETE /v1/drafts/${draftId}` };
    return runChange(this.deps, call, (tx) => discardDraft(tx, actor, { draftId, revision }));
  }

  @Post(':draftId/validate')
  @Operation({
    summary: 'Everything that is wrong or probably wrong with a draft, at once',
    roles: READERS,
    answer: ValidationDto,
    problems: [404],
    keeps: BOTH,
  })
  async validate(@Who() { stores }: Actor, @Param(check) { draftId }: DraftPath): Promise<ValidationDto> {
    const { document } = orProblem(await readSource(this.deps.db, { kind: 'draft', draftId }));
    const { db, rulebook, clock, drawOfDay } = this.deps;
    const { programme, errors, warnings } = validateProgramme(document, clock(), await readCategoryIds(db));
    if (programme === null) return { valid: false, errors, warnings };
    const losses = (await belowCost(programme, rulebook.products())).filter((loss) => !warnings.some((known) => isSame(known, loss)));
    // What all stores sell together is not told to a key of some.
    const exhausted = stores === null && hasBudgets(programme) ? exhaustedInADay(programme, await drawOfDay(programme)) : [];
    return { valid: true, errors, warnings: [...warnings, ...losses, ...exhausted] };
  }

  private async make(
    actor: Actor,
    operation: string,
    idempotencyKey: string | null,
    wanted: DraftWanted,
    response: Response,
  ): Promise<DraftFacts> {
    const call = { actor, operation, idempotencyKey, body: wanted };
    return tagged(response, await runChange(this.deps, call, (tx) => createDraft(tx, actor, wanted, this.deps.clock())));
  }
}

const isSame = (one: Finding, other: Finding): boolean => one.pointer === other.pointer && one.code === other.code;

export function tagged(response: Response, draft: DraftFacts): DraftFacts {
  response.set('ETag', etag(draft.revision));
  return draft;
}
