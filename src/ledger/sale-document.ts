/**
 * What a sale was computed from and what it came to, as one document beside its columns: [format, receipt, quote, booking, member].
 * The text is what is stored and what the hash chain covers; SQL reads lines and rules from it by ledger.sale_line, sale_discount and
 * sale_applied. Sales booked before it have each part in a column of its own, as JSON with names.
 */
import type { SaleState } from '../core/journal/sale-state.js';
import type { MemberState } from '../core/member.js';
import { sumsOfQuote, type Sums } from '../core/pricing/sums.js';
import type { Quote } from '../core/quote.js';
import type { Receipt } from '../core/receipt.js';
import { packMember, unpackCounters, unpackMember } from './pack-member.js';
import { DocumentWriter } from './document-writer.js';
import { unpackQuote, unpackSums, writeNumbers, writeQuote, type QuoteColumns } from './pack-quote.js';
import { at, beside, isEmpty, unpackReceipt, writeReceipt, type More, type Packed, type ReceiptColumns } from './pack-receipt.js';
import type { NewSale, SaleBooking } from './post-item.js';
import { unpackStoredQuote, unpackStoredReceipt, type StoredQuote, type StoredReceipt } from './stored-receipt.js';

const FORMAT = 1;

const to = new DocumentWriter();

export function saleDocument({ receipt, quote, booking, memberState, memberId }: NewSale): string {
  to.reset();
  to.open();
  to.integer(FORMAT);
  writeReceipt(to, receipt);
  writeQuote(to, quote, receipt);
  writeBooking(booking, memberId);
  to.json(memberState === null ? 0 : packMember(memberState));
  to.closeWhole();
  return to.take();
}

/** The columns of ledger.sale that hold its contents, for a SELECT of `s`; `unpackSale` reads such a row. */
export const SALE_CONTENTS = `s.member_id, s.store_id, s.terminal_id, s.business_date::text AS business_date, s.receipt_number,
  (extract(epoch FROM s.purchased_at) * 1000)::float8 AS purchased_ms, s.rule_set_version, s.regular_minor::float8, s.net_minor::float8,
  s.burn_minor::float8, s.payable_minor::float8, s.burn_points::float8, s.earn_points::float8, s.document, s.receipt, s.quote, s.booking,
  s.member_state`;

export interface SaleContentsRow {
  readonly member_id: string | null;
  readonly store_id: string;
  readonly terminal_id: string;
  readonly business_date: string;
  readonly receipt_number: string;
  readonly purchased_ms: number;
  readonly rule_set_version: number;
  readonly regular_minor: number;
  readonly net_minor: number;
  readonly burn_minor: number;
  readonly payable_minor: number;
  readonly burn_points: number;
  readonly earn_points: number;
  readonly document: string | null;
  /** Of sales that were booked before there was a document; null since. */
  readonly receipt: StoredReceipt | null;
  readonly quote: StoredQuote | null;
  readonly booking: SaleBooking | null;
  readonly member_state: MemberState | null;
}

export interface SaleContents {
  readonly receipt: Receipt;
  readonly quote: Quote;
  readonly booking: SaleBooking;
  readonly memberState: MemberState | null;
}

export function unpackSale(row: SaleContentsRow): SaleContents {
  if (row.document === null) return unpackNamed(row);
  const [, receiptValues, quoteValues, bookingValues, member] = JSON.parse(row.document) as [number, Packed, Packed, Packed, Packed | 0];
  const receipt = unpackReceipt(receiptValues, receiptColumns(row));
  return {
    receipt,
    quote: unpackQuote(quoteValues, quoteColumns(row), receipt),
    booking: unpackBooking(bookingValues, row.member_id),
    memberState: member === 0 ? null : unpackMember(member, row.member_id!),
  };
}

/** What a receipt is priced again from, and what it came to in few numbers. */
export interface PricedSale {
  readonly receipt: Receipt;
  readonly memberState: MemberState | null;
  readonly sums: Sums;
}

