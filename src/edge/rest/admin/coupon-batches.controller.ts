import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LessThan } from 'typeorm';
import { unknownSeries } from '../../../coupons/change-series.js';
import { cancelBatch, createBatch } from '../../../coupons/create-batch.js';
import { exportCodes } from '../../../coupons/export-codes.js';
import { importCodes } from '../../../coupons/import-codes.js';
import { issueCode } from '../../../coupons/issue-code.js';
import { readSeries } from '../../../coupons/series-row.js';
import { BatchEntity } from '../../../coupons/series.entity.js';
import { uuidOf } from '../../../ledger/ids.js';
import { lockMember, unknownMember } from '../../../members/change-member.js';
import { change, recordLook } from '../../../rulebook/access/change.js';
import { refuse } from '../../../rulebook/access/refusal.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import type { Request, Response } from '../http.js';
import { Who } from './access-guard.js';
import { check, IdempotencyKey, orProblem } from './check.js';
import {
  BatchDto,
  BatchIdDto,
  BatchPageDto,
  BatchPath,
  CreateBatchDto,
  ExportQuery,
  ImportedDto,
  IssueDto,
  IssuedDto,
  SeriesPath,
} from './coupons.dto.js';
import { afterOf, PageQuery, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { LISTS, withFile } from './file-body.js';
import { CODE_KEEPERS, Operation, READERS, WRITERS } from './operation.js';
import { ReasonDto } from './reason.dto.js';
import { runChange } from './run-change.js';
import { streamText } from './stream-text.js';

@ApiTags('coupons')
@Controller('v1/coupon-series/:seriesId')
export class CouponBatchesController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Post('batches')
  @Operation({
    summary: 'Order unique codes; engines make them in the background, exactly as many, also after a crash',
    roles: WRITERS,
    status: 202,
    answer: BatchIdDto,
    problems: [404, 409],
    headers: ['idempotency'],
  })
  create(
    @Who() actor: Actor,
    @Param(check) { seriesId }: SeriesPath,
    @IdempotencyKey() idempotencyKey: string | null,
    @Body(check) { count, validTo = null }: CreateBatchDto,
  ): Promise<BatchIdDto> {
    const call = { actor, operation: `POST /v1/coupon-series/${seriesId}/batches`, idempotencyKey, body: { count, validTo } };
    return runChange(this.deps, call, (tx) => createBatch(tx, actor, seriesId, { count, validTo }));
  }

  @Get('batches')
  @Operation({ summary: 'Batches of a series, the newest first, with their progress', roles: READERS, answer: BatchPageDto })
  async list(@Param(check) { seriesId }: SeriesPath, @Query(check) query: PageQuery): Promise<Page<BatchDto>> {
    const after = afterOf(query, /^\d{1,9}$/);
    const batches = await this.deps.source.repository(BatchEntity);
    const where = { seriesId, ...(after === null ? {} : { batchId: LessThan(Number(after)) }) };
    const rows = await batches.find({ where, order: { batchId: 'DESC' }, take: query.limit + 1 });
    return pageOf(
      rows,
      query.limit,
      ({ batchId }) => String(batchId),
      (row) => ({ ...row }),
    );
  }

  @Get('batches/:batchId')
  @Operation({ summary: 'How far a batch is', roles: READERS, answer: BatchDto, problems: [404] })
  async read(@Param(check) { seriesId, batchId }: BatchPath): Promise<BatchDto> {
    const batches = await this.deps.source.repository(BatchEntity);
    const row = await batches.findOneBy({ seriesId, batchId });
    return row === null ? orProblem(refuse('unknown_batch', 'There is no such batch of this series')) : { ...row };
  }

  @Post('batches/:batchId/cancel')
  @Operation({ summary: 'Stop making codes; those that are there stay', roles: WRITERS, answer: BatchIdDto, problems: [404, 409] })
  cancel(@Who() actor: Actor, @Param(check) { seriesId, batchId }: BatchPath, @Body(check) { reason }: ReasonDto): Promise<BatchIdDto> {
    const call = { actor, operation: `POST /v1/coupon-series/${seriesId}/batches/${batchId}/cancel` };
    return runChange(this.deps, call, (tx) => cancelBatch(tx, seriesId, batchId, reason));
  }

  @Get('codes')
  @Operation({
    summary: 'The codes of a series as CSV, however many',
    roles: WRITERS,
    answer: ['text/csv'],
    problems: [404],
    personal: true,
  })
  async export(
    @Who() actor: Actor,
    @Param(check) { seriesId }: SeriesPath,
    @Query(check) { batch }: ExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    const series = await readSeries(this.deps.bulk, seriesId);
    if (series === null) return orProblem(unknownSeries(seriesId));
    await recordLook(this.deps.db, actor, { action: 'coupon.export', subject: `series:${seriesId}`, facts: { batch: batch ?? null } });
    await streamText(response, 'text/csv; charset=utf-8', exportCodes(this.deps.bulk, seriesId, series, batch ?? null));
  }

  /** Columns `code`, and where wanted `member_id`, `uses_max`, `valid_to`. */
  @Post('codes')
  @Operation({
    summary: 'Take over codes of another system: all of them, or none and every wrong line told',
    roles: WRITERS,
    status: 201,
    answer: ImportedDto,
    problems: [404, 409, 422],
    headers: ['idempotency'],
    file: LISTS,
    example: 'code,uses_max,valid_to\nWELCOME-7,1,2030-12-31T00:00:00Z\n',
  })
  import(
    @Who() actor: Actor,
    @Param(check) { seriesId }: SeriesPath,
    @IdempotencyKey() idempotencyKey: string | null,
    @Req() request: Request,
  ): Promise<ImportedDto> {
    return withFile(request, this.deps.config.adminBodyBytesMax, async ({ sha256, lines }) => {
      const call = { actor, operation: `POST /v1/coupon-series/${seriesId}/codes`, idempotencyKey, body: { sha256 } };
      return orProblem(await change(this.deps.bulk, call, (tx) => importCodes(tx, actor, seriesId, lines()))).answer;
    });
  }

  @Post('issue')
  @Operation({
    summary: 'Give one member a new code',
    roles: CODE_KEEPERS,
    status: 201,
    answer: IssuedDto,
    problems: [404, 409],
    headers: ['idempotency'],
  })
  issue(
    @Who() actor: Actor,
    @Param(check) { seriesId }: SeriesPath,
    @IdempotencyKey() idempotencyKey: string | null,
    @Body(check) body: IssueDto,
  ): Promise<IssuedDto> {
    const call = { actor, operation: `POST /v1/coupon-series/${seriesId}/issue`, idempotencyKey, body };
    return runChange(this.deps, call, async (tx) => {
      const memberId = uuidOf('mbr', body.memberId);
      if (memberId === null) return unknownMember();
      return (await lockMember(tx, memberId)) ?? issueCode(tx, seriesId, memberId, body.validTo ?? null, body.reason);
    });
  }
}
