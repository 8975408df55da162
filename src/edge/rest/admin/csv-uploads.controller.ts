import { Controller, Delete, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LessThan } from 'typeorm';
import type { Finding } from '../../../core/rules/validation/finding.js';
import { change } from '../../../rulebook/access/change.js';
import { refuse } from '../../../rulebook/access/refusal.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { discardUpload } from '../../../rulebook/prices/discard-upload.js';
import { CsvUploadEntity } from '../../../rulebook/prices/price-list.entity.js';
import { readProblems } from '../../../rulebook/upload/upload-file.js';
import { Who } from './access-guard.js';
import { BulkPool } from '../../../ledger/bulk-pool.js';
import { check, orProblem } from './check.js';
import { afterOf, PageQuery, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { Operation, READERS, WRITERS } from './operation.js';
import { DiscardedUploadDto, RowProblemPageDto, CsvUploadDto, CsvUploadPageDto, CsvUploadPath } from './prices.dto.js';

@ApiTags('files')
@Controller('v1/csv-uploads')
export class CsvUploadsController {
  constructor(
    @Inject(AdminDeps) private readonly deps: AdminDeps,
    @Inject(BulkPool) private readonly bulk: BulkPool,
  ) {}

  @Get()
  @Operation({ summary: 'Uploaded files of prices, products and categories, the newest first', roles: READERS, answer: CsvUploadPageDto })
  async list(@Query(check) query: PageQuery): Promise<Page<CsvUploadDto>> {
    const after = afterOf(query, /^upl_[0-9a-f]{32}$/);
    const uploads = await this.deps.source.repository(CsvUploadEntity);
    const where = after === null ? {} : { uploadId: LessThan(after) };
    const rows = await uploads.find({ where, order: { uploadId: 'DESC' }, take: query.limit + 1 });
    return pageOf(
      rows,
      query.limit,
      ({ uploadId }) => uploadId,
      (row) => ({ ...row }),
    );
  }

  @Get(':uploadId')
  @Operation({ summary: 'An uploaded file and what became of it', roles: READERS, answer: CsvUploadDto, problems: [404] })
  async read(@Param(check) { uploadId }: CsvUploadPath): Promise<CsvUploadDto> {
    const found = await (await this.deps.source.repository(CsvUploadEntity)).findOneBy({ uploadId });
    return found === null ? orProblem(refuse('unknown_upload', 'There is no upload of this id')) : { ...found };
  }

  @Get(':uploadId/problems')
  @Operation({ summary: 'Every row that was wrong, by line', roles: READERS, answer: RowProblemPageDto })
  async problems(@Param(check) { uploadId }: CsvUploadPath, @Query(check) query: PageQuery): Promise<Page<Finding>> {
    const after = Number(afterOf(query, /^\d{1,15}$/) ?? 0);
    const rows = await readProblems(this.deps.db, uploadId, after, query.limit + 1);
    return pageOf(
      rows,
      query.limit,
      ({ pointer }) => pointer.slice(1),
      (row) => row,
    );
  }

  @Delete(':uploadId')
  @Operation({ summary: 'Forget rows that wait for a publication', roles: WRITERS, answer: DiscardedUploadDto, problems: [404, 409] })
  async discard(@Who() actor: Actor, @Param(check) { uploadId }: CsvUploadPath): Promise<DiscardedUploadDto> {
    const request = { actor, operation: `DELETE /v1/csv-uploads/${uploadId}`, idempotencyKey: null, body: null };
    return orProblem(await change(this.bulk.pool, request, (tx) => discardUpload(tx, uploadId))).answer;
  }
}
