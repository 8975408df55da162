/** What is asked of the operations on members, and what they answer. */
import type { EpochMs, Points } from '../core/money.js';
import type { Balance, Caller } from './commands.js';

export type MemberRef = { readonly cardNumber: string } | { readonly memberId: string };

/** Fields every operation carries. The key is the client's own: operations have no natural one. */
export interface MemberEffect {
  readonly caller: Caller;
  readonly deadlineMs: EpochMs | null;
  readonly idempotencyKey: string;
  readonly bodyHash: Buffer;
  /** Why, in the words of who decided it. */
  readonly reason: string;
  readonly author: string;
}

export interface AdjustCommand extends MemberEffect {
  readonly member: MemberRef;
  readonly direction: 'add' | 'take';
  readonly points: Points;
  /** Points added: when they expire; null for never, undefined for the programme's terms. */
  readonly expiresAtMs?: EpochMs | null;
  /** Points taken: the balance may go below zero. */
  readonly mayGoBelowZero: boolean;
}

export interface GrantCommand extends MemberEffect {
  readonly member: MemberRef;
  readonly points: Points;
  readonly expiresAtMs?: EpochMs | null;
}

export interface TransferCommand extends MemberEffect {
  readonly from: MemberRef;
  readonly to: MemberRef;
  readonly points: Points;
}

/** Undoes an adjust, a grant or a transfer, once. */
export interface ReverseCommand extends MemberEffect {
  readonly operationId: string;
  /** Points that were spent meanwhile leave the balance below zero; otherwise they are refused. */
  readonly mayGoBelowZero: boolean;
}

/** A card number blocks that card alone; a member id blocks the member with every card. */
export interface BlockCommand extends MemberEffect {
  readonly target: MemberRef;
}

export interface MergeCommand extends MemberEffect {
  /** The member that ends; named by its id, so that a card that moved cannot name the survivor. */
  readonly fromMemberId: string;
  readonly into: MemberRef;
}

export interface EraseCommand extends MemberEffect {
  readonly member: MemberRef;
}

interface Answered {
  readonly operationId: string;
  readonly memberId: string;
}

export interface AdjustResult extends Answered {
  readonly points: Points;
  readonly balance: Balance;
}

export interface TransferResult extends Answered {
  readonly toMemberId: string;
  readonly points: Points;
  readonly balance: Balance;
  readonly toBalance: Balance;
}

export interface ReverseResult extends Answered {
  readonly reversedOperationId: string;
  readonly points: Points;
  readonly balance: Balance;
}

export interface BlockResult extends Answered {
  readonly blocked: boolean;
}

export interface MergeResult extends Answered {
  readonly intoMemberId: string;
  /** Pending and active points that moved, and what the ended member owed. */
  readonly points: Points;
  readonly owedPoints: Points;
  readonly balance: Balance;
}

export interface EraseResult extends Answered {
  readonly cards: number;
}

export type Replayable<T> = T & { readonly replayed: boolean };
