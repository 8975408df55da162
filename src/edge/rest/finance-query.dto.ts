import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, Matches } from 'class-validator';
import { FORMATS, type Format } from '../export/encoder.js';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Query of an export of the books. */
export class FinanceQuery {
  /** First period; absent: the first there is. */
  @ApiPropertyOptional({ type: String })
  @IsOptional()
  @Matches(MONTH, { message: 'must be a month such as 2026-08' })
  readonly from?: string;

  /** Last period, included. */
  @ApiPropertyOptional({ type: String })
  @IsOptional()
  @Matches(MONTH, { message: 'must be a month such as 2026-10' })
  readonly to?: string;

  /** Balances and lots as of this instant. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true }, { message: 'must be an instant of ISO 8601' })
  readonly at?: string;

  @ApiPropertyOptional({ enum: FORMATS })
  @IsOptional()
  @IsIn(FORMATS, { message: `must be one of ${FORMATS.join(', ')}` })
  readonly format: Format = 'csv';
}
