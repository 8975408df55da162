import { ROLES, type Role } from '../../../rulebook/access/roles.js';
import { ArrayMinSize } from 'class-validator';
import { PageOf } from './cursor.js';
import { Maybe, Pattern, Some, Text, Texts, Told } from './fields.js';

const ROLE_LIST = { enum: ROLES, isArray: true } as const;
const LIMIT = { type: 'array', items: { type: 'string' }, nullable: true } as const;
const STORES_MAX = 1_000;
const CAMPAIGNS_MAX = 100;
const SOME = { message: 'must name one or more, or be left out' } as const;

export class CreateKeyDto {
  @Text('Person or program that will hold it; changes are recorded under this name', 1, 64)
  readonly name!: string;

  @Some('What it may do', ROLES)
  readonly roles!: Role[];

  @Maybe()
  @ArrayMinSize(1, SOME)
  @Texts('The only stores whose sales, exports and terminals it sees; absent: all', STORES_MAX, 64)
  readonly stores?: string[];

  @Maybe()
  @ArrayMinSize(1, SOME)
  @Texts('The only campaigns whose rules it changes; absent: all', CAMPAIGNS_MAX, 64)
  readonly campaigns?: string[];
}

export class KeyPath {
  @Pattern('Id of a key', /^key_[0-9a-f]{32}$/, 'key_0198c5e2a7f10011223344556677889a')
  readonly keyId!: string;
}

export class CreatedKeyDto {
  @Told({ type: String })
  readonly keyId!: string;

  @Told({ type: String })
  readonly name!: string;

  @Told(ROLE_LIST)
  readonly roles!: Role[];

  @Told({ ...LIMIT, description: 'Null: all stores' })
  readonly stores!: readonly string[] | null;

  @Told({ ...LIMIT, description: 'Null: all campaigns' })
  readonly campaigns!: readonly string[] | null;

  @Told({ type: 'string', nullable: true, description: 'The key itself; null in the answer to a repetition' })
  readonly key!: string | null;
}

export class KeyDto {
  @Told({ type: String })
  readonly keyId!: string;

  @Told({ type: String })
  readonly name!: string;

  @Told(ROLE_LIST)
  readonly roles!: Role[];

  @Told({ ...LIMIT, description: 'Null: all stores' })
  readonly stores!: readonly string[] | null;

  @Told({ ...LIMIT, description: 'Null: all campaigns' })
  readonly campaigns!: readonly string[] | null;

  @Told({ type: String, format: 'date-time' })
  readonly createdAt!: Date;

  @Told({ type: String })
  readonly createdBy!: string;

  @Told({ type: 'string', format: 'date-time', nullable: true })
  readonly revokedAt!: Date | null;

  @Told({ type: 'string', nullable: true })
  readonly revokedBy!: string | null;
}

export class KeyPageDto extends PageOf(KeyDto) {}

export class RevokedDto {
  @Told({ type: String })
  readonly keyId!: string;
}
