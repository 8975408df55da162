import { PageOf } from './cursor.js';
import { Flag, Instant, Maybe, MaybeNull, Pattern, Text, Told, Whole, WholeText } from './fields.js';
import { ReasonDto } from './reason.dto.js';

const SERIES_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const USES_MAX = 1_000_000;
const TOTAL_MAX = 1_000_000_000;
/** Of one batch: what one table of Postgres and one file of CSV take without a second thought. */
export const COUNT_MAX = 10_000_000;
const NULLABLE_AT = { type: 'string', format: 'date-time', nullable: true } as const;

export class SeriesPath {
  @Pattern('Id of a series', SERIES_ID, 'summer')
  readonly seriesId!: string;
}

export class BatchPath extends SeriesPath {
  @WholeText('Number of a batch', 1, 2_147_483_647)
  readonly batchId!: number;
}

class TermsDto {
  @MaybeNull()
  @Instant('Before it no code is taken; null: only the window in the programme counts')
  readonly validFrom?: string | null;

  @MaybeNull()
  @Instant('From it on no code is taken')
  readonly validTo?: string | null;

  @MaybeNull()
  @Whole('How often one member may use codes of the series in all; null for no limit', 1, USES_MAX)
  readonly usesPerMember?: number | null;

  @MaybeNull()
  @Whole('How often codes of the series may be used by everybody together; null for no limit', 1, TOTAL_MAX)
  readonly usesTotal?: number | null;
}

export class CreateSeriesDto extends TermsDto {
  @Pattern('Its id, by which rules ask for it in the programme', SERIES_ID, 'summer')
  readonly seriesId!: string;

  @Text('What people call it', 1, 200)
  readonly name!: string;

  @Maybe()
  @Pattern('Start of every code', /^[0-9A-Z]{0,16}$/, 'SUM')
  readonly prefix: string = '';

  @Maybe()
  @Whole('Characters behind the prefix, the check character included', 9, 30)
  readonly length: number = 13;

  @Maybe()
  @Flag('The last character checks the others, so that a mistyped code is told from an unknown one')
  readonly checksum: boolean = true;

  @Maybe()
  @Whole('Characters between two hyphens where codes are printed; 0 for none', 0, 30)
  readonly group: number = 0;

  @Maybe()
  @Whole('How often one code may be used', 1, USES_MAX)
  readonly usesPerCode: number = 1;

  @Maybe()
  @Flag('Only the member a code was issued to may use it; otherwise whoever brings it')
  readonly bound: boolean = false;
}

export class ChangeSeriesDto extends TermsDto {
  @Maybe()
  @Text('What people call it', 1, 200)
  readonly name?: string;

  @Maybe()
  @Whole('How often one code may be used; counts for codes made from now on', 1, USES_MAX)
  readonly usesPerCode?: number;

  @Maybe()
  @Flag('Only the member a code was issued to may use it')
  readonly bound?: boolean;
}

export class SeriesIdDto {
  @Told({ type: String })
  readonly seriesId!: string;
}

export class SeriesDto {
  @Told({ type: String })
  readonly seriesId!: string;

  @Told({ type: String })
  readonly name!: string;

  @Told({ type: String })
  readonly prefix!: string;

  @Told({ type: 'integer' })
  readonly length!: number;

  @Told({ type: Boolean })
  readonly checksum!: boolean;

  @Told({ type: 'integer' })
  readonly group!: number;

  @Told(NULLABLE_AT)
  readonly validFrom!: Date | null;

  @Told(NULLABLE_AT)
  readonly validTo!: Date | null;

  @Told({ type: 'integer' })
  readonly usesPerCode!: number;

  @Told({ type: 'integer', nullable: true })
  readonly usesPerMember!: number | null;

  @Told({ type: 'integer', nullable: true })
  readonly usesTotal!: number | null;

  @Told({ type: Boolean })
  readonly bound!: boolean;

  @Told(NULLABLE_AT)
  readonly blockedAt!: Date | null;

  @Told({ type: 'integer', description: 'The ETag: counted up by each change' })
  readonly revision!: number;

  @Told({ type: String, format: 'date-time' })
  readonly createdAt!: Date;

  @Told({ type: String })
  readonly createdBy!: string;

  @Told({ type: String, format: 'date-time' })
  readonly updatedAt!: Date;

  @Told({ type: String })
  readonly updatedBy!: string;

  @Told({ type: [String], description: 'Live rules that need a code of it, or issue one' })
  readonly rules!: readonly string[];

  @Told({ type: Boolean, description: 'The live programme knows it; until then no code of it is taken' })
  readonly inProgramme!: boolean;
}

export class SeriesPageDto extends PageOf(SeriesDto) {}

export class BlockedDto {
  @Told({ type: Boolean })
  readonly blocked!: boolean;
}

export class CreateBatchDto {
  @Whole('Codes to make', 1, COUNT_MAX)
  readonly count!: number;

