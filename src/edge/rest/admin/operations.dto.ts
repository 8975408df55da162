import { Flag, Instant, Maybe, MaybeNull, One, Pattern, Text, Told, Whole } from './fields.js';
import { BalanceDto } from './members.dto.js';
import { SHAPE } from '../../../config.js';

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const MEMBER_ID = new RegExp(`^mbr_${UUID}$`);
const EXAMPLE = '0198c5e2-a7f1-7112-a233-445566778899';

export class DecisionDto {
  @Text('Why; stands in the journal beside who did it', 1, SHAPE.reasonMax)
  readonly reason!: string;
}

class PointsDto extends DecisionDto {
  @Whole('Smallest units of points', 1, SHAPE.pointsMax)
  readonly points!: number;
}

export class GrantDto extends PointsDto {
  @MaybeNull()
  @Instant('When they expire; null for never, left out for the programme’s terms')
  readonly expiresAt?: string | null;
}

export class AdjustDto extends GrantDto {
  @One('Whether points are added or taken', ['add', 'take'])
  readonly direction!: 'add' | 'take';

  @Maybe()
  @Flag('More may be taken than is there')
  readonly mayGoBelowZero: boolean = false;
}

export class TransferDto extends PointsDto {
  @Pattern('Who gets them', MEMBER_ID, `mbr_${EXAMPLE}`)
  readonly toMemberId!: string;
}

export class MergeDto extends DecisionDto {
  @Pattern('Who goes on; the member in the path ends', MEMBER_ID, `mbr_${EXAMPLE}`)
  readonly intoMemberId!: string;
}

export class ReverseDto extends DecisionDto {
  @Maybe()
  @Flag('Points that were spent meanwhile leave the balance below zero')
  readonly mayGoBelowZero: boolean = false;
}

export class OperationPath {
  @Pattern('Id of an operation', new RegExp(`^opr_${UUID}$`), `opr_${EXAMPLE}`)
  readonly operationId!: string;
}

class AnsweredDto {
  @Told({ type: String })
  readonly operationId!: string;

  @Told({ type: String })
  readonly memberId!: string;

  @Told({ type: Boolean, description: 'The answer to the first call with this key' })
  readonly replayed!: boolean;
}

export class MovedDto extends AnsweredDto {
  @Told({ type: 'integer' })
  readonly points!: number;

  @Told({ type: BalanceDto })
  readonly balance!: BalanceDto;
}

export class TransferredDto extends MovedDto {
  @Told({ type: String })
  readonly toMemberId!: string;

  @Told({ type: BalanceDto })
  readonly toBalance!: BalanceDto;
}

export class MergedDto extends MovedDto {
  @Told({ type: String })
  readonly intoMemberId!: string;

  @Told({ type: 'integer' })
  readonly owedPoints!: number;
}

export class ReversedDto extends MovedDto {
  @Told({ type: String })
  readonly reversedOperationId!: string;
}

export class MemberBlockedDto extends AnsweredDto {
  @Told({ type: Boolean })
  readonly blocked!: boolean;
}

export class ErasedDto extends AnsweredDto {
  @Told({ type: 'integer', description: 'Cards that lead to nobody now' })
  readonly cards!: number;
}
