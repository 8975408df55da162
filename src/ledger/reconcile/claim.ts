/** What a till or store says it did, and what came of comparing it. */

export const AMOUNTS = ['receipts', 'payableMinor', 'refundMinor', 'burnPoints', 'earnPoints'] as const;
export type AmountName = (typeof AMOUNTS)[number];
/** What a row leaves out is not compared. */
export type Amounts = Partial<Record<AmountName, number>>;

/** A receipt, or, without a number, the totals of a terminal's day; without a terminal, of a store's. */
export interface Claim {
  readonly storeId: string;
  readonly terminalId: string | null;
  readonly businessDate: string;
  readonly receiptNumber: string | null;
  readonly kind: 'sale' | 'return';
  readonly amounts: Amounts;
}

/** A receipt as it is booked: captured, not voided. */
export interface Booked {
  readonly storeId: string;
  readonly terminalId: string;
  readonly businessDate: string;
  readonly receiptNumber: string;
  readonly kind: 'sale' | 'return';
  /** Of the sale; of the return itself where it had no receipt. */
  readonly saleId: string;
  readonly amounts: Required<Amounts>;
}

export interface Verdict {
  readonly level: 'store' | 'terminal' | 'receipt';
  readonly storeId: string;
  readonly terminalId: string;
  readonly businessDate: string;
  /** Empty for totals. */
  readonly receiptNumber: string;
  readonly kind: 'sale' | 'return' | 'totals';
  /** `missing_here`: claimed and not booked. `missing_there`: booked and not claimed. */
  readonly verdict: 'agrees' | 'differs' | 'missing_here' | 'missing_there';
  /** Of the sale that is booked; empty where none is. */
  readonly saleId: string;
  readonly differences: readonly { readonly amount: AmountName; readonly claimed: number; readonly booked: number; readonly by: number }[];
}
