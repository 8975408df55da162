import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LessThan } from 'typeorm';
import { refuse } from '../../../rulebook/access/refusal.js';
import { diff, type Diff } from '../../../rulebook/drafts/diff.js';
import type { Document } from '../../../rulebook/drafts/draft-row.js';
import { rulesOf } from '../../../rulebook/drafts/rules-of.js';
import { campaignsOf, type CampaignFacts } from '../../../rulebook/drafts/campaigns.js';
import { parseSource, readSource } from '../../../rulebook/drafts/source.js';
import { VersionEntity } from '../../../rulebook/version.entity.js';
import { check, orProblem } from './check.js';
import { afterOf, PageQuery, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { BOTH, Operation, READERS } from './operation.js';
import {
  CampaignPageDto,
  CampaignsQuery,
  DiffDto,
  DiffQuery,
  RulePageDto,
  RulesQuery,
  VersionDto,
  VersionPageDto,
  VersionPath,
  VersionWithDocumentDto,
} from './versions.dto.js';

@ApiTags('versions')
@Controller('v1')
export class VersionsController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Get('versions')
  @Operation({
    summary: 'History: who published what, when and why; the newest first',
    roles: READERS,
    answer: VersionPageDto,
    keeps: BOTH,
  })
  async list(@Query(check) query: PageQuery): Promise<Page<VersionDto>> {
    const after = afterOf(query, /^\d{1,9}$/);
    const versions = await this.deps.source.repository(VersionEntity);
    const where = after === null ? {} : { version: LessThan(Number(after)) };
    const rows = await versions.find({ where, order: { version: 'DESC' }, take: query.limit + 1 });
    return pageOf(
      rows,
      query.limit,
      ({ version }) => String(version),
      (row) => ({ ...row }),
    );
  }

  @Get('versions/:version')
  @Operation({ summary: 'A version with its document', roles: READERS, answer: VersionWithDocumentDto, problems: [404], keeps: BOTH })
  async read(@Param(check) { version }: VersionPath): Promise<VersionWithDocumentDto> {
    const versions = await this.deps.source.repository(VersionEntity);
    const [found, source] = await Promise.all([versions.findOneBy({ version }), readSource(this.deps.db, { kind: 'version', version })]);
    if (found === null) return orProblem(refuse('unknown_version', `There is no version ${version}`));
    return { ...found, document: orProblem(source).document };
  }

  @Get('diff')
  @Operation({
    summary: 'What is different between two versions or drafts, in words of the domain',
    roles: READERS,
    answer: DiffDto,
    problems: [404, 409],
    keeps: BOTH,
  })
  async diff(@Query(check) { from, to }: DiffQuery): Promise<Diff> {
    const [was, is] = await Promise.all([readSource(this.deps.db, parseSource(from)), readSource(this.deps.db, parseSource(to))]);
    return diff(orProblem(was).document, orProblem(is).document);
  }

  @Get('campaigns')
  @Operation({
    summary: 'Campaigns of what is live, a version or a draft, with how many rules each has',
    roles: READERS,
    answer: CampaignPageDto,
    problems: [404, 409],
    keeps: BOTH,
  })
  async campaigns(@Query(check) query: CampaignsQuery): Promise<Page<CampaignFacts>> {
    const after = Number(afterOf(query, /^\d{1,7}$/) ?? -1);
    const { document } = orProblem(await readSource(this.deps.db, parseSource(query.of)));
    const wanted = campaignsOf(document)
      .map((campaign, index) => ({ campaign, index }))
      .filter(({ campaign, index }) => index > after && found(query.search, [campaign.id, campaign.name]));
    return pageOf(
      wanted,
      query.limit,
      ({ index }) => String(index),
      ({ campaign }) => campaign,
    );
  }

  @Get('rules')
  @Operation({
    summary: 'Rules of what is live, a version or a draft, in the order of the document',
    roles: READERS,
    answer: RulePageDto,
    problems: [404, 409],
    keeps: BOTH,
  })
  async rules(@Query(check) query: RulesQuery): Promise<Page<Document>> {
    const after = Number(afterOf(query, /^\d{1,7}$/) ?? -1);
    const { document } = orProblem(await readSource(this.deps.db, parseSource(query.of)));
    const wanted = rulesOf(document)
      .map((rule, index) => ({ rule, index }))
      .filter(({ rule, index }) => index > after && matches(rule, query));
    return pageOf(
      wanted,
      query.limit,
      ({ index }) => String(index),
      ({ rule }) => rule,
    );
  }
}

function matches(rule: Document, { search, stage, campaign, active, coupon }: RulesQuery): boolean {
  if (stage !== undefined && rule['stage'] !== stage) return false;
  if (campaign !== undefined && rule['campaign'] !== campaign) return false;
  if (active !== undefined && (rule['active'] !== false) !== (active === 'true')) return false;
  if (coupon !== undefined && (rule['coupon'] !== undefined) !== (coupon === 'true')) return false;
  return found(search, [rule['id'], rule['name'], rule['note']]);
}

function found(search: string | undefined, texts: readonly unknown[]): boolean {
  if (search === undefined) return true;
  return texts.some((text) => typeof text === 'string' && text.toLowerCase().includes(search.toLowerCase()));
}
