import { SOURCE_PATTERN } from '../../../rulebook/drafts/source.js';
import { PageOf, PageQuery } from './cursor.js';
import { Flag, Instant, Maybe, One, Pattern, Text, Told, Whole, WholeText } from './fields.js';
import { FindingDto } from './problem.dto.js';

const STAGES = ['card_price', 'line', 'receipt', 'earn'] as const;
const WHY = ['Why, for the history', 1, 500, true] as const;
const EXPECTED = 'The version you believe to be the greatest; refused where another one is';
const SOURCE = '`live`, `version:N` or `draft:ID`';

export class VersionPath {
  @WholeText('Number of a version', 1, 999_999_999)
  readonly version!: number;
}

export class PublishDto {
  @Text(...WHY)
  readonly comment!: string;

  @Maybe()
  @Instant('When it goes live; absent or past: at once')
  readonly liveFrom?: string;

  @Maybe()
  @Whole(EXPECTED, 0, 999_999_999)
  readonly expectedVersion?: number;
}

export class RollBackDto {
  @Text(...WHY)
  readonly comment!: string;

  @Maybe()
  @Whole(EXPECTED, 1, 999_999_999)
  readonly expectedVersion?: number;
}

export class ChangeReasonDto {
  @Text(...WHY)
  readonly reason!: string;
}

export class RulePath {
  @Text('Id of a rule', 1, 64)
  readonly ruleId!: string;
}

export class CampaignPath {
  @Text('Id of a campaign', 1, 64)
  readonly campaignId!: string;
}

export class DiffQuery {
  @Pattern(`What was: ${SOURCE}`, SOURCE_PATTERN, 'live')
  readonly from!: string;

  @Pattern(`What is: ${SOURCE}`, SOURCE_PATTERN, 'version:4')
  readonly to!: string;
}

export class CampaignsQuery extends PageQuery {
  @Maybe()
  @Pattern(`Whose campaigns: ${SOURCE}`, SOURCE_PATTERN, 'live')
  readonly of: string = 'live';

  @Maybe()
  @Text('Part of id or name', 1, 200)
  readonly search?: string;
}

export class CampaignDto {
  @Told({ type: String })
  readonly id!: string;

  @Told({ type: String })
  readonly name!: string;

  @Told({ type: Boolean, description: 'False: switched off with all its rules' })
  readonly active!: boolean;

  @Told({ type: 'integer', description: 'Rules of it; `GET /v1/rules?campaign=` lists them' })
  readonly rules!: number;

  @Told({ type: 'integer', description: 'Those that are switched on by themselves' })
  readonly activeRules!: number;

  @Maybe()
  @Told({ type: 'object', additionalProperties: true, description: 'As the document has it; absent where only rules name it' })
  readonly campaign?: Readonly<Record<string, unknown>>;
}

export class CampaignPageDto extends PageOf(CampaignDto) {}

export class RulesQuery extends PageQuery {
  @Maybe()
  @Pattern(`Whose rules: ${SOURCE}`, SOURCE_PATTERN, 'live')
  readonly of: string = 'live';

  @Maybe()
  @Text('Part of id, name or note', 1, 200)
  readonly search?: string;

  @Maybe()
  @One('Only of this stage', STAGES)
  readonly stage?: string;

  @Maybe()
  @Text('Only of this campaign', 1, 64)
  readonly campaign?: string;

  @Maybe()
  @One('Only those that are switched on, or off', ['true', 'false'])
  readonly active?: string;

  @Maybe()
  @One('Only those that ask for a code, or do not', ['true', 'false'])
  readonly coupon?: string;
}

export class RulePageDto {
  @Told({ type: 'array', items: { type: 'object', additionalProperties: true } })
  readonly items!: readonly Readonly<Record<string, unknown>>[];

  @Told({ type: 'string', nullable: true })
  readonly next!: string | null;
}

export class PublishedDto {
  @Told({ type: 'integer' })
  readonly version!: number;

  @Told({ type: String, description: 'SHA-256 of the document' })
  readonly hash!: string;

  @Told({ type: String, description: 'Of the schema it was validated by' })
  readonly schemaHash!: string;

  @Told({ type: 'integer', description: 'Milliseconds since 1970' })
  readonly liveFromMs!: number;
}

export class PublicationDto {
  @Told({ type: PublishedDto })
  readonly published!: PublishedDto;

  @Told({ type: [FindingDto] })
  readonly warnings!: readonly FindingDto[];
}

export class SwitchedOffDto {
  @Told({ type: [PublishedDto], description: 'Versions published for it; empty where it was off already' })
  readonly published!: readonly PublishedDto[];
}

export class VersionDto {
  @Told({ type: 'integer' })
  readonly version!: number;

  @Told({ type: String })
  readonly hash!: string;

  @Told({ type: String, format: 'date-time' })
  readonly publishedAt!: Date;

  @Told({ type: String })
  readonly publishedBy!: string;

  @Told({ type: String })
  readonly comment!: string;

  @Told({ type: String, format: 'date-time' })
  readonly liveFrom!: Date;
}

export class VersionWithDocumentDto extends VersionDto {
  @Told({ type: 'object', additionalProperties: true })
  readonly document!: unknown;
}

export class VersionPageDto extends PageOf(VersionDto) {}

/** Whatever a field of a programme may hold. */
const ANYTHING = {
  anyOf: [
    { type: 'object', additionalProperties: true },
    { type: 'array', items: {} },
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'null' },
  ],
};

class FieldChangeDto {
  @Told({ type: String, example: '/benefit/rateBps' })
  readonly pointer!: string;

  @Told({ ...ANYTHING, description: 'Absent where there was nothing', required: false, example: 1000 })
  readonly before?: unknown;

  @Told({ ...ANYTHING, description: 'Absent where there is nothing', required: false, example: 1500 })
  readonly after?: unknown;

  @Told({ type: String, example: 'rate of the benefit: 10 % → 15 %' })
  readonly words!: string;
}

class ChangeDto {
  @Told({ enum: ['added', 'removed', 'changed'] })
  readonly change!: string;

  @Told({ type: String, example: 'rule' })
  readonly thing!: string;

  @Told({ type: String })
  readonly id!: string;

  @Told({ type: String })
  readonly name!: string;

  @Told({ type: String, example: 'Rule coffee (10 % off coffee) changed: rate of the benefit: 10 % → 15 %.' })
  readonly sentence!: string;

  @Told({ type: [FieldChangeDto] })
  readonly fields!: readonly FieldChangeDto[];
}

export class DiffDto {
  @Flag('Nothing is different')
  readonly same!: boolean;

  @Told({ type: 'integer', description: 'How many things are different' })
  readonly count!: number;

  @Told({ type: [ChangeDto] })
  readonly changes!: readonly ChangeDto[];
}
