import { CARD_KINDS, type CardKind } from '../../../members/names.js';
import { PageOf, PageQuery } from './cursor.js';
import { Instant, Maybe, MaybeNull, One, Pattern, StringMap, Text, Texts, Things, Told } from './fields.js';

const NULLABLE = { type: 'string', nullable: true } as const;
const NULLABLE_AT = { type: 'string', format: 'date-time', nullable: true } as const;
const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const MEMBER_ID = new RegExp(`^mbr_${UUID}$`);
const EXAMPLE = '0198c5e2-a7f1-7112-a233-445566778899';
const DATE = /^(|(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))$/;

export class MemberPath {
  @Pattern('Id of a member', MEMBER_ID, `mbr_${EXAMPLE}`)
  readonly memberId!: string;
}

export class CardPath extends MemberPath {
  @Pattern('Id of a card, which is not its number', new RegExp(`^${UUID}$`), EXAMPLE)
  readonly cardId!: string;
}

export class CardDto {
  @Maybe()
  @One('What kind of number it is', CARD_KINDS)
  readonly kind: CardKind = 'card';

  @Text('A card number; a phone number as +447700900123; the id of another system as shop:4711; a token of a wallet', 1, 64)
  readonly number!: string;
}

class PersonDto {
  @MaybeNull()
  @Instant('Until when the tier holds whatever is bought; null: until a booking comes to another one')
  readonly tierUntil?: string | null;

  @Maybe()
  @Text('Name', 0, 200)
  readonly name?: string;

  @Maybe()
  @Text('Address for mail', 0, 200)
  readonly email?: string;

  @Maybe()
  @Pattern('YYYY-MM-DD, or empty for unknown', DATE, '1990-04-17')
  readonly birthDate?: string;

  @Maybe()
  @Text('Tier given by hand; empty for none', 0, 64)
  readonly tier?: string;

  @Maybe()
  @Texts('Segments', 100, 64)
  readonly segments?: string[];

  @Maybe()
  @StringMap('Facts that rules may ask for; they are stored with each sale, so nothing that names the person. An empty text takes one away')
  readonly attributes?: Readonly<Record<string, string>>;
}

export class EnrolDto extends PersonDto {
  @Things('Everything that shall name the member at a till', CardDto, 20)
  readonly cards!: CardDto[];
}

export class ChangeMemberDto extends PersonDto {}

export class FindDto {
  @Text('A card number, phone number, id of another system or wallet token', 1, 64)
  readonly number!: string;
}

export class MemberIdDto {
  @Told({ type: String })
  readonly memberId!: string;
}

export class LookQuery {
  @Maybe()
  @One('`yes`: nothing masked; for support and operators, with a reason', ['yes', 'no'])
  readonly full?: string;

  @Maybe()
  @Text('Why all of it is needed; stands in the audit log', 1, 200)
  readonly reason?: string;
}

class ShownCardDto {
  @Told({ type: String })
  readonly cardId!: string;

  @Told({ enum: CARD_KINDS })
  readonly kind!: CardKind;

  @Told({ type: String, example: '9000••••01' })
  readonly number!: string;

  @Told({ type: Boolean })
  readonly blocked!: boolean;

  @Told({ ...NULLABLE, description: 'The card that took its place' })
  readonly replacedBy!: string | null;

  @Told({ type: String, format: 'date-time' })
  readonly createdAt!: Date;
}

export class BalanceDto {
  @Told({ type: String })
  readonly memberId!: string;

  @Told({ type: 'integer', description: 'Below zero where a return took back points that were spent' })
  readonly activePoints!: number;

  @Told({ type: 'integer' })
  readonly pendingPoints!: number;

  @Told({ type: 'integer' })
  readonly heldPoints!: number;

  @Told({ type: 'integer' })
  readonly version!: number;
}

class LotDto {
  @Told({ type: String })
  readonly lotId!: string;

  @Told({ type: 'integer' })
  readonly points!: number;

  @Told({ type: Boolean })
  readonly pending!: boolean;

  @Told({ type: String, format: 'date-time' })
  readonly activatesAt!: string;

  @Told({ ...NULLABLE_AT, description: 'Null: never' })
  readonly expiresAt!: string | null;

