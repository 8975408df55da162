/** Special prices that live apart from the rules, in numbered revisions, as pricing asks for them: from memory, for one instant. */
import type { EpochMs, Minor } from './money.js';
import type { ListPrice } from './receipt.js';

/** Where a receipt is bought; decides with the instant which lists are looked at. */
export interface PricePlace {
  readonly storeId: string;
  readonly zones: readonly string[];
  readonly channel: string;
}

/** The prices of a SKU below its regular unit price, of every list that is in force for a receipt; stage 1 decides for whom they are. */
export type PricesOf = (sku: string, unitPriceMinor: Minor) => readonly ListPrice[];

/** All prices of one revision. Immutable: keep the reference for one receipt. */
export interface PriceBook {
  /** 0 before the first publication. */
  readonly revision: number;
  /** Null where no list is in force there and then. */
  at(place: PricePlace, atMs: EpochMs): PricesOf | null;
  /** The least price of a SKU in any list that has begun by then, or null. */
  lowest(sku: string, atMs: EpochMs): Minor | null;
}

export const NO_PRICE_BOOK: PriceBook = { revision: 0, at: () => null, lowest: () => null };
