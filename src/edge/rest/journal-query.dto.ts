import { DayOrInstant, Maybe, One, Pattern } from './admin/fields.js';

export class JournalQuery {
  @DayOrInstant('First instant of creation')
  readonly from!: string;

  @DayOrInstant('Where it ends, exclusive')
  readonly to!: string;

  @Maybe()
  @One('Text to be told in', ['ndjson', 'csv'])
  readonly format: 'ndjson' | 'csv' = 'ndjson';

  @Maybe()
  @Pattern(
    '`bucket,member_id,version` of the last entry of a broken export',
    /^\d{1,4},mbr_[0-9a-f-]{32,36},\d{1,15}$/,
    '7,mbr_0198c5e2-a7f1-7112-a233-445566778899,3',
  )
  readonly after?: string;
}
