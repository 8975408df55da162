/** The same commands through the use cases of an engine, on a real ledger. */
import { createHash } from 'node:crypto';
import { adjust } from '../../../src/checkout/adjust.js';
import { authorize } from '../../../src/checkout/authorize.js';
import { block } from '../../../src/checkout/block.js';
import { capture } from '../../../src/checkout/capture.js';
import type { Balance } from '../../../src/checkout/commands.js';
import type { CheckoutDeps } from '../../../src/checkout/deps.js';
import { erase } from '../../../src/checkout/erase.js';
import { getMember } from '../../../src/checkout/get-member.js';
import { grant } from '../../../src/checkout/grant.js';
import { merge } from '../../../src/checkout/merge.js';
import { returnSale } from '../../../src/checkout/return.js';
import { reverse } from '../../../src/checkout/reverse.js';
import { sale } from '../../../src/checkout/sale.js';
import { transfer } from '../../../src/checkout/transfer.js';
import { unblock } from '../../../src/checkout/unblock.js';
import { voidSale } from '../../../src/checkout/void.js';
import { milli, minor, points } from '../../../src/core/money.js';
import type { RawReceipt } from '../../../src/core/raw-receipt.js';
import { isRejection, type Rejection } from '../../../src/core/rejection.js';
import type { Command, MemberFacts, Outcome } from './command.js';

/** What the engine calls the things that the stream names. */
export interface Names {
  readonly cards: Map<string, string>;
  readonly members: Map<string, string>;
  readonly sales: Map<string, string>;
  readonly operations: Map<string, string>;
}

export interface Answered extends Outcome {
  readonly replayed: boolean;
  /** Account version after it; orders what raced. */
  readonly version: number;
  /** Everything that was answered, but for `replayed`. */
  readonly answer: object;
}

const CALLER = { terminalId: 't', storeId: 's', mayEnrol: true };
const DATE = '2026-11-22';

export class Executor {
  constructor(
    private readonly deps: CheckoutDeps,
    private readonly names: Names,
  ) {}

  async run(command: Command): Promise<Answered> {
    for (;;) {
      const result = await this.call(command);
      // The caller does what the refusal says: it repeats the call.
      if (isRejection(result) && result.rejection === 'concurrent_update') continue;
      if (isRejection(result)) return { result: result.rejection, replayed: false, version: 0, answer: result };
      const { replayed, ...answer } = result;
      return { result: 'ok', ...factsOf(command, answer), replayed, version: answer.balance?.version ?? 0, answer };
    }
  }

  async view(member: string): Promise<MemberFacts> {
    const result = await getMember(this.deps, { caller: CALLER, deadlineMs: null, by: { memberId: this.names.members.get(member)! } });
    if (isRejection(result)) throw new Error(result.message);
    return {
      balance: triple(result.balance),
      lots: result.lots.map((lot) => [lot.points, lot.pending, lot.activatesAtMs, lot.expiresAtMs]),
    };
  }

  private async call(command: Command): Promise<Result | Rejection> {
    const bodyHash = createHash('sha256').update(JSON.stringify(command)).digest().subarray(0, 16);
    const effect = { caller: CALLER, deadlineMs: null, idempotencyKey: command.key, bodyHash };
    const decision = { ...effect, reason: 'model', author: 'model' };
    const of = (name: string) => ({ memberId: this.names.members.get(name)! });
    const lines = (units: number) => (units === 0 ? [] : [{ lineNumber: 1, quantityMilli: milli(units * 1000) }]);
    switch (command.op) {
      case 'sale':
        return this.named(command.key, await sale(this.deps, { ...effect, receipt: this.receipt(command), expectedFingerprint: '' }));
      case 'authorize': {
        const request = { ...effect, receipt: this.receipt(command), expectedFingerprint: '', holdTtlMs: command.ttl };
        return this.named(command.key, await authorize(this.deps, request));
      }
      case 'capture': {
        const holdId = this.names.sales.get(command.sale)!.replace('rcp_', 'hld_');
        return capture(this.deps, { ...effect, holdId, lines: lines(command.units) });
      }
      case 'void': {
        const saleId = this.names.sales.get(command.sale)!;
        const holdId = saleId.replace('rcp_', 'hld_');
        const target = command.asHold ? { by: 'hold_id' as const, holdId } : { by: 'sale_id' as const, saleId };
        return voidSale(this.deps, { ...effect, target, businessDate: DATE, reason: 'model' });
      }
      case 'return': {
        const target = { by: 'sale_id' as const, saleId: this.names.sales.get(command.sale)! };
        const receipt = { storeId: 's', terminalId: 't', businessDate: DATE, receiptNumber: command.key };
        return returnSale(this.deps, { ...effect, target, receipt, returnedAtMs: 0, lines: lines(command.units), reason: 'model' });
      }
      case 'add':
      case 'take': {
        const terms = 'expires' in command ? { expiresAtMs: command.expires, mayGoBelowZero: false } : { mayGoBelowZero: command.below };
        const direction = 'expires' in command ? ('add' as const) : ('take' as const);
        const request = { ...decision, member: of(command.member), direction, points: points(command.points), ...terms };
        return this.operated(command.key, await adjust(this.deps, request));
      }
      case 'grant': {
        const request = { ...decision, member: of(command.member), points: points(command.points), expiresAtMs: command.expires };
        return this.operated(command.key, await grant(this.deps, request));
      }
      case 'transfer': {
        const request = { ...decision, from: of(command.from), to: of(command.to), points: points(command.points) };
        return this.operated(command.key, await transfer(this.deps, request));
      }
      case 'reverse': {
        const operationId = this.names.operations.get(command.of)!;
        return this.operated(command.key, await reverse(this.deps, { ...decision, operationId, mayGoBelowZero: command.below }));
      }
      case 'block':
        return block(this.deps, { ...decision, target: of(command.member) });
      case 'unblock':
        return unblock(this.deps, { ...decision, target: of(command.member) });
      case 'merge':
        return merge(this.deps, { ...decision, fromMemberId: this.names.members.get(command.from)!, into: of(command.into) });
      case 'erase':
        return erase(this.deps, { ...decision, member: of(command.member) });
    }
  }

