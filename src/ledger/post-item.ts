/** What the ledger posts in one database transaction for one request, and what it answers. */
import type { BalanceAfter, SaleState } from '../core/journal/sale-state.js';
import type { MemberState } from '../core/member.js';
import type { EpochMs, Points } from '../core/money.js';
import type { Reserved } from '../core/points/account.js';
import type { Book } from '../core/points/book.js';
import type { Quote, UsageDelta } from '../core/quote.js';
import type { Receipt } from '../core/receipt.js';
import type { CouponState } from '../core/rules/coupons.js';
import type { BudgetUsage } from '../core/rules/usage.js';

export interface PostItem {
  readonly bucket: number;
  /** The member's book; null for an anonymous receipt. */
  readonly book: Book | null;
  readonly sale: NewSale | null;
  readonly operation: NewOperation | null;
  readonly hold: NewHold | null;
  /** Holds without a member that this effect ends; those of a member are in the book. */
  readonly closes: readonly { readonly holdId: string; readonly status: 'captured' | 'voided' | 'expired' }[];
  /** Totals to add to; below zero to give back. */
  readonly budgets: readonly BudgetChange[];
  readonly coupons: readonly { readonly code: string; readonly uses: 1 | -1 }[];
  readonly issues: readonly NewCoupon[];
  /** Books of other members that the same effect writes into: the other side of a transfer or merge. */
  readonly otherBooks?: readonly Book[];
  readonly memberOperation?: NewMemberOperation;
  readonly memberChanges?: readonly MemberChange[];
}

export interface BudgetChange {
  readonly key: string;
  readonly times: number;
  readonly minor: number;
  readonly points: number;
  readonly limit: UsageDelta['limit'];
}

export interface NewSale {
  readonly saleId: string;
  readonly kind: 'sale' | 'authorize';
  readonly receiptKey: string;
  readonly idempotencyKey: string | null;
  readonly bodyHash: Buffer;
  readonly memberId: string | null;
  readonly bookedAtMs: EpochMs;
  readonly receipt: Receipt;
  readonly memberState: MemberState | null;
  readonly couponStates: readonly CouponState[];
  /** What total budgets had given, of those it could draw on. */
  readonly budgets: BudgetUsage;
  readonly quote: Quote;
  readonly booking: SaleBooking;
}

/** Kept with the sale beside its quote. */
export interface SaleBooking {
  readonly state: SaleState;
  readonly balance: BalanceAfter | null;
  /** 0 for a sale. */
  readonly holdExpiresAtMs: EpochMs;
}

export interface NewOperation {
  readonly operationId: string;
  readonly saleId: string;
  readonly sequence: number;
  readonly key: string;
  readonly bodyHash: Buffer;
  readonly kind: 'capture' | 'void' | 'return';
  readonly memberId: string | null;
  readonly storeId: string;
  readonly terminalId: string;
  readonly businessDate: string;
  readonly eventAtMs: EpochMs;
  readonly createdAtMs: EpochMs;
  readonly refundMinor: number;
  readonly request: object;
  readonly answer: object;
  readonly stateAfter: SaleState;
}

export type MemberOperationKind = 'adjust' | 'grant' | 'transfer' | 'block' | 'unblock' | 'merge' | 'erase';

/** Something done to a member outside of checkout. */
export interface NewMemberOperation {
  readonly operationId: string;
  readonly key: string;
  readonly bodyHash: Buffer;
  readonly kind: MemberOperationKind;
  readonly memberId: string;
  /** Null where no points moved. */
  readonly accountVersion: number | null;
  readonly otherMemberId: string | null;
  readonly otherVersion: number | null;
  /** The operation this one undoes. */
  readonly reverses: string | null;
  readonly author: string;
  readonly reason: string;
  readonly createdAtMs: EpochMs;
  readonly request: object;
  readonly answer: object;
}

export interface MemberChange {
  readonly change: 'block' | 'unblock' | 'merge' | 'erase';
  readonly memberId: string;
  /** The one card that is blocked or unblocked; null for the member. */
  readonly cardNumber: string | null;
  /** The survivor of a merge. */
  readonly intoMemberId: string | null;
  readonly atMs: EpochMs;
}

export interface NewHold {
  readonly holdId: string;
  readonly memberId: string | null;
  readonly points: Points;
  readonly reserved: Reserved;
  readonly expiresAtMs: EpochMs;
}

export interface NewCoupon {
  readonly code: string;
  readonly seriesId: string;
  readonly memberId: string | null;
  readonly usesMax: number;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs | null;
  readonly saleId: string;
}

export type PostOutcome =
  | { readonly kind: 'posted' }
  /** Another effect came first: compute again from a fresh snapshot. */
  | { readonly kind: 'stale' }
  /** The key is taken: look up the stored answer. */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'budget_full'; readonly key: string }
  | { readonly kind: 'coupon_used'; readonly code: string };
