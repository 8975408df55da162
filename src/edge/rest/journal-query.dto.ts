import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, Matches } from 'class-validator';

/** Query of the journal export. */
export class JournalQuery {
  /** First instant of creation, ISO 8601; a date alone is its midnight in UTC. */
  @ApiProperty({ type: String })
  @IsISO8601({ strict: true }, { message: 'from must be a date or an instant of ISO 8601' })
  readonly from!: string;

  /** Where it ends, exclusive. */
  @ApiProperty({ type: String })
  @IsISO8601({ strict: true }, { message: 'to must be a date or an instant of ISO 8601' })
  readonly to!: string;

  @ApiPropertyOptional({ enum: ['ndjson', 'csv'] })
  @IsOptional()
  @IsIn(['ndjson', 'csv'], { message: 'format must be ndjson or csv' })
  readonly format: 'ndjson' | 'csv' = 'ndjson';

  /** `bucket,member_id,version` of the last entry of a broken export. */
  @ApiPropertyOptional({ type: String })
  @IsOptional()
  @Matches(/^\d{1,4},mbr_[0-9a-f-]{32,36},\d{1,15}$/, { message: 'after must be bucket,member_id,version of the last entry' })
  readonly after?: string;
}
