import type { DraftStatus } from '../../../rulebook/drafts/draft.entity.js';
import { PageOf, PageQuery } from './cursor.js';
import { Maybe, One, Pattern, Text, Texts, Told, Whole } from './fields.js';
import { FindingDto } from './problem.dto.js';

export const STATUSES = ['open', 'published', 'discarded'] as const satisfies readonly DraftStatus[];
const DRAFT_ID = /^drf_[0-9a-f]{32}$/;
const DRAFT_EXAMPLE = 'drf_0198c5e2a7f10011223344556677889a';

const NAME = ['What the draft is about', 1, 200] as const;
const LABELS = ['Words to find it by', 20, 64] as const;

export class CreateDraftDto {
  @Text(...NAME)
  readonly name!: string;

  @Maybe()
  @Texts(...LABELS)
  readonly labels: string[] = [];

  @Maybe()
  @Pattern(
    'What it begins with: `live`, `version:N`, `draft:ID`, or `empty`',
    /^(live|empty|version:[1-9]\d{0,8}|draft:drf_[0-9a-f]{32})$/,
    'live',
  )
  readonly from: string = 'live';
}

export class CopyDraftDto {
  @Text(...NAME)
  readonly name!: string;
}

export class DescribeDraftDto {
  @Maybe()
  @Text(...NAME)
  readonly name?: string;

  @Maybe()
  @Texts(...LABELS)
  readonly labels?: string[];

  @Maybe()
  @Whole('The greatest version whose changes were looked at and are kept', 0, 999_999_999)
  readonly baseVersion?: number;
}

export class CommentDto {
  @Text('The remark', 1, 2_000, true)
  readonly text!: string;
}

export class DraftPath {
  @Pattern('Id of a draft', DRAFT_ID, DRAFT_EXAMPLE)
  readonly draftId!: string;
}

export class DraftRulePath extends DraftPath {
  @Text('Id of a rule', 1, 64)
  readonly ruleId!: string;
}

export class DraftsQuery extends PageQuery {
  @Maybe()
  @One('Only these', STATUSES)
  readonly status?: DraftStatus;

  @Maybe()
  @Text('Only drafts with this label', 1, 64)
  readonly label?: string;

  @Maybe()
  @Text('Part of the name', 1, 200)
  readonly search?: string;
}

export class DraftDto {
  @Told({ type: String })
  readonly draftId!: string;

  @Told({ type: 'integer', description: 'Counted up by each change; the ETag' })
  readonly revision!: number;

  @Told({ type: String })
  readonly name!: string;

  @Told({ type: [String] })
  readonly labels!: readonly string[];

  @Told({ type: 'integer', description: 'The version it builds on; 0 for none' })
  readonly baseVersion!: number;

  @Told({ enum: STATUSES })
  readonly status!: DraftStatus;

  @Told({ type: 'integer', nullable: true, description: 'The version it became' })
  readonly publishedVersion!: number | null;

  @Told({ type: String, format: 'date-time' })
  readonly createdAt!: Date;

  @Told({ type: String })
  readonly createdBy!: string;

  @Told({ type: String, format: 'date-time' })
  readonly updatedAt!: Date;

  @Told({ type: String })
  readonly updatedBy!: string;
}

export class ApprovalDto {
  @Told({ type: String })
  readonly draftId!: string;

  @Told({ type: 'integer' })
  readonly revision!: number;

  @Told({ type: String })
  readonly approvedBy!: string;
}

class ToldApprovalDto extends ApprovalDto {
  @Told({ type: String, format: 'date-time' })
  readonly at!: Date;
}

export class DraftWithDocumentDto extends DraftDto {
  @Told({ type: 'object', additionalProperties: true, description: 'The programme; it may be wrong in any way' })
  readonly document!: Readonly<Record<string, unknown>>;

  @Told({ type: [ToldApprovalDto], description: 'Approvals of any revision; that of the present one counts' })
  readonly approvals!: readonly ToldApprovalDto[];
}

export class DraftPageDto extends PageOf(DraftDto) {}

export class ToldCommentDto {
  @Told({ type: String })
  readonly commentId!: string;

  @Told({ type: String, format: 'date-time' })
  readonly at!: Date;

  @Told({ type: String })
  readonly author!: string;

  @Told({ type: String })
  readonly text!: string;
}

export class CommentPageDto extends PageOf(ToldCommentDto) {}

export class ValidationDto {
  @Told({ type: Boolean, description: 'It can be published' })
  readonly valid!: boolean;

  @Told({ type: [FindingDto] })
  readonly errors!: readonly FindingDto[];

  @Told({ type: [FindingDto], description: 'Legal and probably wrong' })
  readonly warnings!: readonly FindingDto[];
}
