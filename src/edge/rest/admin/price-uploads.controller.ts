import { Controller, Delete, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LessThan } from 'typeorm';
import type { Finding } from '../../../core/rules/validation/finding.js';
import { change } from '../../../rulebook/access/change.js';
import { refuse } from '../../../rulebook/access/refusal.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { discardUpload } from '../../../rulebook/prices/discard-upload.js';
import { lookUp } from '../../../rulebook/prices/look-up.js';
import { PriceUploadEntity } from '../../../rulebook/prices/price-list.entity.js';
import { readProblems } from '../../../rulebook/upload/upload-file.js';
import { Who } from './access-guard.js';
import { BulkPool } from '../../../ledger/bulk-pool.js';
import { check, orProblem } from './check.js';
import { afterOf, PageQuery, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { Operation, READERS, WRITERS } from './operation.js';
import {
  DiscardedUploadDto,
  LookedUpDto,
  LookUpQuery,
  RowProblemPageDto,
  PriceUploadDto,
  PriceUploadPageDto,
  PriceUploadPath,
} from './prices.dto.js';

@ApiTags('prices')
@Controller('v1')
export class PriceUploadsController {
  constructor(
    @Inject(AdminDeps) private readonly deps: AdminDeps,
    @Inject(BulkPool) private readonly bulk: BulkPool,
  ) {}

  @Get('price-uploads')
  @Operation({ summary: 'Uploaded files, the newest first', roles: READERS, answer: PriceUploadPageDto })
  async list(@Query(check) query: PageQuery): Promise<Page<PriceUploadDto>> {
    const after = afterOf(query, /^upl_[0-9a-f]{32}$/);
    const uploads = await this.deps.source.repository(PriceUploadEntity);
    const where = after === null ? {} : { uploadId: LessThan(after) };
    const rows = await uploads.find({ where, order: { uploadId: 'DESC' }, take: query.limit + 1 });
    return pageOf(
      rows,
      query.limit,
      ({ uploadId }) => uploadId,
      (row) => ({ ...row }),
    );
  }

  @Get('price-uploads/:uploadId')
  @Operation({ summary: 'An uploaded file and what became of it', roles: READERS, answer: PriceUploadDto, problems: [404] })
  async read(@Param(check) { uploadId }: PriceUploadPath): Promise<PriceUploadDto> {
    const found = await (await this.deps.source.repository(PriceUploadEntity)).findOneBy({ uploadId });
    return found === null ? orProblem(refuse('unknown_upload', 'There is no upload of this id')) : { ...found };
  }

  @Get('price-uploads/:uploadId/problems')
  @Operation({ summary: 'Every row that was wrong, by line', roles: READERS, answer: RowProblemPageDto })
  async problems(@Param(check) { uploadId }: PriceUploadPath, @Query(check) query: PageQuery): Promise<Page<Finding>> {
    const after = Number(afterOf(query, /^\d{1,15}$/) ?? 0);
    const rows = await readProblems(this.deps.db, uploadId, after, query.limit + 1);
    return pageOf(
      rows,
      query.limit,
      ({ pointer }) => pointer.slice(1),
      (row) => row,
    );
  }

  @Delete('price-uploads/:uploadId')
  @Operation({ summary: 'Forget rows that wait for a publication', roles: WRITERS, answer: DiscardedUploadDto, problems: [404, 409] })
  async discard(@Who() actor: Actor, @Param(check) { uploadId }: PriceUploadPath): Promise<DiscardedUploadDto> {
    const request = { actor, operation: `DELETE /v1/price-uploads/${uploadId}`, idempotencyKey: null, body: null };
    return orProblem(await change(this.bulk.pool, request, (tx) => discardUpload(tx, uploadId))).answer;
  }

  @Get('prices/look-up')
  @Operation({ summary: 'Which price a SKU has where, when and for whom, by which list, and why', roles: READERS, answer: LookedUpDto })
  async lookUp(@Query(check) query: LookUpQuery): Promise<LookedUpDto> {
    const { rulebook, clock } = this.deps;
    const { sku, storeId, channel, tier, segment, member } = query;
    const atMs = query.at === undefined ? clock() : Date.parse(query.at);
    const zones = rulebook.current()?.catalogue.stores.get(storeId)?.zones ?? [];
    const book = await rulebook.priceListsAt(atMs, [sku]);
    const asked = { sku, storeId, zones, channel, tier: tier ?? '', segments: segment === undefined ? [] : [segment], atMs };
    const isMember = member === 'true' || tier !== undefined || segment !== undefined;
    const prices = lookUp(book, { ...asked, member: isMember }).map((one) => ({ ...one, sku }));
    return { revision: book.revision, at: new Date(atMs).toISOString(), prices };
  }
}
