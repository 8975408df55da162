/** One case's world: its wallets are members on a real ledger, its clock is ours to turn. */
import { hash } from 'node:crypto';
import type { Caller } from '../../../checkout/commands.js';
import type { CheckoutDeps } from '../../../checkout/deps.js';
import { getMember } from '../../../checkout/get-member.js';
import { grant } from '../../../checkout/grant.js';
import { milli, minor, points as asPoints } from '../../../core/money.js';
import type { RawReceipt } from '../../../core/raw-receipt.js';
import { isRejection } from '../../../core/rejection.js';
import { enrolMembers } from '../../../ledger/enrol.js';
import type { Engine } from './engine.js';
import type { LedgerCase } from './ledger-case.js';

/** Our ledger lets nobody spend below zero; a wallet that may go there is given this line of credit, which its balance leaves out. */
const CREDIT_LINE = 1_000_000_000;
export const CALLER: Caller = { terminalId: 't', storeId: 's', mayEnrol: true };
export const BUSINESS_DATE = '2026-11-22';

/** A hold as the case sees it; one that keeps its rest is another hold of ours after each commit. */
export interface HoldState {
  holdId: string;
  readonly card: string;
  expiresAtMs: number;
}

/** What an id of the case stands for. */
export type Done =
  | { readonly kind: 'grant'; readonly operationId: string }
  | { readonly kind: 'sale'; readonly saleId: string; readonly points: number }
  | { readonly kind: 'post'; readonly operationIds: readonly string[] };

export class World {
  readonly holds = new Map<string, HoldState>();
  readonly done = new Map<string, Done>();
  private readonly wallets = new Map<string, { readonly card: string; readonly credit: number }>();

  constructor(
    readonly engine: Engine,
    readonly neutral: LedgerCase,
  ) {}

  get deps(): CheckoutDeps {
    return this.engine.deps;
  }

  async open(): Promise<void> {
    const { opening, allow_negative: negative } = this.neutral;
    for (const [wallet, amount] of Object.entries(opening)) {
      const below = negative === true || (Array.isArray(negative) && negative.includes(wallet)) || amount < 0 || this.hasFloor(wallet);
      await this.openWallet(wallet, amount, below ? CREDIT_LINE : 0);
    }
  }

  /** The card of a wallet; one that the case did not open is an account of a general ledger, and may go below zero. */
  async card(wallet: string): Promise<string> {
    return (this.wallets.get(wallet) ?? (await this.openWallet(wallet, 0, CREDIT_LINE))).card;
  }

  /** What the wallet may still spend, counted from a floor. */
  async available(wallet: string): Promise<number> {
    const card = await this.card(wallet);
    const { balance } = must(await getMember(this.deps, { caller: CALLER, deadlineMs: null, by: { cardNumber: card } }));
    return balance.activePoints - this.wallets.get(wallet)!.credit;
  }

  /** [available, held, spent]. */
  async balance(wallet: string): Promise<[number, number, number]> {
    const card = await this.card(wallet);
    const view = must(await getMember(this.deps, { caller: CALLER, deadlineMs: null, by: { cardNumber: card } }));
    const { activePoints, heldPoints } = view.balance;
    return [activePoints - this.wallets.get(wallet)!.credit, heldPoints, await this.engine.redeemed(view.memberId)];
  }

  key(id: string): string {
    return `${this.neutral.id}/${id}`;
  }

  effect(id: string, body: unknown): { caller: Caller; deadlineMs: null; idempotencyKey: string; bodyHash: Buffer } {
    const words = ['id', 'expect', 'note', 'comment'];
    const text = JSON.stringify([id, body], (name, value: unknown) => (words.includes(name) ? undefined : value));
    const bodyHash = hash('sha256', text, 'buffer').subarray(0, 16);
    return { caller: CALLER, deadlineMs: null, idempotencyKey: this.key(id), bodyHash };
  }

  /** A receipt of one weighed line that costs as many minor units as it can burn points, so that any part of it is a whole point. */
  receipt(card: string, units: number, burn: RawReceipt['burn'], number: string, currency = ''): RawReceipt {
    const facts = { weighed: true, minimumMinor: minor(0), categories: [], brand: '', tags: [], attributes: {} };
    const flags = { notDiscountable: true, notBurnable: false, notEarning: true };
    const line = {
      lineNumber: 1,
      sku: 'points',
      quantityMilli: milli(units),
      unitPriceMinor: minor(1000),
      amountMinor: null,
      ...facts,
      ...flags,
    };
    const place = { storeId: CALLER.storeId, terminalId: CALLER.terminalId, businessDate: BUSINESS_DATE, receiptNumber: this.key(number) };
    const none = { coupons: [], tenders: [], attributes: {} };
    return { ...place, ...none, purchasedAtMs: 0, currency, channel: 'pos', cardNumber: card, lines: [line], burn };
  }

  /**
   * Keys of sales, of operations on sales and of operations on members are three spaces of the engine; the ids of a case are one. So what
   * a careful client would ask first is asked here: which kinds of effect this id stands for already.
   */
  async spacesOf(id: string): Promise<('sale' | 'operation' | 'member')[]> {
    const { ledger } = this.deps;
    const key = `${CALLER.storeId}\u001f${this.key(id)}`;
    const found = [
      ['sale', await ledger.saleByIdempotencyKey(key)],
      ['operation', await ledger.operationByKey(`id\u001f${key}`)],
      ['member', await ledger.memberOperationByKey(key)],
    ] as const;
    return found.filter(([, stored]) => stored !== null).map(([space]) => space);
  }

  private hasFloor(wallet: string): boolean {
    return this.neutral.steps.some(
      (step) => step.op === 'burn_lots' && (step.floor?.[wallet] ?? step.floor_seq?.[step.order.indexOf(wallet)] ?? 0) < 0,
    );
  }

  private async openWallet(wallet: string, amount: number, credit: number): Promise<{ card: string; credit: number }> {
    const card = this.key(wallet);
    await enrolMembers(this.deps.ledger.pool, [{ cardNumber: card }]);
    const opened = { card, credit };
    this.wallets.set(wallet, opened);
    if (amount + credit > 0) {
      const bonus = { ...this.effect(`open ${wallet}`, amount), member: { cardNumber: card }, reason: 'opening', author: 'golden' };
      must(await grant(this.deps, { ...bonus, points: asPoints(amount + credit) }));
    }
    return opened;
  }
}

/** An answer that cannot be refused, or else the adapter is wrong. */
export function must<T>(answer: T): Exclude<T, { rejection: unknown }> {
  if (isRejection(answer)) throw new Error(`${answer.rejection}: ${answer.message}`);
  return answer as Exclude<T, { rejection: unknown }>;
}
