/**
 * The normalised receipt: what a till or cart sent, with product and price facts filled in. It is stored with the sale, so
 * that the sale can be computed again from it, the rule-set version and the member state alone.
 */
import type { EpochMs, Milli, Minor, Points } from './money.js';

/** A scalar attribute of a line, receipt, product, store or member. */
export type Attribute = string | number | boolean;
export type Attributes = Readonly<Record<string, Attribute>>;

export interface Receipt {
  /** Store, terminal, business date (YYYY-MM-DD) and number: the natural key of the receipt. */
  readonly storeId: string;
  readonly terminalId: string;
  readonly businessDate: string;
  readonly receiptNumber: string;
  /** When the customer bought; decides windows, hours and periods. */
  readonly purchasedAtMs: EpochMs;
  readonly channel: string;
  /** Facts of the store, filled in from the programme. */
  readonly region: string;
  readonly timeZone: string;
  readonly zones: readonly string[];
  readonly lines: readonly Line[];
  /** Coupon and promo codes as given, trimmed and upper-cased, in the order given, without repeats. */
  readonly coupons: readonly string[];
  readonly tenders: readonly Tender[];
  readonly attributes: Attributes;
  readonly burn: BurnRequest;
  /** The revision of the price lists whose prices its lines carry; absent where there was none. */
  readonly priceRevision?: number;
}

export interface Line {
  /** Unique in the receipt, 1 to 2^31 - 1; a receipt is always evaluated in this order. */
  readonly lineNumber: number;
  readonly sku: string;
  /** Thousandths; a weighed line is never split into units. */
  readonly quantityMilli: Milli;
  readonly weighed: boolean;
  readonly unitPriceMinor: Minor;
  /** Half-up of unit price × quantity, or the till's own amount. */
  readonly regularMinor: Minor;
  /** The line may not cost less than this, for the whole line. */
  readonly minimumMinor: Minor;
  /** Category ids of the product with all above them in the catalogue's tree; those of the programme's tree are added when it is priced. */
  readonly categories: readonly string[];
  readonly brand: string;
  readonly tags: readonly string[];
  readonly attributes: Attributes;
  /** False: discounts of line and receipt may not touch the line; card prices may. */
  readonly discountable: boolean;
  /** False: may not be paid with points. */
  readonly burnable: boolean;
  readonly earning: boolean;
  /** Every price-list entry for this SKU that is valid at the time of purchase; stage 1 decides which list applies. */
  readonly prices: readonly ListPrice[];
}

export interface ListPrice {
  readonly listId: string;
  readonly unitPriceMinor: Minor;
  /** Of a list that lives apart from the rules: for whom it is. Absent: the list is in the rule set and has its condition there. */
  readonly who?: Audience;
}

/** For whom a price is: empty, for everybody. A tier or segment needs a member that has it; both, a member that has both. */
export interface Audience {
  /** For card holders alone. */
  readonly members?: true;
  readonly tiers?: readonly string[];
  readonly segments?: readonly string[];
}

export interface Tender {
  readonly type: string;
  readonly amountMinor: Minor;
}

/** How many points the customer wants to pay with. */
export type BurnRequest = { readonly kind: 'none' } | { readonly kind: 'max' } | { readonly kind: 'points'; readonly points: Points };