/** The same as `unpackSale` gives, for who reads many sales and shows none: lines of the quote and the booking are not made. */
export function unpackPriced(row: SaleContentsRow): PricedSale {
  if (row.document === null) {
    const { receipt, quote, memberState } = unpackNamed(row);
    return { receipt, memberState, sums: sumsOfQuote(quote) };
  }
  const [, receiptValues, quoteValues, , member] = JSON.parse(row.document) as [number, Packed, Packed, Packed, Packed | 0];
  return {
    receipt: unpackReceipt(receiptValues, receiptColumns(row)),
    memberState: member === 0 ? null : unpackMember(member, row.member_id!),
    sums: unpackSums(quoteValues, quoteColumns(row)),
  };
}

function unpackNamed({ receipt, quote, booking, member_state: member }: SaleContentsRow): SaleContents {
  const memberState = member === null ? null : { ...member, counters: unpackCounters(member.counters) };
  return { receipt: unpackStoredReceipt(receipt!), quote: unpackStoredQuote(quote!), booking: booking!, memberState };
}

function receiptColumns(row: SaleContentsRow): ReceiptColumns {
  const { store_id: storeId, terminal_id: terminalId, business_date: businessDate, receipt_number: receiptNumber } = row;
  return { storeId, terminalId, businessDate, receiptNumber, purchasedAtMs: row.purchased_ms };
}

function quoteColumns(row: SaleContentsRow): QuoteColumns {
  return {
    ruleSetVersion: row.rule_set_version,
    regularMinor: row.regular_minor,
    netMinor: row.net_minor,
    burnMinor: row.burn_minor,
    payableMinor: row.payable_minor,
    burnPoints: row.burn_points,
    earnPoints: row.earn_points,
  };
}

const STATUSES: readonly SaleState['status'][] = ['captured', 'held', 'voided'];
const BOOKING = new Set(['state', 'balance', 'holdExpiresAtMs']);
const PLAIN_STATE = new Set(['status', 'lots', 'takes', 'returned', 'givenBack', 'sequence', 'hasReturns']);

function writeBooking(booking: SaleBooking, memberId: string | null): void {
  const { state, balance, holdExpiresAtMs } = booking;
  const { returned, givenBack, sequence, hasReturns } = state;
  const isPlain = isEmpty(returned) && givenBack === 0 && sequence === 0 && !hasReturns && beside(state, PLAIN_STATE) === 0;
  const isOwn = balance !== null && balance.memberId === `mbr_${memberId}`;
  to.open();
  to.integer(STATUSES.indexOf(state.status));
  if (state.lots.length === 0) to.usual();
  else writeNumbers(to, state.lots);
  to.json(state.takes.length === 0 ? 0 : state.takes.map(({ lotNo, points }) => [lotNo, points]));
  if (isOwn) writeNumbers(to, [balance.activePoints, balance.pendingPoints, balance.heldPoints, balance.version]);
  else to.usual();
  to.integer(holdExpiresAtMs);
  const other = beside(booking, BOOKING);
  if (isPlain && (balance === null || isOwn)) to.json(other);
  else to.json({ ...(other || {}), ...(isPlain ? {} : { state }), ...(balance !== null && !isOwn ? { balance } : {}) });
  to.close();
}

function unpackBooking(values: Packed, memberId: string | null): SaleBooking {
  const own = at<number[] | null>(values, 3, null);
  const [activePoints, pendingPoints, heldPoints, version] = own ?? [];
  const state: SaleState = {
    status: STATUSES[at<number>(values, 0, 0)]!,
    returned: {},
    lots: at(values, 1, []),
    takes: at<Packed[]>(values, 2, []).map(([lotNo, points]) => ({ lotNo, points }) as SaleState['takes'][number]),
    givenBack: 0,
    sequence: 0,
    hasReturns: false,
  };
  const balance = own === null ? null : { memberId: `mbr_${memberId}`, activePoints, pendingPoints, heldPoints, version };
  return { state, balance: balance as SaleBooking['balance'], holdExpiresAtMs: at(values, 4, 0), ...at<More>(values, 5, {}) };
}
