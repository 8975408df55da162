import { PageOf, PageQuery } from './cursor.js';
import { Instant, Maybe, One, Pattern, Text, Told } from './fields.js';

export class AuditQuery extends PageQuery {
  @Maybe()
  @Text('Name of a key', 1, 64)
  readonly actor?: string;

  @Maybe()
  @Text('What was done, such as rules.publish', 1, 64)
  readonly action?: string;

  @Maybe()
  @Text('What it was done to, such as version:3', 1, 128)
  readonly subject?: string;
}

export class AuditExportQuery {
  @Maybe()
  @Instant('First instant')
  readonly from?: string;

  @Maybe()
  @Instant('Where it ends, exclusive')
  readonly to?: string;

  @Maybe()
  @Pattern('Sequence of the last line you have', /^\d{1,18}$/, '0')
  readonly after: string = '0';

  @Maybe()
  @One('Text to be told in', ['ndjson', 'csv'])
  readonly format: 'ndjson' | 'csv' = 'ndjson';
}

export class AuditDto {
  @Told({ type: String, description: 'Grows; gaps mean nothing' })
  readonly sequence!: string;

  @Told({ type: String, format: 'date-time' })
  readonly at!: Date;

  @Told({ type: String })
  readonly actor!: string;

  @Told({ type: String })
  readonly keyId!: string;

  @Told({ type: String, example: 'rules.publish' })
  readonly action!: string;

  @Told({ type: String, example: 'version:3' })
  readonly subject!: string;

  @Told({ type: String, description: 'Why, in the words of who did it' })
  readonly reason!: string;

  @Told({ type: 'object', additionalProperties: true })
  readonly facts!: Record<string, unknown>;
}

export class AuditPageDto extends PageOf(AuditDto) {}
