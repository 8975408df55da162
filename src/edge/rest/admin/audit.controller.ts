import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LessThan } from 'typeorm';
import { AuditEntity } from '../../../rulebook/access/audit.entity.js';
import { AuditDto, AuditPageDto, AuditQuery } from './audit.dto.js';
import { check } from './check.js';
import { afterOf, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { EXPORTERS, Operation } from './operation.js';

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
}
