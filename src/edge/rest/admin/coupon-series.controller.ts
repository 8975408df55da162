import { Body, Controller, Get, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MoreThan } from 'typeorm';
import { blockSeries } from '../../../coupons/block.js';
import { changeSeries, unknownSeries } from '../../../coupons/change-series.js';
import { createSeries } from '../../../coupons/create-series.js';
import { readStatistics, type SeriesStatistics } from '../../../coupons/read-statistics.js';
import { SeriesEntity } from '../../../coupons/series.entity.js';
import { liveRulesOf } from '../../../coupons/rules-of-series.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import type { Response } from '../http.js';
import { Who } from './access-guard.js';
import { check, etag, IdempotencyKey, orProblem, Revision } from './check.js';
import {
  BlockedDto,
  ChangeSeriesDto,
  CreateSeriesDto,
  SeriesDto,
  SeriesIdDto,
  SeriesPageDto,
  SeriesPath,
  StatisticsDto,
} from './coupons.dto.js';
import { afterOf, PageQuery, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { Operation, PUBLISHERS, READERS, WRITERS } from './operation.js';
import { ReasonDto } from './reason.dto.js';
import { runChange } from './run-change.js';

@ApiTags('coupons')
@Controller('v1/coupon-series')
export class CouponSeriesController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Post()
  @Operation({
    summary: 'Make a series of unique codes; rules ask for it once the programme names it under couponSeries',
    roles: WRITERS,
    status: 201,
    answer: SeriesIdDto,
    problems: [409],
    headers: ['idempotency'],
  })
  create(@Who() actor: Actor, @IdempotencyKey() idempotencyKey: string | null, @Body(check) body: CreateSeriesDto): Promise<SeriesIdDto> {
    const { validFrom = null, validTo = null, usesPerMember = null, usesTotal = null } = body;
    const series = { ...body, validFrom, validTo, usesPerMember, usesTotal };
    const call = { actor, operation: 'POST /v1/coupon-series', idempotencyKey, body: series };
    return runChange(this.deps, call, (tx) => createSeries(tx, actor, series));
  }

  @Get()
  @Operation({ summary: 'Series by their ids', roles: READERS, answer: SeriesPageDto })
  async list(@Query(check) query: PageQuery): Promise<Page<SeriesDto>> {
    const after = afterOf(query, /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
    const series = await this.deps.source.repository(SeriesEntity);
    const where = after === null ? {} : { seriesId: MoreThan(after) };
    const rows = await series.find({ where, order: { seriesId: 'ASC' }, take: query.limit + 1 });
    return pageOf(
      rows,
      query.limit,
      ({ seriesId }) => seriesId,
      (row) => this.show(row),
    );
  }

  @Get(':seriesId')
  @Operation({ summary: 'One series, with the rules that use it', roles: READERS, answer: SeriesDto, problems: [404] })
  async read(@Param(check) { seriesId }: SeriesPath, @Res({ passthrough: true }) response: Response): Promise<SeriesDto> {
    const series = await this.deps.source.repository(SeriesEntity);
    const row = (await series.findOneBy({ seriesId })) ?? orProblem(unknownSeries(seriesId));
    response.set('ETag', etag(row.revision));
    return this.show(row);
  }

  @Patch(':seriesId')
  @Operation({
    summary: 'Change its terms; they hold from the next quote on, on every engine',
    roles: WRITERS,
    answer: SeriesDto,
    problems: [404, 412, 428],
    headers: ['match'],
  })
  async change(
    @Who() actor: Actor,
    @Param(check) path: SeriesPath,
    @Revision() revision: number,
    @Body(check) body: ChangeSeriesDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SeriesDto> {
    const { seriesId } = path;
    const patch = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const call = { actor, operation: `PATCH /v1/coupon-series/${seriesId}` };
    await runChange(this.deps, call, (tx) => changeSeries(tx, actor, seriesId, revision, patch));
    return this.read(path, response);
  }

  @Post(':seriesId/block')
  @Operation({
    summary: 'Refuse every code of it at once, on every engine',
    roles: PUBLISHERS,
    answer: BlockedDto,
    problems: [404, 409],
    headers: ['idempotency'],
  })
  block(
    @Who() actor: Actor,
    @Param(check) path: SeriesPath,
    @IdempotencyKey() key: string | null,
    @Body(check) body: ReasonDto,
  ): Promise<BlockedDto> {
    return this.setBlocked(actor, path, key, body, true);
  }

  @Post(':seriesId/unblock')
  @Operation({ summary: 'Take its codes again', roles: PUBLISHERS, answer: BlockedDto, problems: [404, 409], headers: ['idempotency'] })
  unblock(
    @Who() actor: Actor,
    @Param(check) path: SeriesPath,
    @IdempotencyKey() key: string | null,
    @Body(check) body: ReasonDto,
  ): Promise<BlockedDto> {
    return this.setBlocked(actor, path, key, body, false);
  }

  @Get(':seriesId/statistics')
  @Operation({
    summary: 'How many codes there are, used, ended and blocked, and what they gave',
    roles: READERS,
    answer: StatisticsDto,
    problems: [404],
  })
  async statistics(@Param(check) { seriesId }: SeriesPath): Promise<SeriesStatistics> {
    const series = await this.deps.source.repository(SeriesEntity);
    if (!(await series.existsBy({ seriesId }))) return orProblem(unknownSeries(seriesId));
    return readStatistics(this.deps.bulk, seriesId);
  }

  private setBlocked(
    actor: Actor,
    { seriesId }: SeriesPath,
    idempotencyKey: string | null,
    body: ReasonDto,
    blocked: boolean,
  ): Promise<BlockedDto> {
    const call = { actor, operation: `POST /v1/coupon-series/${seriesId}/${blocked ? 'block' : 'unblock'}`, idempotencyKey, body };
    return runChange(this.deps, call, (tx) => blockSeries(tx, actor, seriesId, blocked, body.reason));
  }

  private show({ usesTotal, ...row }: SeriesEntity): SeriesDto {
    const ruleSet = this.deps.rulebook.current();
    const rules = ruleSet === null ? [] : liveRulesOf(ruleSet, row.seriesId);
    const inProgramme = ruleSet?.series.has(row.seriesId) ?? false;
    return { ...row, usesTotal: usesTotal === null ? null : Number(usesTotal), rules, inProgramme };
  }
}
