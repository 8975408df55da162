import type { EpochMs, Milli, Minor } from './money.js';
import type { Attributes, BurnRequest, Tender } from './receipt.js';

/** A receipt as an edge received it. Optional facts that are absent are filled in from catalogue and programme. */
export interface RawReceipt {
  readonly storeId: string;
  readonly terminalId: string;
  readonly businessDate: string;
  readonly receiptNumber: string;
  readonly purchasedAtMs: EpochMs;
  /** Empty: the programme's currency. */
  readonly currency: string;
  readonly channel: string;
  /** Empty: anonymous. */
  readonly cardNumber: string;
  readonly lines: readonly RawLine[];
  readonly coupons: readonly string[];
  readonly tenders: readonly Tender[];
  readonly attributes: Attributes;
  readonly burn: BurnRequest;
}

/** Each SKU of a receipt once. */
export const skusOf = ({ lines }: RawReceipt): string[] => [...new Set(lines.map(({ sku }) => sku))];

export interface RawLine {
  readonly lineNumber: number;
  readonly sku: string;
  readonly quantityMilli: Milli;
  /** Null: the catalogue's price. */
  readonly unitPriceMinor: Minor | null;
  /** The till's own amount, or null. */
  readonly amountMinor: Minor | null;
  readonly weighed: boolean;
  readonly minimumMinor: Minor;
  readonly categories: readonly string[];
  readonly brand: string;
  readonly tags: readonly string[];
  readonly attributes: Attributes;
  readonly notDiscountable: boolean;
  readonly notBurnable: boolean;
  readonly notEarning: boolean;
}
