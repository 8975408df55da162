import {
  UPLOAD_MODES,
  UPLOAD_STATUSES,
  type UploadKind,
  type UploadMode,
  type UploadStatus,
} from '../../../rulebook/upload/upload-file.js';
import { PageOf, PageQuery } from './cursor.js';
import { Flag, Instant, Maybe, One, Pattern, Text, Texts, Told, Whole, WholeText } from './fields.js';
import { FindingDto } from './problem.dto.js';

const LIST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const UPLOAD_ID = /^upl_[0-9a-f]{32}$/;
const UPLOAD_EXAMPLE = 'upl_0198c5e2a7f10011223344556677889a';
const WHY = ['Why, for the history', 1, 500, true] as const;
const STORES_MAX = 10_000;
const WORDS_MAX = 100;

export class PriceListPath {
  @Pattern('Id of a price list', LIST_ID, 'gold-prices')
  readonly listId!: string;
}

export class PriceRevisionPath extends PriceListPath {
  @WholeText('Number of a revision of the list', 1, 999_999_999)
  readonly listRevision!: number;
}

export class CsvUploadPath {
  @Pattern('Id of an upload', UPLOAD_ID, UPLOAD_EXAMPLE)
  readonly uploadId!: string;
}

/** Where, when and for whom a list is. */
export class PriceListSettingsDto {
  @Text('What it is called', 1, 200)
  readonly name!: string;

  @Maybe()
  @Flag('False: no receipt gets a price from it')
  readonly active: boolean = true;

  @Maybe()
  @Texts('Only in these stores; none: in all', STORES_MAX, 64)
  readonly stores: string[] = [];

  @Maybe()
  @Texts('Only in stores of one of these zones', WORDS_MAX, 64)
  readonly zones: string[] = [];

  @Maybe()
  @Texts('Only in these channels', WORDS_MAX, 64)
  readonly channels: string[] = [];

  @Maybe()
  @Flag('For card holders alone')
  readonly membersOnly: boolean = false;

  @Maybe()
  @Texts('Only for members of one of these tiers', WORDS_MAX, 64)
  readonly tiers: string[] = [];

  @Maybe()
  @Texts('Only for members of one of these segments', WORDS_MAX, 64)
  readonly segments: string[] = [];

  @Maybe()
  @Instant('From this instant on')
  readonly from?: string;

  @Maybe()
  @Instant('Until before this instant')
  readonly to?: string;
}

export class NewPriceListDto extends PriceListSettingsDto {
  @Pattern('Its id, which quotes and slips name', LIST_ID, 'gold-prices')
  readonly listId!: string;
}

export class ToldSettingsDto {
  @Told({ type: String })
  readonly name!: string;
  @Told({ type: Boolean })
  readonly active!: boolean;
  @Told({ type: [String] })
  readonly stores!: readonly string[];
  @Told({ type: [String] })
  readonly zones!: readonly string[];
  @Told({ type: [String] })
  readonly channels!: readonly string[];
  @Told({ type: Boolean })
  readonly membersOnly!: boolean;
  @Told({ type: [String] })
  readonly tiers!: readonly string[];
  @Told({ type: [String] })
  readonly segments!: readonly string[];
  @Told({ type: String, format: 'date-time', nullable: true })
  readonly from!: string | null;
  @Told({ type: String, format: 'date-time', nullable: true })
  readonly to!: string | null;
}

export class PriceListDto {
  @Told({ type: String })
  readonly listId!: string;
  @Told({ type: ToldSettingsDto, description: 'In work: the next publication puts them live' })
  readonly settings!: ToldSettingsDto;
  @Told({ type: 'integer', description: 'Counted up by each change of the settings; the ETag' })
  readonly settingsRevision!: number;
  @Told({ type: String, format: 'date-time' })
  readonly createdAt!: Date;
  @Told({ type: String })
  readonly createdBy!: string;
  @Told({ type: String, format: 'date-time' })
  readonly updatedAt!: Date;
  @Told({ type: String })
  readonly updatedBy!: string;
}

export class PriceListPageDto extends PageOf(PriceListDto) {}

export class PriceRevisionDto {
  @Told({ type: 'integer', description: 'Over all lists; receipts carry it' })
  readonly revision!: number;
  @Told({ type: String })
  readonly listId!: string;
  @Told({ type: 'integer', description: 'Of this list' })
  readonly listRevision!: number;
  @Told({ type: ToldSettingsDto })
  readonly settings!: ToldSettingsDto;
  @Told({ type: String, nullable: true })
  readonly uploadId!: string | null;
  @Told({ type: 'integer', nullable: true, description: 'Of a rollback: the revision whose state it has' })
  readonly restored!: number | null;
  @Told({ type: 'integer' })
  readonly rowCount!: number;
  @Told({ type: 'integer' })
  readonly added!: number;
  @Told({ type: 'integer' })
  readonly removed!: number;
  @Told({ type: String, description: 'Of all rows; two revisions with the same rows have the same' })
  readonly hash!: string;
  @Told({ type: String, format: 'date-time' })
  readonly publishedAt!: Date;
  @Told({ type: String })
  readonly publishedBy!: string;
  @Told({ type: String })
  readonly comment!: string;
  @Told({ type: String, format: 'date-time' })
  readonly liveFrom!: Date;
  @Told({ type: String, format: 'date-time', nullable: true })
  readonly calledOffAt!: Date | null;
}

export class PriceRevisionPageDto extends PageOf(PriceRevisionDto) {}

