import { FORMATS, type Format } from '../export/encoder.js';
import { Instant, Maybe, One, Pattern } from './admin/fields.js';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Query of an export of the books. */
export class FinanceQuery {
  @Maybe()
  @Pattern('First period; absent: the first there is', MONTH, '2026-08')
  readonly from?: string;

  @Maybe()
  @Pattern('Last period, included', MONTH, '2026-10')
  readonly to?: string;

  @Maybe()
  @Instant('Balances and lots as of this instant')
  readonly at?: string;

  @Maybe()
  @One('Form of the file', FORMATS)
  readonly format: Format = 'csv';
}
