/** A receipt in the JSON form of the message `Receipt` of the gRPC contract, whose page describes every field. */
import { SOURCE_PATTERN } from '../../../rulebook/drafts/source.js';
import { RECEIPT_EXAMPLE } from './examples.js';
import { Flag, Maybe, Pattern, StringMap, Text, Texts, Thing, Things, Told, WholeText } from './fields.js';

const MOST = Number.MAX_SAFE_INTEGER;
/** What the engine takes is less and set by its limits, which are checked after this. */
const ITEMS_MAX = 10_000;
const TEXT = 256;

export class TryLineDto {
  @WholeText('Unique in the receipt', 0, 2_147_483_647)
  readonly lineNumber!: number;

  @Text('Stock keeping unit', 0, TEXT)
  readonly sku!: string;

  @WholeText('Thousandths of a unit', 0, MOST)
  readonly quantityMilli!: number;

  @Maybe()
  @WholeText('Minor units; absent: the price of the catalogue', 0, MOST)
  readonly unitPriceMinor?: number;

  @Maybe()
  @WholeText("The till's own amount of the line, minor units", 0, MOST)
  readonly amountMinor?: number;

  @Maybe()
  @Flag('Sold by weight or length')
  readonly weighed: boolean = false;

  @Maybe()
  @WholeText('The line may not cost less, minor units', 0, MOST)
  readonly minimumMinor: number = 0;

  @Maybe()
  @Texts('Ids of categories; absent: those of the catalogue', ITEMS_MAX, TEXT)
  readonly categories: string[] = [];

  @Maybe()
  @Text('Brand', 0, TEXT)
  readonly brand: string = '';

  @Maybe()
  @Texts('Tags', ITEMS_MAX, TEXT)
  readonly tags: string[] = [];

  @Maybe()
  @StringMap('Free attributes')
  readonly attributes: Record<string, string> = {};

  @Maybe()
  @Flag('No discount may touch it')
  readonly notDiscountable: boolean = false;

  @Maybe()
  @Flag('Cannot be paid with points')
  readonly notBurnable: boolean = false;

  @Maybe()
  @Flag('Earns nothing')
  readonly notEarning: boolean = false;
}

export class TryTenderDto {
  @Text('Means of payment', 0, TEXT)
  readonly type!: string;

  @WholeText('Minor units', 0, MOST)
  readonly amountMinor!: number;
}

export class TryReceiptDto {
  @Text('Store', 1, TEXT)
  readonly storeId!: string;

  @Maybe()
  @Text('Terminal', 0, TEXT)
  readonly terminalId: string = '';

  @Maybe()
  @Text('YYYY-MM-DD', 0, 10)
  readonly businessDate: string = '';

  @Maybe()
  @Text('Receipt number', 0, TEXT)
  readonly receiptNumber: string = '';

  @Maybe()
  @WholeText('Milliseconds since 1970; absent: now, or `at`', 0, MOST)
  readonly purchasedAtMs: number = 0;

  @Maybe()
  @Text('ISO 4217; absent: that of the programme', 0, 3)
  readonly currency: string = '';

  @Maybe()
  @Text('Channel; absent: pos', 0, TEXT)
  readonly channel: string = '';

  @Maybe()
  @Text('Card of a member', 0, TEXT)
  readonly cardNumber: string = '';

  @Things('What is bought, at least one line', TryLineDto, ITEMS_MAX)
  readonly lines!: TryLineDto[];

  @Maybe()
  @Texts('Coupon and promo codes', ITEMS_MAX, TEXT)
  readonly coupons: string[] = [];

  @Maybe()
  @Things('Means of payment that are known already', TryTenderDto, ITEMS_MAX)
  readonly tenders: TryTenderDto[] = [];

  @Maybe()
  @StringMap('Free attributes')
  readonly attributes: Record<string, string> = {};

  @Maybe()
  @WholeText('Points to pay with', 0, MOST)
  readonly burnPoints?: number;

  @Maybe()
  @Flag('Pay with as many points as possible')
  readonly burnMax?: boolean;
}

/** A member that need not exist. */
export class ImaginedMemberDto {
  @Maybe()
  @Text('Tier', 0, 64)
  readonly tier: string = '';

  @Maybe()
  @Texts('Segments', 1_000, 64)
  readonly segments: string[] = [];

  @Maybe()
  @Pattern('YYYY-MM-DD', /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, '1980-02-29')
  readonly birthDate?: string;

  @Maybe()
  @StringMap('Free attributes')
  readonly attributes: Record<string, string> = {};

  @Maybe()
  @WholeText('Points that may be spent, in the smallest unit', 0, 1_000_000_000_000)
  readonly activePoints: number = 0;

  @Maybe()
  @WholeText('Purchases before this one', 0, 1_000_000_000)
  readonly purchases: number = 0;

  @Maybe()
  @WholeText('Days since the last purchase', 0, 100_000)
  readonly daysSinceLastPurchase?: number;

  @Maybe()
  @WholeText('Days since enrolment', 0, 100_000)
  readonly daysSinceEnrolment: number = 0;
}

export class TryDto {
  @Maybe()
  @Pattern('Whose rules: `live`, `version:N` or `draft:ID`', SOURCE_PATTERN, 'live')
  readonly against: string = 'live';

  @Maybe()
  @Pattern(
    'When; without an offset it is local to the store',
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/,
    '2026-12-31T23:59',
  )
  readonly at?: string;

  @Thing('What is bought, where and by whom', TryReceiptDto, RECEIPT_EXAMPLE)
  readonly receipt!: TryReceiptDto;

  @Maybe()
  @Thing('In place of a card', ImaginedMemberDto)
  readonly member?: ImaginedMemberDto;
}

export class PricedForDto {
  @Told({ type: String, description: 'Empty for an imagined member' })
  readonly memberId!: string;

  @Told({ type: String })
  readonly tier!: string;

  @Told({ type: [String] })
  readonly segments!: readonly string[];

  @Told({ type: 'integer' })
  readonly activePoints!: number;

  @Told({ type: 'integer' })
  readonly purchases!: number;
}

const QUOTE = {
  type: 'object',
  additionalProperties: true,
  description: 'The quote of the gRPC contract; `applied`, `refused` and `coupons` carry a `sentence` each',
} as const;

export class TriedDto {
  @Told({ type: 'integer', description: '0 for a draft' })
  readonly version!: number;

  @Told({ type: String, format: 'date-time' })
  readonly at!: string;

  @Told({ type: String, description: 'Of the store' })
  readonly timeZone!: string;

  @Told({ type: PricedForDto, nullable: true })
  readonly member!: PricedForDto | null;

  @Told(QUOTE)
  readonly quote!: object;
}

export class SalePath {
  @Pattern('Id of a sale', /^rcp_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'rcp_0198c5e2-a7f1-7112-a233-445566778899')
  readonly saleId!: string;
}

export class ExplainedSaleDto {
  @Told({ type: String })
  readonly saleId!: string;

  @Told({ type: String })
  readonly storeId!: string;

  @Told({ type: String })
  readonly businessDate!: string;

  @Told({ type: String })
  readonly receiptNumber!: string;

  @Told({ type: String, format: 'date-time' })
  readonly purchasedAt!: string;

  @Told({ type: 'integer' })
  readonly ruleSetVersion!: number;

  @Told({ type: Boolean, description: 'Computed again it came to what was booked' })
  readonly same!: boolean;

  @Told({ type: PricedForDto, nullable: true, description: 'As the member was then' })
  readonly member!: PricedForDto | null;

  @Told(QUOTE)
  readonly quote!: object;
}
