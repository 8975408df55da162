/** A checkout on a real ledger with a fixed clock and a programme compiled in place of a published one. */
import { createHash } from 'node:crypto';
import type { CheckoutDeps } from '../../src/checkout/deps.js';
import type { SaleCommand } from '../../src/checkout/commands.js';
import { Turns } from '../../src/checkout/turns.js';
import { milli, minor, points } from '../../src/core/money.js';
import type { RawReceipt } from '../../src/core/raw-receipt.js';
import { compile } from '../../src/core/rules/compile.js';
import type { Programme } from '../../src/core/rules/types.js';
import { enrolMembers } from '../../src/ledger/enrol.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { freshDatabase } from '../support/database.js';
import { fixedRulebook } from '../../src/rulebook/fixed-rulebook.js';

export const NOW = Date.parse('2026-11-22T12:00:00Z');
export const DAY_MS = 86_400_000;
export const TILL = { terminalId: 't1', storeId: 's1', mayEnrol: true };

/** 10 % off coffee, 1 point a unit of currency with a year to live and a day to activate, points worth a hundredth each. */
export const PROGRAMME: Programme = {
  format: 'tallystick/1',
  id: 'test',
  name: 'Test',
  currency: 'GBP',
  minorDigits: 2,
  pointScale: 0,
  timeZone: 'UTC',
  settings: { burn: { rate: { points: 1, minor: 1 }, shareMaxBps: 5000, minMoneyMinor: 100 } },
  stores: [{ id: 's1' }, { id: 's2' }],
  rules: [
    { id: 'coffee', name: '10 % off coffee', stage: 'line', lines: { skus: ['coffee'] }, benefit: { kind: 'percent', rateBps: 1000 } },
    {
      id: 'earn',
      name: 'A point for each 1.00',
      stage: 'earn',
      when: { kind: 'member' },
      benefit: { kind: 'earnPerAmount', points: 1, perMinor: 100 },
    },
  ],
};

export interface OpenCheckout {
  readonly deps: CheckoutDeps;
  readonly databaseUrl: string;
  /** Sets the clock. */
  at(ms: number): void;
  newCard(): Promise<string>;
  close(): Promise<void>;
}

let counter = 0;

export async function openCheckout(programme: Programme = PROGRAMME, engines = 1): Promise<OpenCheckout & { others: CheckoutDeps[] }> {
  const database = await freshDatabase();
  let nowMs = NOW;
  const all = Array.from({ length: engines }, () => checkoutOn(database.url, programme, () => nowMs));
  const deps: CheckoutDeps = all[0]!;
  const others: CheckoutDeps[] = all.slice(1);
  return {
    deps,
    databaseUrl: database.url,
    others,
    at: (ms) => void (nowMs = ms),
    newCard: async () => (await enrolMembers(deps.ledger.pool, [{ cardNumber: `c${++counter}` }]))[0]!.cardNumber,
    async close() {
      await Promise.all(all.map(({ ledger }) => ledger.close()));
      await database.drop();
    },
  };
}

/** The same on a database that is there already: an engine more, or one in a process of its own. */
export function checkoutOn(databaseUrl: string, programme: Programme, clock: () => number): CheckoutDeps {
  const ruleSet = compile(programme, 1, 'hash');
  const rulebook = fixedRulebook(ruleSet);
  const limits = { holdTtlMsDefault: 900_000, holdTtlMsMax: 3_600_000, clockAheadMsMax: 60_000, clockBehindMsMax: 0 };
  const options = { lanes: 2, batchMax: 64, queueMax: 5000, queryTimeoutMs: 5000, connectTimeoutMs: 2000, readConnectionsMax: 3 };
  return { ledger: new Ledger({ databaseUrl, ...options }), rulebook, turns: new Turns(), clock, limits, onRetry: () => undefined };
}

export interface Basket {
  readonly card?: string;
  readonly number?: string;
  readonly lines?: readonly (readonly [sku: string, units: number, unitPriceMinor: number])[];
  readonly burn?: number | 'max';
  readonly store?: string;
  readonly at?: number;
  readonly coupons?: readonly string[];
}

export function receiptOf(basket: Basket): RawReceipt {
  const { burn } = basket;
  return {
    storeId: basket.store ?? 's1',
    terminalId: 't1',
    businessDate: '2026-11-22',
    receiptNumber: basket.number ?? `n${++counter}`,
    purchasedAtMs: basket.at ?? 0,
    currency: '',
    channel: 'pos',
    cardNumber: basket.card ?? '',
    lines: (basket.lines ?? [['coffee', 1, 1000]]).map(([sku, units, price], k) => ({
      lineNumber: k + 1,
      sku,
      quantityMilli: milli(units * 1000),
      unitPriceMinor: minor(price),
      amountMinor: null,
      weighed: false,
      minimumMinor: minor(0),
      categories: [],
      brand: '',
      tags: [],
      attributes: {},
      notDiscountable: false,
      notBurnable: false,
      notEarning: false,
    })),
    coupons: basket.coupons ?? [],
    tenders: [],
    attributes: {},
    burn: burn === undefined ? { kind: 'none' } : burn === 'max' ? { kind: 'max' } : { kind: 'points', points: points(burn) },
  };
}

export const hashOf = (content: unknown): Buffer => createHash('sha256').update(JSON.stringify(content)).digest().subarray(0, 16);

export function saleOf(basket: Basket, extra: Partial<SaleCommand> = {}): SaleCommand {
  const receipt = receiptOf(basket);
  const effect = { caller: TILL, deadlineMs: null, idempotencyKey: '', bodyHash: hashOf(receipt) };
  return { ...effect, receipt, expectedFingerprint: '', ...extra };
}
