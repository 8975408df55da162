/**
 * A short hash of what the customer sees and the ledger books: amounts, who gave them, points with their terms, codes, counters. It does not
 * cover the clock, the version of rules or member, the forecast or the reasons, since those may change while the sale stays the same.
 */
import { divFloor } from '../money.js';
import type { Quote } from '../quote.js';

type Seen = Omit<Quote, 'fingerprint'>;

/** Two 32-bit lanes that mix the same values differently. */
interface Lanes {
  a: number;
  b: number;
}

function mix(lanes: Lanes, value: number): void {
  const a = Math.imul(lanes.a ^ value, 0x01000193);
  lanes.a = a ^ (a >>> 15);
  const b = Math.imul(lanes.b ^ value, 0x85ebca6b);
  lanes.b = (b << 13) | (b >>> 19);
}

/** Both halves of a safe integer. */
function addNumber(lanes: Lanes, value: number): void {
  mix(lanes, value | 0);
  if (value > 0x7fffffff) mix(lanes, divFloor(value, 0x100000000));
}

function addText(lanes: Lanes, value: string): void {
  for (let i = 0; i < value.length; i++) mix(lanes, value.charCodeAt(i));
  mix(lanes, value.length);
}

function hex({ a, b }: Lanes): string {
  const first = Math.imul(a ^ (b >>> 16), 0xc2b2ae35) >>> 0;
  const second = Math.imul(b ^ (first >>> 13), 0x27d4eb2f) >>> 0;
  return first.toString(16).padStart(8, '0') + second.toString(16).padStart(8, '0');
}

/** 16 hexadecimal digits. `activations` stand for the activation of each earn item, see `activationMark`. */
export function fingerprintOf(quote: Seen, activations: readonly number[]): string {
  const hash: Lanes = { a: 0x811c9dc5 | 0, b: 0x1b873593 };
  for (const line of quote.lines) {
    addNumber(hash, line.lineNumber);
    addNumber(hash, line.quantityMilli);
    addNumber(hash, line.regularMinor);
    addNumber(hash, line.burnMinor);
    addNumber(hash, line.burnPoints);
    for (const { ruleId, amountMinor } of line.discounts) {
      addText(hash, ruleId);
      addNumber(hash, amountMinor);
    }
    for (const { quantityMilli, netMinor } of line.portions) {
      addNumber(hash, quantityMilli);
      addNumber(hash, netMinor);
    }
  }
  quote.earn.forEach((item, i) => {
    addText(hash, item.ruleId);
    for (const points of item.byLine) addNumber(hash, points);
    addNumber(hash, activations[i]!);
    addNumber(hash, item.expiresAtMs ?? 0);
  });
  hashBookings(hash, quote);
  return hex(hash);
}

function hashBookings(hash: Lanes, quote: Seen): void {
  for (const { code, applied } of quote.coupons) {
    addText(hash, code);
    addNumber(hash, applied ? 1 : 0);
  }
  for (const { key, times, minor, points } of quote.usage) {
    addText(hash, key);
    addNumber(hash, times);
    addNumber(hash, minor);
    addNumber(hash, points);
  }
  for (const { seriesId } of quote.issues) addText(hash, seriesId);
  for (const { ruleId, code } of quote.messages) {
    addText(hash, ruleId);
    addText(hash, code);
  }
}
