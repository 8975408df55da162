/** The chart of accounts, numbered as in ledger.chart. The first three are a member's own; the others are sums of postings. */
export const CHART = {
  pending: 1,
  active: 2,
  held: 3,
  issued: 4,
  redeemed: 5,
  breakage: 6,
  adjusted: 7,
  inTransit: 8,
} as const;

export type AccountName = keyof typeof CHART;

export type EntryKind =
  'sale' | 'authorize' | 'capture' | 'void' | 'return' | 'release' | 'activate' | 'expire' | 'adjust' | 'grant' | 'transfer' | 'merge';

export type MoveKind =
  'earn' | 'activate' | 'hold' | 'release' | 'capture' | 'burn' | 'expire' | 'clawback' | 'give_back' | 'repay' | 'adjust' | 'transfer';

/** Points from one account to another: a debit and a credit of the same amount, so a move is balanced by construction. */
export interface Move {
  readonly kind: MoveKind;
  readonly debit: AccountName;
  readonly credit: AccountName;
  readonly points: number;
  /** The lot whose points moved; 0 where points are owed and no lot is left. */
  readonly lotNo: number;
}

export interface EntryHead {
  readonly kind: EntryKind;
  /** Null where the entry belongs to no sale. */
  readonly saleId: string | null;
  readonly storeId: string | null;
  readonly ruleSetVersion: number | null;
  /** When the event happened: purchase, return, due instant. */
  readonly eventAtMs: number;
  readonly createdAtMs: number;
  /** Why and by whom, of what a person decided. */
  readonly reason?: string;
  readonly author?: string;
}

/** One journal entry of one member: its moves, and the balances after it. */
export interface Entry extends EntryHead {
  readonly version: number;
  readonly moves: readonly Move[];
  readonly pendingAfter: number;
  readonly activeAfter: number;
  readonly heldAfter: number;
}
