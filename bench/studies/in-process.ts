/** The use cases without an edge: the same receipts as on the wire, with the bench's rules compiled in this process. */
import { NO_PRICE_BOOK } from '../../src/core/price-book.js';
import type { SaleCommand } from '../../src/checkout/commands.js';
import type { CheckoutDeps } from '../../src/checkout/deps.js';
import { Turns } from '../../src/checkout/turns.js';
import { compile } from '../../src/core/rules/compile.js';
import type { RuleSet } from '../../src/core/rules/rule-set.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { benchProgramme, cardNumber, LINES, receiptNumber, STORE } from '../load/messages.js';
import { receiptOf, universeOf } from '../rule-mix.js';

const compiled = new Map<number, RuleSet>();

function ruleSetOf(rules: number): RuleSet {
  const found = compiled.get(rules) ?? compile(benchProgramme(rules), 1, 'bench');
  compiled.set(rules, found);
  return found;
}

const APART = { prices: () => NO_PRICE_BOOK, pricesAt: () => Promise.resolve(NO_PRICE_BOOK) };

export function checkoutDeps(ledger: Ledger, rules: number): CheckoutDeps {
  const ruleSet = ruleSetOf(rules);
  const found = Promise.resolve(ruleSet);
  const rulebook = {
    current: () => ruleSet,
    version: () => found,
    liveAt: () => found,
    product: () => undefined,
    withAbove: (categories: readonly string[]) => categories,
    ...APART,
  };
  const limits = { holdTtlMsDefault: 1, holdTtlMsMax: 1, clockAheadMsMax: Infinity, clockBehindMsMax: Infinity };
  return { ledger, rulebook, turns: new Turns(), clock: Date.now, limits, onRetry: () => undefined };
}

export function saleCommand(rules: number, call: number, card: number): SaleCommand {
  const own = { storeId: STORE, terminalId: 'T1', cardNumber: cardNumber(card), receiptNumber: receiptNumber(call), purchasedAtMs: 0 };
  const receipt = { ...receiptOf(LINES, call % 1000, universeOf(rules)), ...own };
  const caller = { terminalId: 'T1', storeId: STORE, mayEnrol: false };
  return { caller, deadlineMs: null, idempotencyKey: '', bodyHash: Buffer.alloc(16), receipt, expectedFingerprint: '' };
}
