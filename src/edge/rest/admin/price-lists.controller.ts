import { Body, Controller, Get, Inject, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type pg from 'pg';
import { LessThan, MoreThan } from 'typeorm';
import { change, type Effect } from '../../../rulebook/access/change.js';
import { refuse, type Refusal } from '../../../rulebook/access/refusal.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { approveList, type ListApproval } from '../../../rulebook/prices/approve-list.js';
import { callOff, type CalledOff } from '../../../rulebook/prices/call-off.js';
import { createList } from '../../../rulebook/prices/create-list.js';
import { editList } from '../../../rulebook/prices/edit-list.js';
import type { PriceListFacts } from '../../../rulebook/prices/list-row.js';
import type { ListSettings } from '../../../rulebook/prices/list-settings.js';
import { PriceListEntity, PriceRevisionEntity } from '../../../rulebook/prices/price-list.entity.js';
import { publishList, rollBackList, type PublishedList } from '../../../rulebook/prices/publish-list.js';
import { lastRevision, readRows } from '../../../rulebook/prices/read-rows.js';
import { checkList, stagePrices } from '../../../rulebook/prices/stage-prices.js';
import { priceRows } from '../../../rulebook/upload/price-rows.js';
import type { UploadAnswer } from '../../../rulebook/upload/upload-file.js';
import type { Request, Response } from '../http.js';
import { ProblemException } from '../problem.js';
import { Who } from './access-guard.js';
import { BulkPool } from '../../../ledger/bulk-pool.js';
import { check, etag, IdempotencyKey, orProblem, Revision } from './check.js';
import { afterOf, PageQuery, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { Operation, PUBLISHERS, READERS, WRITERS } from './operation.js';
import {
  ApproveListDto,
  CalledOffDto,
  CommentListDto,
  ListApprovalDto,
  NewPriceListDto,
  PriceListDto,
  PriceListPageDto,
  PriceListPath,
  PriceListSettingsDto,
  PriceRevisionPageDto,
  PriceRevisionPath,
  PriceRowPageDto,
  PriceRowsQuery,
  PublishedListDto,
  PublishListDto,
  CsvUploadAnswerDto,
  PriceUploadQuery,
  type PriceRevisionDto,
  type PriceRowDto,
  type ToldSettingsDto,
} from './prices.dto.js';
import { receiveFile } from './receive-file.js';

const EFFECT = { roles: PUBLISHERS, problems: [404, 409], headers: ['idempotency'] } as const;

@ApiTags('prices')
@Controller('v1/price-lists')
export class PriceListsController {
  constructor(
    @Inject(AdminDeps) private readonly deps: AdminDeps,
    @Inject(BulkPool) private readonly bulk: BulkPool,
  ) {}

  @Post()
  @Operation({
    summary: 'A new price list, not live yet',
    roles: WRITERS,
    status: 201,
    answer: PriceListDto,
    problems: [409],
    headers: ['idempotency'],
  })
  async create(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Body(check) body: NewPriceListDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PriceListDto> {
    const settings = settingsOf(body);
    const call = { actor, operation: 'POST /v1/price-lists', idempotencyKey, body };
    const list = await this.run(call, (tx) => createList(tx, actor, body.listId, settings));
    response.set('ETag', etag(list.settingsRevision));
    return listView(list);
  }

  @Get()
  @Operation({ summary: 'Price lists by their ids', roles: READERS, answer: PriceListPageDto })
  async list(@Query(check) query: PageQuery): Promise<Page<PriceListDto>> {
    const after = afterOf(query, /^[A-Za-z0-9._-]{1,64}$/);
    const lists = await this.deps.source.repository(PriceListEntity);
    const where = after === null ? {} : { listId: MoreThan(after) };
    const rows = await lists.find({ where, order: { listId: 'ASC' }, take: query.limit + 1 });
    return pageOf(rows, query.limit, ({ listId }) => listId, listView);
  }

  @Get(':listId')
  @Operation({ summary: 'A price list with its settings in work', roles: READERS, answer: PriceListDto, problems: [404] })
  async read(@Param(check) { listId }: PriceListPath, @Res({ passthrough: true }) response: Response): Promise<PriceListDto> {
    const list = await (await this.deps.source.repository(PriceListEntity)).findOneBy({ listId });
    if (list === null) return orProblem(refuse('unknown_list', `There is no price list \`${listId}\``));
    response.set('ETag', etag(list.settingsRevision));
    return listView(list);
  }

  @Put(':listId')
  @Operation({
    summary: 'Where, when and for whom it is; in force when it is published',
    roles: WRITERS,
    answer: PriceListDto,
    problems: [404, 412, 428],
    headers: ['match'],
  })
  async edit(
    @Who() actor: Actor,
    @Param(check) { listId }: PriceListPath,
    @Revision() settingsRevision: number,
    @Body(check) body: PriceListSettingsDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PriceListDto> {
    const settings = settingsOf(body);
    const call = { actor, operation: `PUT /v1/price-lists/${listId}`, idempotencyKey: null, body };
    const list = await this.run(call, (tx) => editList(tx, actor, { listId, settingsRevision }, settings));
    response.set('ETag', etag(list.settingsRevision));
    return listView(list);
  }

  /** A file of any size with `sku`, `price_minor` or `price`, and the validity: it streams into the database, all of it or nothing. */
  @Post(':listId/uploads')
  @Operation({
    summary: 'Upload prices as text/csv: all rows or none; they go live when the list is published with them',
    roles: WRITERS,
    status: 201,
    answer: CsvUploadAnswerDto,
    problems: [404, 409, 422],
    headers: ['idempotency'],
    file: ['text/csv'],
    example: 'sku,price_minor,valid_from,valid_to\ncoffee,250,2026-12-01,2027-01-01\n',
  })
  upload(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { listId }: PriceListPath,
    @Query(check) { mode }: PriceUploadQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UploadAnswer> {
    const { config, rulebook, clock } = this.deps;
    const programme = rulebook.current()?.programme;
    const terms = { timeZone: programme?.timeZone ?? 'UTC', minorDigits: programme?.minorDigits ?? 2 };
    const limits = { rowsMax: config.uploadRowsMax, bytesMax: config.uploadBytesMax };
    const operation = `POST /v1/price-lists/${listId}/uploads`;
    const wanted = { kind: 'prices' as const, listId, mode, rows: priceRows(mode, terms), limits, idempotencyKey, operation };
    const check = (tx: pg.PoolClient) => checkList(tx, listId);
    return receiveFile(this.bulk.pool, actor, { ...wanted, check }, request, response, clock(), stagePrices(listId));
  }

  @Post(':listId/approve')
  @Operation({ summary: 'Approve the settings, and an upload, that others wrote', answer: ListApprovalDto, ...EFFECT })
  approve(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { listId }: PriceListPath,
    @Body(check) body: ApproveListDto,
  ): Promise<ListApproval> {
    const call = { actor, operation: `POST /v1/price-lists/${listId}/approve`, idempotencyKey, body };
    return this.run(call, (tx) => approveList(tx, actor, listId, body.uploadId ?? null, body.reason));
  }

  @Post(':listId/publish')
  @Operation({ summary: 'Publish a list now, at an instant or with a version of the rules', answer: PublishedListDto, ...EFFECT })
  async publish(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { listId }: PriceListPath,
    @Body(check) body: PublishListDto,
  ): Promise<PublishedList> {
    const { comment, uploadId = null, liveFrom, withVersion = null } = body;
    if (liveFrom !== undefined && withVersion !== null)
      throw new ProblemException({ status: 400, code: 'malformed', detail: 'Send liveFrom or withVersion', field: 'withVersion' });
    const secondPerson = this.deps.rulebook.current()?.programme.settings?.secondPerson === true;
    const liveFromMs = liveFrom === undefined ? null : Date.parse(liveFrom);
    const call = { actor, operation: `POST /v1/price-lists/${listId}/publish`, idempotencyKey, body };
    return this.told(this.run(call, (tx) => publishList(tx, actor, listId, { comment, uploadId, liveFromMs, withVersion, secondPerson })));
  }

  @Get(':listId/revisions')
  @Operation({ summary: 'What was published of a list, the newest first', roles: READERS, answer: PriceRevisionPageDto })
  async revisions(@Param(check) { listId }: PriceListPath, @Query(check) query: PageQuery): Promise<Page<PriceRevisionDto>> {
    const after = afterOf(query, /^\d{1,9}$/);
    const revisions = await this.deps.source.repository(PriceRevisionEntity);
    const where = { listId, ...(after === null ? {} : { revision: LessThan(Number(after)) }) };
    const rows = await revisions.find({ where, order: { revision: 'DESC' }, take: query.limit + 1 });
    return pageOf(
      rows,
      query.limit,
      ({ revision }) => String(revision),
      (row) => ({ ...row, settings: settingsView(row.settings) }),
    );
  }

  @Post(':listId/revisions/:listRevision/rollback')
  @Operation({ summary: 'Go back: the prices and settings of an earlier revision, as the next one', answer: PublishedListDto, ...EFFECT })
  rollBack(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { listId, listRevision }: PriceRevisionPath,
    @Body(check) body: CommentListDto,
  ): Promise<PublishedList> {
    const call = { actor, operation: `POST /v1/price-lists/${listId}/revisions/${listRevision}/rollback`, idempotencyKey, body };
    return this.told(this.run(call, (tx) => rollBackList(tx, actor, listId, listRevision, body.comment)));
  }

  @Post(':listId/revisions/:listRevision/call-off')
  @Operation({ summary: 'Call off the last revision while it waits for its instant', answer: CalledOffDto, ...EFFECT })
  callOff(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { listId, listRevision }: PriceRevisionPath,
    @Body(check) body: CommentListDto,
  ): Promise<CalledOff> {
    const call = { actor, operation: `POST /v1/price-lists/${listId}/revisions/${listRevision}/call-off`, idempotencyKey, body };
    return this.told(this.run(call, (tx) => callOff(tx, actor, listId, listRevision, body.comment)));
  }

  @Get(':listId/prices')
  @Operation({ summary: 'Prices of a list at one of its revisions, by SKU', roles: READERS, answer: PriceRowPageDto, problems: [404] })
  async prices(@Param(check) { listId }: PriceListPath, @Query(check) query: PriceRowsQuery): Promise<Page<PriceRowDto>> {
    const { db } = this.deps;
    const listRevision = query.listRevision ?? (await lastRevision(db, listId));
    if (listRevision === null) return orProblem(refuse('unknown_revision', 'Nothing of this list was published'));
    const [key = '', ...sku] = (afterOf(query, /^(|-\d{1,11}(\.\d{1,6})?|\d{1,12}(\.\d{1,6})?)\t\P{Cc}{0,64}$/u) ?? '\t').split('\t');
    const rows = await readRows(db, listId, listRevision, { sku: sku.join('\t'), key }, query.sku ?? null, query.limit + 1);
    return pageOf(
      rows,
      query.limit,
      (row) => `${row.key}\t${row.sku}`,
      ({ key: _key, ...row }) => row,
    );
  }

  /** By connections of its own, for rows may be millions. */
  private async run<Answer>(
    request: Parameters<typeof change>[1],
    work: (tx: pg.PoolClient) => Promise<Effect<Answer> | Refusal>,
  ): Promise<Answer> {
    return orProblem(await change(this.bulk.pool, request, work)).answer;
  }

  private async told<Answer>(published: Promise<Answer>): Promise<Answer> {
    const answer = await published;
    await this.deps.rulebook.tellOf('prices');
    return answer;
  }
}

function settingsOf({ name, active, stores, zones, channels, membersOnly, tiers, segments, from, to }: PriceListSettingsDto): ListSettings {
  const fromMs = from === undefined ? null : Date.parse(from);
  const toMs = to === undefined ? null : Date.parse(to);
  if (fromMs !== null && toMs !== null && fromMs >= toMs)
    throw new ProblemException({ status: 400, code: 'malformed', detail: '`to` must be after `from`', field: 'to' });
  return { name, active, stores, zones, channels, membersOnly, tiers, segments, fromMs, toMs };
}

const instantView = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

function settingsView({ fromMs, toMs, ...rest }: ListSettings): ToldSettingsDto {
  return { ...rest, from: instantView(fromMs), to: instantView(toMs) };
}

function listView({ listId, settings, settingsRevision, createdAt, createdBy, updatedAt, updatedBy }: PriceListFacts): PriceListDto {
  return { listId, settings: settingsView(settings), settingsRevision, createdAt, createdBy, updatedAt, updatedBy };
}
