import { pipeline } from 'node:stream/promises';
import { Controller, Get, Inject, Param, Post, Query, Req, Res, type OnApplicationShutdown } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { Config } from '../../config.js';
import { EXPORT_KINDS } from '../../ledger/export/read-pages.js';
import { createPool } from '../../ledger/pool.js';
import { recordLook } from '../../rulebook/access/change.js';
import type { Actor } from '../../rulebook/access/roles.js';
import { streamExport } from '../export/write-export.js';
import { ClaimError } from '../reconcile/parse-claims.js';
import { reconcileText } from '../reconcile/reconcile-text.js';
import { check } from './admin/check.js';
import { Who } from './admin/access-guard.js';
import { AdminDeps } from './admin/deps.js';
import { BOTH, EXPORTERS, Operation } from './admin/operation.js';
import { outside, ownStore } from './admin/scope.js';
import { FinanceQuery } from './finance-query.dto.js';
import { ReconciliationDto } from './reconciliation.dto.js';
import type { Request, Response } from './http.js';
import { ProblemException } from './problem.js';

const MEDIA_TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson', parquet: 'application/vnd.apache.parquet' } as const;
const CONNECTIONS_MAX = 2;
const STATEMENT_MS_MAX = 600_000;
const CLAIM_BYTES_MAX = 16 * 1_048_576;

/** The books as streams, and reconciliation; the commands `export` and `reconcile` are the same with files and manifests. */
@Controller('v1/finance')
export class FinanceController implements OnApplicationShutdown {
  /** Of its own: a page of a large book takes longer than a till may wait, and must not take a till's connection. */
  private readonly pool: Pool;

  constructor(
    @Inject(Config) { databaseUrl, connectTimeoutMs }: Config,
    @Inject(AdminDeps) private readonly deps: AdminDeps,
  ) {
    const onIdleError = (): void => undefined;
    const options = { connectionsMax: CONNECTIONS_MAX, queryTimeoutMs: STATEMENT_MS_MAX, name: 'finance', onIdleError };
    this.pool = createPool({ databaseUrl, connectTimeoutMs, ...options });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  /** One kind of export, of whole periods. What is booked while it runs is not in it. */
  @Get('exports/:kind')
  @ApiParam({ name: 'kind', enum: [...EXPORT_KINDS.keys()] })
  @Operation({
    summary: 'One kind of export, of whole periods',
    roles: EXPORTERS,
    answer: Object.values(MEDIA_TYPES),
    problems: [404],
    keeps: BOTH,
    personal: true,
  })
  async export(
    @Who() actor: Actor,
    @Param('kind') name: string,
    @Query(check) query: FinanceQuery,
    @Res() response: Response,
  ): Promise<void> {
    const kind = EXPORT_KINDS.get(name);
    const known = [...EXPORT_KINDS.keys()].join(', ');
    if (kind === undefined) throw new ProblemException({ status: 404, code: 'unknown_export', detail: `The exports are ${known}` });
    const at = query.at === undefined ? null : new Date(query.at).toISOString();
    const wanted = { from: firstDay(query.from), to: firstDay(query.to), at, since: null };
    if (actor.stores !== null && !kind.columns.some((column) => column.name === 'store_id'))
      throw outside(`The export ${name} is of all stores together, and the key is limited to ${actor.stores.join(', ')}`);
    const chunks = streamExport(this.pool, kind, wanted, query.format, actor.stores);
    // The first two chunks, the head and a page, are read before the answer begins, so that a database that is away is told as a status.
    const head = await chunks.next();
    const page = await chunks.next();
    await recordLook(this.deps.db, actor, { action: 'export.read', subject: name, facts: { ...query, stores: actor.stores } });
    response.status(200).type(MEDIA_TYPES[query.format]).set('Cache-Control', 'no-store');
    await pipeline(async function* () {
      for (const part of [head, page]) if (part.done !== true) yield part.value;
      yield* chunks;
    }, response).catch((error: unknown) => {
      if (!response.writableFinished && !response.destroyed) throw error;
    });
  }

  /** A till's or store's end-of-day totals as text/csv, compared with what is booked, down to the receipt. */
  @Post('reconciliations')
  @Operation({
    summary: 'Totals of a till or store, compared with what is booked',
    roles: EXPORTERS,
    answer: ReconciliationDto,
    file: ['text/csv'],
    example: 'store_id,terminal_id,business_date,receipts,payable_minor\nS1,T1,2026-11-22,1,250\n',
    keeps: BOTH,
    personal: true,
  })
  async reconcile(@Who() actor: Actor, @Req() request: Request): Promise<ReconciliationDto> {
    try {
      const answer = await reconcileText(this.pool, await textOf(request), (storeId) => ownStore(actor, storeId));
      const { verdicts, ...counts } = answer;
      const stores = [...new Set(verdicts.map(({ storeId }) => storeId))];
      await recordLook(this.deps.db, actor, { action: 'sales.reconcile', subject: 'receipts', facts: { ...counts, stores } });
      return answer;
    } catch (error) {
      if (error instanceof ClaimError) throw new ProblemException({ status: 400, code: 'malformed', detail: error.message });
      throw error;
    }
  }
}

const firstDay = (month: string | undefined): string | null => (month === undefined ? null : `${month}-01`);

async function textOf(request: Request): Promise<string> {
  if (!/^text\/csv\b/i.test(request.headers['content-type'] ?? ''))
    throw new ProblemException({ status: 415, code: 'malformed', detail: 'Send the file as text/csv' });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > CLAIM_BYTES_MAX)
      throw new ProblemException({ status: 413, code: 'over_limit', detail: `A file may have ${CLAIM_BYTES_MAX} bytes` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
