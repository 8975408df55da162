import { pipeline } from 'node:stream/promises';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LessThan } from 'typeorm';
import { AuditEntity } from '../../../rulebook/access/audit.entity.js';
import { recordLook } from '../../../rulebook/access/change.js';
import { readAudit } from '../../../rulebook/access/read-audit.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import type { Response } from '../http.js';
import { Who } from './access-guard.js';
import { AuditDto, AuditExportQuery, AuditPageDto, AuditQuery } from './audit.dto.js';
import { auditText } from './audit-text.js';
import { check } from './check.js';
import { afterOf, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { EXPORTERS, Operation } from './operation.js';

const MEDIA_TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv; charset=utf-8' } as const;

@ApiTags('access')
@Controller('v1/audit')
export class AuditController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Get()
  @Operation({ summary: 'Who changed or looked at what, when and why; the newest first', roles: EXPORTERS, answer: AuditPageDto })
  async list(@Query(check) query: AuditQuery): Promise<Page<AuditDto>> {
    const after = afterOf(query, /^\d{1,18}$/);
    const { actor, action, subject } = query;
    const where = {
      ...(after === null ? {} : { sequence: LessThan(after) }),
      ...(actor === undefined ? {} : { actor }),
      ...(action === undefined ? {} : { action }),
      ...(subject === undefined ? {} : { subject }),
    };
    const log = await this.deps.source.repository(AuditEntity);
    const rows = await log.find({ where, order: { sequence: 'DESC' }, take: query.limit + 1 });
    return pageOf(
      rows,
      query.limit,
      ({ sequence }) => sequence,
      (row) => ({ ...row }),
    );
  }

  /** In the order of its sequence, up to what is written when it begins; go on from the last line with `after`. */
  @Get('export')
  @Operation({
    summary: 'The audit log as a stream, the oldest first',
    roles: EXPORTERS,
    answer: Object.values(MEDIA_TYPES),
    personal: true,
  })
  async export(@Who() actor: Actor, @Query(check) query: AuditExportQuery, @Res() response: Response): Promise<void> {
    const { from, to, after, format } = query;
    const instant = (text: string | undefined): Date | null => (text === undefined ? null : new Date(text));
    await recordLook(this.deps.db, actor, { action: 'audit.export', subject: 'audit', facts: { ...query } });
    const text = auditText(readAudit(this.deps.db, { from: instant(from), to: instant(to), after }), format);
    // The first page is read before the answer begins, so that a database that is away is still told as a status.
    const first = await text.next();
    response.status(200).type(MEDIA_TYPES[format]).set('Cache-Control', 'no-store');
    await pipeline(async function* () {
      if (first.done !== true) yield first.value;
      yield* text;
    }, response).catch((error: unknown) => {
      if (!response.writableFinished && !response.destroyed) throw error;
    });
  }
}