  private receipt(command: { key: string; member: string; units: number; price: number; burn: number }): RawReceipt {
    const facts = { weighed: false, minimumMinor: minor(0), categories: [], brand: '', tags: [], attributes: {} };
    const flags = { notDiscountable: false, notBurnable: false, notEarning: false };
    const quantities = { quantityMilli: milli(command.units * 1000), unitPriceMinor: minor(command.price), amountMinor: null };
    return {
      ...{ storeId: 's', terminalId: 't', businessDate: DATE, receiptNumber: command.key, purchasedAtMs: 0, currency: '', channel: 'pos' },
      cardNumber: this.names.cards.get(command.member)!,
      lines: [{ lineNumber: 1, sku: 'tea', ...quantities, ...facts, ...flags }],
      ...{ coupons: [], tenders: [], attributes: {} },
      burn: command.burn === 0 ? { kind: 'none' } : { kind: 'points', points: points(command.burn) },
    };
  }

  private named<T extends { saleId: string }>(key: string, result: T | Rejection): T | Rejection {
    if (!isRejection(result)) this.names.sales.set(key, result.saleId);
    return result;
  }

  private operated<T extends { operationId: string }>(key: string, result: T | Rejection): T | Rejection {
    if (!isRejection(result)) this.names.operations.set(key, result.operationId);
    return result;
  }
}

interface Result {
  readonly replayed: boolean;
  readonly balance?: Balance | null;
}

function triple({ activePoints, pendingPoints, heldPoints }: Balance): number[] {
  return [activePoints, pendingPoints, heldPoints];
}

/** Where each number of the model stands in the engine's answer. */
const NUMBERS: Partial<Record<Command['op'], Readonly<Record<string, readonly string[]>>>> = {
  sale: { burn: ['quote', 'totals', 'burnPoints'], payable: ['quote', 'totals', 'payableMinor'], earn: ['quote', 'totals', 'earnPoints'] },
  authorize: {
    burn: ['quote', 'totals', 'burnPoints'],
    payable: ['quote', 'totals', 'payableMinor'],
    earn: ['quote', 'totals', 'earnPoints'],
  },
  capture: { burn: ['totals', 'burnPoints'], payable: ['totals', 'payableMinor'], earn: ['totals', 'earnPoints'] },
  void: { released: ['releasedPoints'], clawback: ['clawbackPoints'], giveBack: ['giveBackPoints'] },
  return: {
    refund: ['refundMinor'],
    giveBack: ['giveBackPoints'],
    giveBackExpired: ['giveBackExpiredPoints'],
    clawback: ['clawbackPoints'],
    shortfall: ['shortfallPoints'],
  },
  merge: { points: ['points'], owed: ['owedPoints'] },
};

function factsOf(command: Command, answer: { readonly balance?: Balance | null }): Pick<Outcome, 'numbers' | 'balance'> {
  const paths = NUMBERS[command.op];
  const at = (path: readonly string[]): number =>
    path.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], answer) as number;
  const numbers = paths === undefined ? {} : { numbers: Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, at(path)])) };
  return { ...numbers, ...(answer.balance == null ? {} : { balance: triple(answer.balance) }) };
}
