/** The shop of the file on the real use cases: sends its documents, and keeps what it was answered. */
import { createHash } from 'node:crypto';
import { adjust } from '../../../src/checkout/adjust.js';
import type { CheckoutDeps } from '../../../src/checkout/deps.js';
import { returnSale } from '../../../src/checkout/return.js';
import { sale } from '../../../src/checkout/sale.js';
import { milli, minor, points } from '../../../src/core/money.js';
import type { RawReceipt } from '../../../src/core/raw-receipt.js';
import { isRejection, type Rejection } from '../../../src/core/rejection.js';
import { instantOf } from '../../../src/core/time.js';
import type { RecordLine, ReplayRecord } from '../../../src/edge/cli/replay/record.js';
import { planReturn } from '../../../src/edge/cli/replay/requests.js';
import { Schedule } from '../../../src/edge/cli/replay/schedule.js';
import { salesOf } from './read-months.js';
import { storeOf, ZONE } from './programme.js';

/** What the answers sum to; the ledger must come to the same. */
export interface Answered {
  sales: number;
  saleLines: number;
  returns: number;
  late: number;
  earned: number;
  burned: number;
  clawedBack: number;
  givenBack: number;
  adjusted: number;
}

export interface Shop {
  readonly deps: CheckoutDeps;
  /** Sets the clock; it never goes back. */
  readonly at: (ms: number) => void;
  readonly answered: Answered;
  /** Sale ids and stores by the file's ids. */
  readonly sold: Map<string, { readonly saleId: string; readonly storeId: string }>;
}

const CONCURRENCY = 48;
const NONE = { categories: [], brand: '', tags: [], attributes: {}, notBurnable: false };

const hashOf = (content: unknown): Buffer => createHash('sha256').update(JSON.stringify(content)).digest().subarray(0, 16);

function ok<T>(result: T | Rejection, what: string): T {
  if (isRejection(result)) throw new Error(`${what}: ${result.rejection}: ${result.message}`);
  return result;
}

/** Sends documents side by side, those of one card in their order; the clock follows their times. */
export async function sendAll(shop: Shop, records: readonly ReplayRecord[]): Promise<void> {
  const schedule = new Schedule(CONCURRENCY);
  for (const record of records) {
    shop.at(instantOf(record.time, ZONE));
    const work = (): Promise<void> => (record.kind === 'sale' ? sell(shop, record) : takeBack(shop, record));
    await schedule.add({ id: record.id, queue: record.card, after: salesOf(record), work });
  }
  await schedule.drain();
}

async function sell(shop: Shop, record: ReplayRecord & { readonly country?: string }): Promise<void> {
  const storeId = storeOf(record.country ?? '');
  const receipt = receiptOf(record, storeId);
  const caller = { terminalId: 't1', storeId, mayEnrol: false };
  const effect = { caller, deadlineMs: null, idempotencyKey: '', bodyHash: hashOf(receipt) };
  const { quote, saleId } = ok(await sale(shop.deps, { ...effect, receipt, expectedFingerprint: '' }), record.id);
  shop.sold.set(record.id, { saleId, storeId });
  shop.answered.sales++;
  shop.answered.saleLines += quote.lines.length;
  shop.answered.earned += quote.totals.earnPoints;
  shop.answered.burned += quote.totals.burnPoints;
}

/** Every third receipt with a card pays with what points it may. */
function receiptOf(record: ReplayRecord, storeId: string): RawReceipt {
  const burns = record.card !== null && Number(record.id.slice(-2)) % 3 === 0;
  return {
    storeId,
    terminalId: 't1',
    businessDate: record.time.slice(0, 10),
    receiptNumber: record.id,
    purchasedAtMs: instantOf(record.time, ZONE),
    currency: 'GBP',
    channel: 'pos',
    cardNumber: record.card ?? '',
    lines: record.lines.map(lineOf),
    coupons: [],
    tenders: [],
    attributes: {},
    burn: { kind: burns ? 'max' : 'none' },
  };
}

function lineOf({ sku, qty, unit, svc }: RecordLine, k: number): RawReceipt['lines'][number] {
  const amounts = { quantityMilli: milli(qty * 1000), unitPriceMinor: minor(unit), amountMinor: null, minimumMinor: minor(0) };
  const isService = svc !== undefined;
  return { lineNumber: k + 1, sku, ...amounts, ...NONE, weighed: false, notDiscountable: isService, notEarning: isService };
}

async function takeBack(shop: Shop, record: ReplayRecord): Promise<void> {
  for (const { saleRecordId, lines } of planReturn(record).parts) {
    const sold = shop.sold.get(saleRecordId);
    if (sold === undefined) continue;
    const { storeId, saleId } = sold;
    const receipt = { storeId, terminalId: 't1', businessDate: record.time.slice(0, 10), receiptNumber: `${record.id}/${saleRecordId}` };
    const effect = {
      caller: { terminalId: 't1', storeId, mayEnrol: false },
      deadlineMs: null,
      idempotencyKey: '',
      bodyHash: hashOf(receipt),
    };
    const back = lines.map(({ lineNumber, quantityMilli }) => ({ lineNumber: lineNumber!, quantityMilli: milli(Number(quantityMilli)) }));
    const target = { by: 'sale_id' as const, saleId };
    const returnedAtMs = instantOf(record.time, ZONE);
    const result = ok(await returnSale(shop.deps, { ...effect, target, receipt, returnedAtMs, lines: back, reason: 'replay' }), record.id);
    shop.answered.returns++;
    shop.answered.clawedBack += result.clawbackPoints;
    shop.answered.givenBack += result.giveBackPoints;
  }
}

/** A correction by hand, as every month has some. */
export async function correct(shop: Shop, cardNumber: string, key: string): Promise<void> {
  const caller = { terminalId: 't1', storeId: 'home', mayEnrol: false, mayOperate: true };
  const effect = { caller, deadlineMs: null, idempotencyKey: key, bodyHash: hashOf(key), reason: 'a wrong card', author: 'finance' };
  const what = { member: { cardNumber }, direction: 'add' as const, points: points(40), mayGoBelowZero: false };
  ok(await adjust(shop.deps, { ...effect, ...what }), key);
  shop.answered.adjusted += 40;
}
