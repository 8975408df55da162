import { Fault } from './invariant.js';
import type { RawReceipt } from './raw-receipt.js';
import type { Receipt } from './receipt.js';
import type { Rejection } from './rejection.js';
import type { RuleSet } from './rules/rule-set.js';

/**
 * Fills a raw receipt with the facts of catalogue and programme; the line wins over the catalogue.
 * Rejects `currency_mismatch`, `malformed` and `amount_mismatch` (the till's amount differs from unit price × quantity beyond the tolerance).
 */
export function normalise(_raw: RawReceipt, _ruleSet: RuleSet): Receipt | Rejection {
  throw new Fault('not built yet');
}
