import { runCase } from '../../src/edge/cli/golden/run-case.js';
import type { CaseResult } from '../../src/edge/cli/golden/run-case.js';

export type Fields = Readonly<Record<string, unknown>>;
export type Row = readonly [what: string, parts: Fields, expect: Fields];

export const line = (id: string, qty: number, unit: number, more: Fields = {}): Fields => ({ id, sku: id, qty, unit, ...more });
export const lines = (...all: Fields[]): Fields => ({ lines: all });
const one = lines(line('a', 1, 10_000));
const rule = (action: Fields, more: Fields = {}): Fields => ({ id: 'r', action, ...more });
export const only = (action: Fields, more: Fields = {}): Fields => ({ rules: [rule(action, more)] });
export const on = (now: string): Fields => ({ context: { now } });

/** A case of one line of 100.00, and whatever a row adds. */
export function run(parts: Fields, expect: Fields): CaseResult {
  return runCase({ id: 'x', name: 'x', portability: 'universal', currency: 'EUR', scale: 2, receipt: one, ...parts, expect });
}

export const TEN = { type: 'order_percent', value: '10' };
