import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../../rulebook/access/roles.js';
import { exportCatalogue } from '../../../rulebook/catalogue/export-catalogue.js';
import { catalogueRows, takeCatalogue } from '../../../rulebook/catalogue/take-upload.js';
import type { UploadAnswer } from '../../../rulebook/upload/upload-file.js';
import type { Request, Response } from '../http.js';
import { Who } from './access-guard.js';
import { CataloguePath, CatalogueUploadQuery } from './catalogue.dto.js';
import { check, IdempotencyKey } from './check.js';
import { AdminDeps } from './deps.js';
import { BOTH, Operation, PUBLISHERS, READERS } from './operation.js';
import { CsvUploadAnswerDto } from './prices.dto.js';
import { seesCost } from './products.controller.js';
import { receiveFile } from './receive-file.js';
import { streamText } from './stream-text.js';

@ApiTags('catalogue')
@Controller('v1/catalogue/:part')
export class CatalogueController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  /** A file of any size: it streams into the database, all of it or nothing. */
  @Post('uploads')
  @Operation({
    summary: 'Upload products or categories as text/csv: all rows or none, in force at once; columns that are not there stay as they are',
    roles: PUBLISHERS,
    status: 201,
    answer: CsvUploadAnswerDto,
    problems: [409, 422],
    headers: ['idempotency'],
    file: ['text/csv'],
    example: 'sku,name,brand\ncoffee,Coffee,Bean & Co\n',
  })
  async upload(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { part }: CataloguePath,
    @Query(check) { mode }: CatalogueUploadQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UploadAnswer> {
    const { config, rulebook, clock, bulk } = this.deps;
    const rows = catalogueRows(part, mode, rulebook.current()?.programme.minorDigits ?? 2);
    const limits = { rowsMax: config.uploadRowsMax, bytesMax: config.uploadBytesMax };
    const operation = `POST /v1/catalogue/${part}/uploads`;
    const wanted = { kind: part, listId: null, mode, rows, limits, idempotencyKey, operation };
    const answer = await receiveFile(bulk, actor, wanted, request, response, clock(), takeCatalogue(part, mode));
    await rulebook.tellOf('catalogue');
    return answer;
  }

  @Get('export')
  @Operation({
    summary: 'All products or categories as CSV, in the form that uploads take; costs for roles that may see them',
    roles: READERS,
    answer: ['text/csv'],
    keeps: BOTH,
  })
  async export(@Who() actor: Actor, @Param(check) { part }: CataloguePath, @Res() response: Response): Promise<void> {
    await streamText(response, 'text/csv; charset=utf-8', exportCatalogue(this.deps.bulk, part, seesCost(actor)));
  }
}
