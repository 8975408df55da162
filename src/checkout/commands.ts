/** What the edges ask of the use cases, and what they get. Shapes are checked by the edge; meaning is checked here. */
import type { UnitPrice } from '../core/pricing/price-units.js';
import type { EpochMs, Minor, Points } from '../core/money.js';
import type { Quote } from '../core/quote.js';
import type { LineQuantity, ReturnedLine } from '../core/points/return-lines.js';
import type { RawReceipt } from '../core/raw-receipt.js';

/** Who calls: the terminal its key belongs to. Every command carries it; receipts of other stores are refused. */
export interface Caller {
  readonly terminalId: string;
  readonly storeId: string;
  readonly mayEnrol: boolean;
  /** May operate on members: adjust, grant, transfer, block, merge, erase. Absent: no. */
  readonly mayOperate?: boolean;
}

export interface ReceiptKey {
  readonly storeId: string;
  readonly terminalId: string;
  readonly businessDate: string;
  readonly receiptNumber: string;
}

export type { LineQuantity, ReturnedLine };

/** Fields every command carries. `deadlineMs` is the instant after which nothing may be started; null for none. */
interface Command {
  readonly caller: Caller;
  readonly deadlineMs: EpochMs | null;
}

/** Fields every effect carries: a client-made key (empty: the natural key) and 16 bytes of a hash of the request as received. */
interface Effect extends Command {
  readonly idempotencyKey: string;
  readonly bodyHash: Buffer;
}

export interface QuoteCommand extends Command {
  readonly receipt: RawReceipt;
  readonly explain: boolean;
}

export interface SaleCommand extends Effect {
  readonly receipt: RawReceipt;
  readonly expectedFingerprint: string;
}

export interface AuthorizeCommand extends SaleCommand {
  /** 0: the programme's default. */
  readonly holdTtlMs: number;
}

export interface CaptureCommand extends Effect {
  readonly holdId: string;
  /** Empty: everything. */
  readonly lines: readonly LineQuantity[];
}

export type SaleTarget =
  | { readonly by: 'sale_id'; readonly saleId: string }
  | { readonly by: 'hold_id'; readonly holdId: string }
  | { readonly by: 'receipt'; readonly receipt: ReceiptKey }
  | { readonly by: 'idempotency_key'; readonly idempotencyKey: string };

export interface VoidCommand extends Effect {
  readonly target: SaleTarget;
  readonly businessDate: string;
  readonly reason: string;
}

export interface ReturnCommand extends Effect {
  readonly target: SaleTarget;
  readonly receipt: ReceiptKey;
  readonly returnedAtMs: EpochMs;
  readonly lines: readonly LineQuantity[];
  readonly reason: string;
}

export interface GetSaleQuery extends Command {
  readonly target: SaleTarget;
}

export interface GetMemberQuery extends Command {
  readonly by: { readonly cardNumber: string } | { readonly memberId: string };
}

export interface CardPricesQuery extends Command {
  readonly skus: readonly string[];
  readonly cardNumber: string;
  readonly storeId: string;
  readonly channel: string;
}

export interface Balance {
  readonly memberId: string;
  /** Below zero where a return took back points that were already spent. */
  readonly activePoints: number;
  readonly pendingPoints: Points;
  readonly heldPoints: Points;
  readonly version: number;
}

export interface QuoteResult {
  readonly quote: Quote;
  readonly balance: Balance | null;
}

export interface SaleResult {
  readonly outcome: 'booked' | 'quote_moved';
  readonly saleId: string;
  readonly quote: Quote;
  readonly balance: Balance | null;
  readonly replayed: boolean;
}

export interface AuthorizeResult extends SaleResult {
  readonly holdId: string;
  readonly holdExpiresAtMs: EpochMs;
}

export interface CaptureResult {
  readonly saleId: string;
  readonly totals: {
    readonly netMinor: Minor;
    readonly burnMinor: Minor;
    readonly burnPoints: Points;
    readonly payableMinor: Minor;
    readonly earnPoints: Points;
  };
  readonly balance: Balance | null;
  readonly replayed: boolean;
}

export interface VoidResult {
  readonly saleId: string;
  readonly releasedPoints: Points;
  readonly clawbackPoints: Points;
  readonly giveBackPoints: Points;
  readonly balance: Balance | null;
  readonly replayed: boolean;
}

export interface ReturnResult {
  readonly returnId: string;
  readonly saleId: string;
  readonly lines: readonly ReturnedLine[];
  readonly refundMinor: Minor;
  readonly giveBackPoints: Points;
  readonly giveBackExpiredPoints: Points;
  readonly clawbackPoints: Points;
  readonly shortfallPoints: Points;
  readonly shortfallPolicy: 'negative' | 'deduct' | 'forgive';
  readonly shortfallMinor: Minor;
  readonly balance: Balance | null;
  readonly replayed: boolean;
}

export type SaleStatus = 'held' | 'captured' | 'voided' | 'expired' | 'partly_returned' | 'returned';

export interface SaleView {
  readonly saleId: string;
  readonly status: SaleStatus;
  readonly receipt: ReceiptKey;
  readonly purchasedAtMs: EpochMs;
  readonly bookedAtMs: EpochMs;
  readonly memberId: string;
  readonly quote: Quote;
  readonly returned: readonly LineQuantity[];
  readonly holdId: string;
  /** 0 unless held. */
  readonly holdExpiresAtMs: EpochMs;
}

export interface LotView {
  readonly lotId: string;
  readonly points: Points;
  readonly pending: boolean;
  readonly activatesAtMs: EpochMs;
  /** 0: never. */
  readonly expiresAtMs: EpochMs;
  readonly saleId: string;
}

export interface MemberView {
  readonly memberId: string;
  readonly tier: string;
  readonly segments: readonly string[];
  readonly balance: Balance;
  readonly lots: readonly LotView[];
  readonly blocked: boolean;
}

export interface CardPricesResult {
  readonly prices: readonly UnitPrice[];
  readonly ruleSetVersion: number;
}