  @Told({ ...NULLABLE, description: 'The sale that earned them' })
  readonly saleId!: string | null;
}

export class MemberDto {
  @Told({ type: String })
  readonly memberId!: string;

  @Told({ type: String })
  readonly name!: string;

  @Told({ type: String })
  readonly email!: string;

  @Told({ type: String })
  readonly birthDate!: string;

  @Told({ type: String, description: 'The tier given by hand' })
  readonly tier!: string;

  @Told({ type: String, description: 'The tier that rules see now' })
  readonly currentTier!: string;

  @Told(NULLABLE_AT)
  readonly tierUntil!: Date | null;

  @Told({ type: [String] })
  readonly segments!: readonly string[];

  @Told({ type: 'object', additionalProperties: true })
  readonly attributes!: Readonly<Record<string, unknown>>;

  @Told({ type: String, format: 'date-time' })
  readonly enrolledAt!: Date;

  @Told({ type: Boolean })
  readonly blocked!: boolean;

  @Told({ ...NULLABLE, description: 'Who holds the points now' })
  readonly mergedInto!: string | null;

  @Told({ type: Boolean })
  readonly erased!: boolean;

  @Told({ type: [ShownCardDto] })
  readonly cards!: readonly ShownCardDto[];

  @Told({ type: Boolean, description: 'Names, numbers and dates are masked' })
  readonly masked!: boolean;

  @Told({ type: BalanceDto, description: 'Of a merged member, the survivor’s' })
  readonly balance!: BalanceDto;

  @Told({ type: [LotDto], description: 'Points that are there, those that expire first at the start' })
  readonly lots!: readonly LotDto[];
}

export class CardIdDto {
  @Told({ type: String })
  readonly cardId!: string;
}

export class ReplaceCardDto {
  @Text('Number of the new card', 1, 64)
  readonly number!: string;

  @Text('Why; stands in the audit log', 1, 200)
  readonly reason!: string;
}

export class HistoryQuery extends PageQuery {}

class MoveDto {
  @Told({ type: String, example: 'earn' })
  readonly kind!: string;

  @Told({ type: 'integer' })
  readonly points!: number;
}

class RunningBalanceDto {
  @Told({ type: 'integer' })
  readonly version!: number;

  @Told({ type: 'integer' })
  readonly activePoints!: number;

  @Told({ type: 'integer' })
  readonly pendingPoints!: number;

  @Told({ type: 'integer' })
  readonly heldPoints!: number;
}

class HistorySaleDto {
  @Told({ type: String })
  readonly saleId!: string;

  @Told({ type: String })
  readonly storeId!: string;

  @Told({ type: String })
  readonly businessDate!: string;

  @Told({ type: String })
  readonly receiptNumber!: string;

  @Told({ type: 'integer' })
  readonly payableMinor!: number;

  @Told({ type: 'integer' })
  readonly burnPoints!: number;

  @Told({ type: 'integer' })
  readonly earnPoints!: number;

  @Told({ type: String, description: 'Where the sale is explained, rule by rule' })
  readonly explain!: string;
}

class HistoryOperationDto {
  @Told({ type: String })
  readonly operationId!: string;

  @Told(NULLABLE)
  readonly otherMemberId!: string | null;

  @Told({ type: String })
  readonly author!: string;

  @Told({ type: String })
  readonly reason!: string;

  @Told(NULLABLE)
  readonly reverses!: string | null;
}

export class HistoryItemDto {
  @Told({ type: String, format: 'date-time' })
  readonly at!: Date;

  @Told({ type: String, example: 'sale' })
  readonly kind!: string;

  @Told({ type: [MoveDto], description: 'What happened to points' })
  readonly moves!: readonly MoveDto[];

  @Told({ type: RunningBalanceDto, nullable: true, description: 'After it; null where no points can have moved' })
  readonly balance!: RunningBalanceDto | null;

  @Told({ type: HistorySaleDto, nullable: true })
  readonly sale!: HistorySaleDto | null;

  @Told({ type: HistoryOperationDto, nullable: true })
  readonly operation!: HistoryOperationDto | null;
}

export class HistoryPageDto extends PageOf(HistoryItemDto) {}
