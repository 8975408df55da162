import { PageOf, PageQuery } from './cursor.js';
import { Maybe, One, Pattern, Text, Told } from './fields.js';

export class UploadPath {
  @Pattern('Id of an upload', /^upl_[0-9a-f]{32}$/, 'upl_0198c5e2a7f10011223344556677889a')
  readonly uploadId!: string;
}

export class UploadQuery {
  @Text('Why; stands in the audit log, and in the journal for grants that give no reason of their own', 1, 200)
  readonly reason!: string;
}

export class MembersUploadQuery extends UploadQuery {
  @Maybe()
  @One('What a line does that leads to nobody: `refuse` the whole list, or `skip` that line alone and list it under errors', [
    'refuse',
    'skip',
  ])
  readonly unknown: 'refuse' | 'skip' = 'refuse';
}

export class UploadsQuery extends PageQuery {
  @Maybe()
  @Pattern('Only those', /^(members|grants)$/, 'grants')
  readonly kind?: 'members' | 'grants';
}

export class CreatedUploadDto {
  @Told({ type: String })
  readonly uploadId!: string;

  @Told({ type: 'integer' })
  readonly lines!: number;
}

export class UploadIdDto {
  @Told({ type: String })
  readonly uploadId!: string;
}

export class UploadDto {
  @Told({ type: String })
  readonly uploadId!: string;

  @Told({ enum: ['members', 'grants'] })
  readonly kind!: string;

  @Told({ enum: ['running', 'done', 'cancelled', 'refused'], description: '`refused`: a line was wrong, and nothing was taken' })
  readonly status!: string;

  @Told({ type: 'integer' })
  readonly lines!: number;

  @Told({ type: 'integer', description: 'Lines that are done' })
  readonly done!: number;

  @Told({ type: 'integer', description: 'Lines that were refused; they are listed under errors' })
  readonly refused!: number;

  @Told({ type: String })
  readonly reason!: string;

  @Told({ type: String, format: 'date-time' })
  readonly createdAt!: Date;

  @Told({ type: String })
  readonly createdBy!: string;

  @Told({ type: 'string', format: 'date-time', nullable: true })
  readonly finishedAt!: Date | null;
}

export class UploadPageDto extends PageOf(UploadDto) {}

class LineErrorDto {
  @Told({ type: 'integer' })
  readonly line!: number;

  @Told({ type: String })
  readonly code!: string;

  @Told({ type: String })
  readonly detail!: string;
}

export class LineErrorPageDto extends PageOf(LineErrorDto) {}
