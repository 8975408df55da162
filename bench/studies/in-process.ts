/** The use cases without an edge: the same receipts as on the wire, with the bench's rules compiled in this process. */
import type { CardPricesQuery, SaleCommand } from '../../src/checkout/commands.js';
import type { CheckoutDeps } from '../../src/checkout/deps.js';
import { Turns } from '../../src/checkout/turns.js';
import { compile } from '../../src/core/rules/compile.js';
import type { RuleSet } from '../../src/core/rules/rule-set.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { benchProgramme, CARD_PRICES, cardNumber, LINES, receiptNumber, STORE } from '../load/messages.js';
import { receiptOf, universeOf } from '../rule-mix.js';
import { namedOf, namedPrices, namedSku } from '../shop/stock-prices.js';
import { fixedRulebook } from '../../src/rulebook/fixed-rulebook.js';

const compiled = new Map<number, RuleSet>();

function ruleSetOf(rules: number): RuleSet {
  const found = compiled.get(rules) ?? compile(benchProgramme(rules), 1, 'bench');
  compiled.set(rules, found);
  return found;
}

/** `clock` for those who sell at other times than now. */
export function checkoutDeps(ledger: Ledger, rules: number, clock: () => number = Date.now): CheckoutDeps {
  const ruleSet = ruleSetOf(rules);
  const prices = namedPrices(rules);
  const rulebook = fixedRulebook(ruleSet, prices);
  const limits = { holdTtlMsDefault: 1, holdTtlMsMax: 1, clockAheadMsMax: Infinity, clockBehindMsMax: Infinity };
  return { ledger, rulebook, turns: new Turns(), clock, limits, onRetry: () => undefined };
}

const CALLER = { terminalId: 'T1', storeId: STORE, mayEnrol: false };

export function pricesQuery(rules: number, seed: number): CardPricesQuery {
  const skus = Array.from({ length: CARD_PRICES }, (_, k) => namedSku((seed + k) % namedOf(rules)));
  return { caller: CALLER, deadlineMs: null, skus, cardNumber: cardNumber(seed), storeId: STORE, channel: 'pos' };
}

export function saleCommand(rules: number, call: number, card: number): SaleCommand {
  const own = { storeId: STORE, terminalId: 'T1', cardNumber: cardNumber(card), receiptNumber: receiptNumber(call), purchasedAtMs: 0 };
  const receipt = { ...receiptOf(LINES, call % 1000, universeOf(rules)), ...own };
  return { caller: CALLER, deadlineMs: null, idempotencyKey: '', bodyHash: Buffer.alloc(16), receipt, expectedFingerprint: '' };
}
