import { PageOf, PageQuery } from './cursor.js';
import { Flag, Maybe, Pattern, Text, Told } from './fields.js';

const TERMINAL_ID = /^[A-Za-z0-9._-]{1,64}$/;
const KEY = { type: 'string', nullable: true, description: 'The key itself, told once; null in the answer to a repetition' } as const;

export class TerminalPath {
  @Pattern('Id of a terminal, unique over all stores', TERMINAL_ID, 'T1')
  readonly terminalId!: string;
}

export class CreateTerminalDto extends TerminalPath {
  @Text('Its store', 1, 64)
  readonly storeId!: string;

  @Maybe()
  @Text('What it is called', 0, 64)
  readonly name: string = '';

  @Maybe()
  @Flag('It may enrol members and products')
  readonly mayEnrol: boolean = false;

  @Maybe()
  @Flag('It may adjust, transfer, merge, block and erase')
  readonly mayOperate: boolean = false;
}

export class DescribeTerminalDto {
  @Maybe()
  @Text('What it is called', 0, 64)
  readonly name?: string;

  @Maybe()
  @Flag('It may enrol members and products')
  readonly mayEnrol?: boolean;

  @Maybe()
  @Flag('It may adjust, transfer, merge, block and erase')
  readonly mayOperate?: boolean;
}

export class TerminalsQuery extends PageQuery {
  @Maybe()
  @Text('Only of this store', 1, 64)
  readonly storeId?: string;
}

export class TerminalKeyDto {
  @Told({ type: 'integer', enum: [1, 2] })
  readonly slot!: number;

  @Told({ type: String, format: 'date-time' })
  readonly createdAt!: Date;
}

export class TerminalDto {
  @Told({ type: String })
  readonly terminalId!: string;

  @Told({ type: String })
  readonly storeId!: string;

  @Told({ type: String })
  readonly name!: string;

  @Told({ type: Boolean })
  readonly mayEnrol!: boolean;

  @Told({ type: Boolean })
  readonly mayOperate!: boolean;

  @Told({ type: String, format: 'date-time' })
  readonly createdAt!: Date;

  @Told({ type: 'string', format: 'date-time', nullable: true })
  readonly revokedAt!: Date | null;

  @Told({ type: [TerminalKeyDto], description: 'At most two at a time' })
  readonly keys!: readonly TerminalKeyDto[];
}

export class TerminalPageDto extends PageOf(TerminalDto) {}

export class GivenKeyDto {
  @Told({ type: String })
  readonly terminalId!: string;

  @Told(KEY)
  readonly key!: string | null;
}

export class ChangedTerminalDto {
  @Told({ type: String })
  readonly terminalId!: string;

  @Told({ type: Boolean, description: 'False: it was so already' })
  readonly changed!: boolean;
}