  @MaybeNull()
  @Instant('When these codes end, if before the series')
  readonly validTo?: string | null;
}

export class BatchIdDto {
  @Told({ type: 'integer' })
  readonly batchId!: number;
}

export class ImportedDto extends BatchIdDto {
  @Told({ type: 'integer' })
  readonly codes!: number;
}

export class BatchDto {
  @Told({ type: 'integer' })
  readonly batchId!: number;

  @Told({ type: String })
  readonly seriesId!: string;

  @Told({ enum: ['generated', 'imported', 'issued'] })
  readonly origin!: string;

  @Told({ type: 'integer' })
  readonly wanted!: number;

  @Told({ type: 'integer', description: 'Codes that are there already' })
  readonly done!: number;

  @Told({ enum: ['running', 'done', 'cancelled'] })
  readonly status!: string;

  @Told(NULLABLE_AT)
  readonly validTo!: Date | null;

  @Told({ type: String, format: 'date-time' })
  readonly createdAt!: Date;

  @Told({ type: String })
  readonly createdBy!: string;

  @Told(NULLABLE_AT)
  readonly finishedAt!: Date | null;
}

export class BatchPageDto extends PageOf(BatchDto) {}

export class ExportQuery {
  @Maybe()
  @WholeText('Only codes of this batch', 1, 2_147_483_647)
  readonly batch?: number;
}

export class IssueDto extends ReasonDto {
  @Pattern('To whom', /^mbr_[0-9a-f-]{36}$/, 'mbr_0198c5e2-a7f1-7000-8000-000000000000')
  readonly memberId!: string;

  @MaybeNull()
  @Instant('When the code ends, if before the series')
  readonly validTo?: string | null;
}

export class IssuedDto {
  @Told({ type: String })
  readonly code!: string;

  @Told({ type: String, description: 'In groups, for paper' })
  readonly printed!: string;

  @Told({ type: String })
  readonly seriesId!: string;
}

export class StatisticsDto {
  @Told({ type: 'integer', description: 'Codes that are there, made, imported or issued' })
  readonly codes!: number;

  @Told({ type: 'integer', description: 'Codes with at least one use' })
  readonly usedCodes!: number;

  @Told({ type: 'integer', description: 'Codes with no use left' })
  readonly usedUpCodes!: number;

  @Told({ type: 'integer' })
  readonly uses!: number;

  @Told({ type: 'integer', description: 'Codes that ended with uses left' })
  readonly expiredCodes!: number;

  @Told({ type: 'integer', description: 'Codes blocked one by one' })
  readonly blockedCodes!: number;

  @Told({ type: 'integer', description: 'Codes that could be used now' })
  readonly usableCodes!: number;

  @Told({ type: 'integer' })
  readonly issuedToMembers!: number;

  @Told({ type: 'integer', description: 'Sales that redeemed a code and were not undone as a whole' })
  readonly sales!: number;

  @Told({ type: 'integer', description: 'What the rules behind the codes took off in those sales; returns are not taken off' })
  readonly redeemedMinor!: number;

  @Told({ type: 'integer', description: 'Points that those rules gave' })
  readonly redeemedPoints!: number;
}

export class CodePath {
  @Pattern('A unique code, as typed', /^[\x21-\x7e]{1,80}$/, 'SUM-7K3W-9PQR-2XDM')
  readonly code!: string;
}

class UseDto {
  @Told({ type: String })
  readonly saleId!: string;

  @Told({ type: String })
  readonly storeId!: string;

  @Told({ type: String, format: 'date-time' })
  readonly purchasedAt!: Date;

  @Told({ type: 'integer' })
  readonly amountMinor!: number;

  @Told({ type: 'integer' })
  readonly points!: number;

  @Told({ type: Boolean, description: 'The sale was voided, or its hold ran out' })
  readonly undone!: boolean;
}

export class CodeDto extends IssuedDto {
  @Told({ enum: ['usable', 'used', 'expired', 'not_started', 'blocked', 'series_blocked'] })
  readonly state!: string;

  @Told({ type: 'integer' })
  readonly uses!: number;

  @Told({ type: 'integer' })
  readonly usesMax!: number;

  @Told(NULLABLE_AT)
  readonly validFrom!: Date | null;

  @Told(NULLABLE_AT)
  readonly validTo!: Date | null;

  @Told({ type: 'string', nullable: true })
  readonly memberId!: string | null;

  @Told({ type: 'integer', nullable: true })
  readonly batchId!: number | null;

  @Told({ type: 'string', nullable: true, description: 'The sale that issued it' })
  readonly issuedBySaleId!: string | null;

  @Told({ type: String, format: 'date-time' })
  readonly createdAt!: Date;

  @Told({ type: [UseDto], description: 'Sales that redeemed it, the newest first' })
  readonly sales!: readonly UseDto[];
}