export class PublishedListDto {
  @Told({ type: String })
  readonly listId!: string;
  @Told({ type: 'integer' })
  readonly revision!: number;
  @Told({ type: 'integer' })
  readonly listRevision!: number;
  @Told({ type: 'integer' })
  readonly rowCount!: number;
  @Told({ type: 'integer' })
  readonly added!: number;
  @Told({ type: 'integer' })
  readonly removed!: number;
  @Told({ type: String })
  readonly hash!: string;
  @Told({ type: String, format: 'date-time', description: 'A large change is given the seconds that engines need to read it' })
  readonly liveFrom!: Date;
}

export class PublishListDto {
  @Text(...WHY)
  readonly comment!: string;

  @Maybe()
  @Pattern('The upload whose rows go live; absent: the settings alone', UPLOAD_ID, UPLOAD_EXAMPLE)
  readonly uploadId?: string;

  @Maybe()
  @Instant('When it goes live; absent or past: at once')
  readonly liveFrom?: string;

  @Maybe()
  @Whole('Goes live together with this published version of the rules', 1, 999_999_999)
  readonly withVersion?: number;
}

export class ApproveListDto {
  @Text(...WHY)
  readonly reason!: string;

  @Maybe()
  @Pattern('The upload that was looked at', UPLOAD_ID, UPLOAD_EXAMPLE)
  readonly uploadId?: string;
}

export class ListApprovalDto {
  @Told({ type: String })
  readonly listId!: string;
  @Told({ type: 'integer' })
  readonly settingsRevision!: number;
  @Told({ type: String, nullable: true })
  readonly uploadId!: string | null;
  @Told({ type: String })
  readonly approvedBy!: string;
}

export class CommentListDto {
  @Text(...WHY)
  readonly comment!: string;
}

export class CalledOffDto {
  @Told({ type: String })
  readonly listId!: string;
  @Told({ type: 'integer' })
  readonly listRevision!: number;
  @Told({ type: String })
  readonly calledOffBy!: string;
}

export class PriceRowsQuery extends PageQuery {
  @Maybe()
  @WholeText('At this revision of the list; absent: the last one', 1, 999_999_999)
  readonly listRevision?: number;

  @Maybe()
  @Text('Only this SKU', 1, 64)
  readonly sku?: string;
}

export class PriceRowDto {
  @Told({ type: String })
  readonly sku!: string;
  @Told({ type: 'integer' })
  readonly unitPriceMinor!: number;
  @Told({ type: String, format: 'date-time', nullable: true })
  readonly validFrom!: Date | null;
  @Told({ type: String, format: 'date-time', nullable: true, description: 'Exclusive' })
  readonly validTo!: Date | null;
}

export class PriceRowPageDto extends PageOf(PriceRowDto) {}

export class LookUpQuery {
  @Text('The SKU', 1, 64)
  readonly sku!: string;

  @Maybe()
  @Text('The store', 1, 64)
  readonly storeId: string = '';

  @Maybe()
  @Text('The channel', 1, 64)
  readonly channel: string = 'pos';

  @Maybe()
  @Text('The tier of the member', 1, 64)
  readonly tier?: string;

  @Maybe()
  @Text('A segment of the member', 1, 64)
  readonly segment?: string;

  @Maybe()
  @One('With a card', ['true', 'false'])
  readonly member: string = 'false';

  @Maybe()
  @Instant('When; absent: now')
  readonly at?: string;
}

export class FoundPriceDto extends PriceRowDto {
  @Told({ type: String })
  readonly listId!: string;
  @Told({ type: Boolean, description: 'It would be charged, where the regular price is above it' })
  readonly chosen!: boolean;
  @Told({ type: String })
  readonly why!: string;
}

export class LookedUpDto {
  @Told({ type: 'integer', description: 'The revision of all lists at that instant' })
  readonly revision!: number;
  @Told({ type: String, format: 'date-time' })
  readonly at!: string;
  @Told({ type: [FoundPriceDto], description: 'The chosen one first' })
  readonly prices!: readonly FoundPriceDto[];
}

export class PriceUploadQuery {
  @Maybe()
  @One(
    '`replace`: what is not in the file ends; `upsert`: rows of the file are added or replaced; `delete`: rows of the file end',
    UPLOAD_MODES,
  )
  readonly mode: UploadMode = 'replace';
}

export class CsvUploadDto {
  @Told({ type: String })
  readonly uploadId!: string;
  @Told({ enum: ['prices', 'products', 'categories'] })
  readonly kind!: UploadKind;
  @Told({ type: String, nullable: true })
  readonly listId!: string | null;
  @Told({ enum: UPLOAD_MODES })
  readonly mode!: UploadMode;
  @Told({ enum: UPLOAD_STATUSES })
  readonly status!: UploadStatus;
  @Told({ type: 'integer' })
  readonly rows!: number;
  @Told({ type: 'integer' })
  readonly badRows!: number;
  @Told({ type: 'integer' })
  readonly bytes!: number;
  @Told({ type: String })
  readonly sha256!: string;
  @Told({ type: String, format: 'date-time' })
  readonly uploadedAt!: Date;
  @Told({ type: String })
  readonly uploadedBy!: string;
}

class RowsAppliedDto {
  @Told({ type: 'integer' })
  readonly created!: number;
  @Told({ type: 'integer' })
  readonly changed!: number;
  @Told({ type: 'integer', description: 'No longer sold, or no longer there' })
  readonly retired!: number;
}

export class CsvUploadAnswerDto extends CsvUploadDto {
  @Told({ type: RowsAppliedDto, required: false, description: 'Of products and categories: they are in force' })
  readonly applied?: RowsAppliedDto;
  @Told({ type: [FindingDto] })
  readonly problems!: readonly FindingDto[];
}

export class CsvUploadPageDto extends PageOf(CsvUploadDto) {}

export class RowProblemPageDto extends PageOf(FindingDto, 'The pointer is the number of the line') {}

export class DiscardedUploadDto {
  @Told({ type: String })
  readonly uploadId!: string;
}
