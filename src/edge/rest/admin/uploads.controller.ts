import { Body, Controller, Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LessThan, MoreThan, Not, IsNull } from 'typeorm';
import { markMissing } from '../../../members/apply-members.js';
import { cancelUpload, createUpload, type NewUpload, type UploadKind } from '../../../members/create-upload.js';
import { UploadEntity, UploadLineEntity } from '../../../members/upload.entity.js';
import { change } from '../../../rulebook/access/change.js';
import { refuse } from '../../../rulebook/access/refusal.js';
import type { Actor, Role } from '../../../rulebook/access/roles.js';
import type { Request } from '../http.js';
import { ProblemException } from '../problem.js';
import { Who } from './access-guard.js';
import { check, IdempotencyKey, orProblem } from './check.js';
import { afterOf, PageQuery, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { LISTS, withFile } from './file-body.js';
import { checkMemberLine, grantChecker } from './member-line.js';
import { GRANTERS, Operation, SEGMENTERS, UPLOADERS } from './operation.js';
import { ReasonDto } from './reason.dto.js';
import { runChange } from './run-change.js';
import {
  CreatedUploadDto,
  LineErrorPageDto,
  MembersUploadQuery,
  UploadDto,
  UploadIdDto,
  UploadPageDto,
  UploadPath,
  UploadQuery,
  UploadsQuery,
} from './uploads.dto.js';

const POST = { status: 202, answer: CreatedUploadDto, problems: [409, 422], headers: ['idempotency'] as const, file: LISTS };

/** Who may start, and so who may stop, a list. */
const STARTERS: Readonly<Record<UploadKind, readonly Role[]>> = { members: SEGMENTERS, grants: GRANTERS };

@ApiTags('uploads')
@Controller('v1')
export class UploadsController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  /** Columns `card_number` or `member_id`, and `tier`, `tier_until`, `segments`, `add_segments`, `remove_segments`; NDJSON `attributes` too. */
  @Post('members/uploads')
  @Operation({
    summary: 'Segments and tiers of many members; taken in whole, done in the background, each line once',
    roles: STARTERS.members,
    example: 'card_number,tier,add_segments\n9000000001,gold,vip|family\n',
    ...POST,
  })
  members(
    @Who() actor: Actor,
    @Query(check) { reason, unknown }: MembersUploadQuery,
    @IdempotencyKey() key: string | null,
    @Req() request: Request,
  ): Promise<CreatedUploadDto> {
    const checks = { check: checkMemberLine, ...(unknown === 'refuse' ? { checkAll: markMissing } : {}) };
    return this.take(actor, key, request, { kind: 'members', reason, ...checks }, { unknown });
  }

  /** Columns `card_number` or `member_id`, `points`, and where wanted `expires_on` and `reason`. */
  @Post('grants')
  @Operation({
    summary: 'Bonus points for many members; taken in whole, granted in the background, each line once',
    roles: STARTERS.grants,
    example: 'card_number,points,expires_on\n9000000001,50,2030-12-31\n',
    ...POST,
  })
  grants(
    @Who() actor: Actor,
    @Query(check) { reason }: UploadQuery,
    @IdempotencyKey() key: string | null,
    @Req() request: Request,
  ): Promise<CreatedUploadDto> {
    const timeZone = this.deps.rulebook.current()?.programme.timeZone ?? 'UTC';
    return this.take(actor, key, request, { kind: 'grants', reason, check: grantChecker(reason, timeZone) }, {});
  }

  @Get('uploads')
  @Operation({ summary: 'Uploads, the newest first, with their progress', roles: UPLOADERS, answer: UploadPageDto })
  async list(@Query(check) query: UploadsQuery): Promise<Page<UploadDto>> {
    const after = afterOf(query, /^upl_[0-9a-f]{32}$/);
    const uploads = await this.deps.source.repository(UploadEntity);
    const where = { ...(after === null ? {} : { uploadId: LessThan(after) }), ...(query.kind === undefined ? {} : { kind: query.kind }) };
    const rows = await uploads.find({ where, order: { uploadId: 'DESC' }, take: query.limit + 1 });
    return pageOf(
      rows,
      query.limit,
      ({ uploadId }) => uploadId,
      (row) => ({ ...row }),
    );
  }

  @Get('uploads/:uploadId')
  @Operation({ summary: 'How far an upload is', roles: UPLOADERS, answer: UploadDto, problems: [404] })
  async read(@Param(check) { uploadId }: UploadPath): Promise<UploadDto> {
    const uploads = await this.deps.source.repository(UploadEntity);
    const row = await uploads.findOneBy({ uploadId });
    return row === null ? orProblem(refuse('unknown_upload', 'There is no such upload')) : { ...row };
  }

  @Get('uploads/:uploadId/errors')
  @Operation({ summary: 'Lines that were refused, by number', roles: UPLOADERS, answer: LineErrorPageDto })
  async errors(@Param(check) { uploadId }: UploadPath, @Query(check) query: PageQuery): Promise<Page<LineErrorPageDto['items'][number]>> {
    const after = afterOf(query, /^\d{1,9}$/);
    const lines = await this.deps.source.repository(UploadLineEntity);
    const where = { uploadId, refusedCode: Not(IsNull()), ...(after === null ? {} : { line: MoreThan(Number(after)) }) };
    const rows = await lines.find({ where, order: { line: 'ASC' }, take: query.limit + 1 });
    return pageOf(
      rows,
      query.limit,
      ({ line }) => String(line),
      ({ line, refusedCode, refusedDetail }) => ({ line, code: refusedCode ?? '', detail: refusedDetail ?? '' }),
    );
  }

  @Post('uploads/:uploadId/cancel')
  @Operation({
    summary: 'Stop an upload, for roles that may start one of its kind; lines that are done stay done',
    roles: UPLOADERS,
    answer: UploadIdDto,
    problems: [404, 409],
  })
  cancel(@Who() actor: Actor, @Param(check) { uploadId }: UploadPath, @Body(check) { reason }: ReasonDto): Promise<UploadIdDto> {
    const call = { actor, operation: `POST /v1/uploads/${uploadId}/cancel` };
    return runChange(this.deps, call, (tx) => cancelUpload(tx, uploadId, reason, (kind) => assertStarter(actor, kind)));
  }

  private async take(
    actor: Actor,
    idempotencyKey: string | null,
    request: Request,
    wanted: Omit<NewUpload, 'lines'>,
    terms: object,
  ): Promise<CreatedUploadDto> {
    const { kind, reason } = wanted;
    const { uploadId, lines, refused, errors } = await withFile(
      request,
      this.deps.config.adminBodyBytesMax,
      async ({ sha256, lines: read }) => {
        const call = { actor, operation: `POST /v1/${kind}`, idempotencyKey, body: { sha256, reason, ...terms } };
        return orProblem(
          await change(this.deps.bulk, call, (tx) => createUpload(tx, actor, { ...wanted, lines: read() }, this.deps.clock())),
        ).answer;
      },
    );
    if (refused === 0) return { uploadId, lines };
    const detail = `Nothing was taken: ${refused} of ${lines} lines are wrong; GET /v1/uploads/${uploadId}/errors has all of them`;
    throw new ProblemException({ status: 422, code: 'bad_lines', detail, errors });
  }
}

function assertStarter(actor: Actor, kind: UploadKind): void {
  if (STARTERS[kind].some((role) => actor.roles.includes(role))) return;
  const detail = `A list of ${kind} is stopped by the roles that may start one: ${STARTERS[kind].join(', ')}`;
  throw new ProblemException({ status: 403, code: 'role_not_allowed', detail });
}
