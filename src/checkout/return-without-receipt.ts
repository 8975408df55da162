import { Fault } from '../core/invariant.js';
import { least, lineAmount, total, type EpochMs, type Milli, type Minor } from '../core/money.js';
import { isRejection, reject, type Rejection } from '../core/rejection.js';
import type { RuleSet } from '../core/rules/rule-set.js';
import { bucketOf } from '../ledger/bucket.js';
import { publicId, uuidv7 } from '../ledger/ids.js';
import type { Caller, ReceiptKey } from './commands.js';
import { assertInTime } from './deadline.js';
import type { CheckoutDeps } from './deps.js';
import { operationKeyText, receiptKeyText } from './keys.js';
import { keyReused } from './replay.js';

export interface UnreceiptedLine {
  readonly lineNumber: number;
  readonly sku: string;
  readonly quantityMilli: Milli;
  /** The till's price, or null. */
  readonly unitPriceMinor: Minor | null;
}

export interface ReturnWithoutReceiptCommand {
  readonly caller: Caller;
  readonly deadlineMs: EpochMs | null;
  readonly idempotencyKey: string;
  readonly bodyHash: Buffer;
  readonly receipt: ReceiptKey;
  readonly lines: readonly UnreceiptedLine[];
  readonly reason: string;
}

export interface ReturnWithoutReceiptResult {
  readonly returnId: string;
  readonly lines: readonly { readonly lineNumber: number; readonly unitPriceMinor: Minor; readonly refundMinor: Minor }[];
  readonly refundMinor: Minor;
  readonly replayed: boolean;
}

type Answer = Omit<ReturnWithoutReceiptResult, 'replayed'>;

/**
 * Takes goods back whose receipt is lost, where the programme allows it: for the lowest price they are known to have had, and without
 * points, for nobody knows what was earned or burned on them.
 *
 * Rejects `no_live_rules`, `receipt_needed` (the programme's default), `malformed` (no price is known) and `key_reused`.
 */
export async function returnWithoutReceipt(
  deps: CheckoutDeps,
  command: ReturnWithoutReceiptCommand,
): Promise<ReturnWithoutReceiptResult | Rejection> {
  const { caller, receipt, bodyHash } = command;
  const key = operationKeyText('unreceipted', caller.storeId, command.idempotencyKey, receiptKeyText(receipt));
  const earlier = async (): Promise<ReturnWithoutReceiptResult | Rejection | null> => {
    const stored = await deps.ledger.unreceiptedByKey(key);
    if (stored === null) return null;
    return keyReused({ bodyHash: stored.bodyHash, kind: 'return' }, bodyHash, 'return') ?? { ...(stored.answer as Answer), replayed: true };
  };
  const known = await earlier();
  if (known !== null) return known;
  const nowMs = deps.clock();
  const ruleSet = deps.rulebook.current();
  if (ruleSet === null) return reject('no_live_rules', 'No programme is published yet: publish one and repeat the call');
  const lines = priced(deps, ruleSet, command.lines, nowMs);
  if (isRejection(lines)) return lines;
  const bucket = bucketOf(receipt.terminalId);
  const returnId = uuidv7(nowMs, bucket);
  const answer: Answer = { returnId: publicId('ret', returnId), lines, refundMinor: total(lines.map((line) => line.refundMinor)) };
  assertInTime(command.deadlineMs, deps.clock());
  const row = { bucket, returnId, key, bodyHash, ...receipt, ruleSetVersion: ruleSet.version, refundMinor: answer.refundMinor };
  if (await deps.ledger.bookUnreceipted({ ...row, reason: command.reason, createdAtMs: nowMs, answer }))
    return { ...answer, replayed: false };
  const first = await earlier();
  if (first === null) throw new Fault(`the key ${key} is taken by nothing`);
  return first;
}

function priced(deps: CheckoutDeps, ruleSet: RuleSet, lines: readonly UnreceiptedLine[], nowMs: EpochMs): Answer['lines'] | Rejection {
  if (ruleSet.programme.settings?.returns?.withoutReceipt !== 'lowest_price')
    return reject('receipt_needed', 'Goods come back with their receipt only: find the sale and return it', 'lines');
  const answered: { lineNumber: number; unitPriceMinor: Minor; refundMinor: Minor }[] = [];
  for (const [position, { lineNumber, sku, quantityMilli, unitPriceMinor }] of lines.entries()) {
    const lowest = lowestPrice(deps, ruleSet, sku, unitPriceMinor, nowMs);
    if (lowest === null) return reject('malformed', `No price of ${sku} is known: send one`, `lines[${position}].unit_price_minor`);
    answered.push({ lineNumber, unitPriceMinor: lowest, refundMinor: lineAmount(lowest, quantityMilli) });
  }
  return answered;
}

/** The least of the till's price, the catalogue's, and every card price of the live rules that has been in force by now. */
function lowestPrice(deps: CheckoutDeps, ruleSet: RuleSet, sku: string, given: Minor | null, nowMs: EpochMs): Minor | null {
  const catalogue = (deps.rulebook.product(sku) ?? ruleSet.catalogue.products.get(sku))?.unitPriceMinor as Minor | undefined;
  const special = (ruleSet.catalogue.prices.get(sku) ?? []).filter((price) => price.fromMs <= nowMs).map((price) => price.unitPriceMinor);
  const apart = deps.rulebook.prices().lowest(sku, nowMs);
  const all = [
    ...(apart === null ? [] : [apart]),
    ...(given === null ? [] : [given]),
    ...(catalogue === undefined ? [] : [catalogue]),
    ...special,
  ];
  return all.length === 0 ? null : all.reduce((a, b) => least(a, b));
}
