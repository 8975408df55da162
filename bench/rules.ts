/**
 * Time to price a receipt against the number of live rules, with the brute force (every rule tried on every line) in the same run.
 * Each receipt counts with the least of its repeats, since other work on a machine only ever adds time. `--quick` leaves out 100,000 rules and most rounds.
 */
import { priceReceipt, priceTryingAll } from '../src/core/pricing/price.js';
import type { PriceRequest } from '../src/core/pricing/price.js';
import { findCandidates } from '../src/core/pricing/candidates.js';
import { openWork } from '../src/core/pricing/open-work.js';
import { compile } from '../src/core/rules/compile.js';
import { priceRequests } from './price-requests.js';
import { programmeOf } from './rule-mix.js';

const QUICK = process.argv.includes('--quick');
const RECEIPTS = 200;

/** Microseconds a call takes: the least of many repeats of each receipt, averaged over the receipts. */
function micros(asked: readonly PriceRequest[], call: (request: PriceRequest) => unknown, budgetMs: number): number {
  const best = asked.map(() => Infinity);
  for (const until = performance.now() + budgetMs; performance.now() < until;) {
    asked.forEach((request, i) => {
      const started = performance.now();
      call(request);
      best[i] = Math.min(best[i]!, performance.now() - started);
    });
  }
  return (best.reduce((sum, ms) => sum + ms, 0) * 1000) / asked.length;
}

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell) => String(cell).padStart(14)).join('');
}

const shown = (value: number): string => (value < 100 ? String(Math.floor(value * 10) / 10) : String(Math.floor(value)));

console.log(row(['rules', 'compile ms', 'memory MB', 'candidates', 'match µs', '10 lines µs', '100 lines µs', 'brute µs']));
warmUp();
const totals = new Map<number, { ten: number; hundred: number }>();
for (const count of QUICK ? [100, 10_000] : [100, 1_000, 10_000, 100_000]) {
  const programme = programmeOf(count);
  const before = memoryMb();
  const started = performance.now();
  const ruleSet = compile(programme, 1, 'bench');
  const compileMs = performance.now() - started;
  const memory = memoryMb() - before;
  const ten = priceRequests(ruleSet, RECEIPTS, 10, count);
  const hundred = priceRequests(ruleSet, RECEIPTS, 100, count);
  const found = ten.reduce((sum, request) => sum + findCandidates(openWork(request)).length, 0) / ten.length;
  const budget = QUICK ? 300 : 1500;
  const match = micros(ten, (request) => findCandidates(openWork(request)), budget);
  const whole = micros(ten, priceReceipt, budget);
  const long = micros(hundred, priceReceipt, budget);
  const brute = count > 10_000 ? NaN : micros(ten.slice(0, 20), priceTryingAll, budget);
  totals.set(count, { ten: whole, hundred: long });
  console.log(
    row([
      count,
      shown(compileMs),
      shown(memory),
      shown(found),
      shown(match),
      shown(whole),
      shown(long),
      Number.isNaN(brute) ? '-' : shown(brute),
    ]),
  );
}

const base = totals.get(100)!;
for (const [count, { ten, hundred }] of totals) {
  console.log(`${count} rules: ${shown(ten / base.ten)} times 100 rules; 100 lines are ${shown(hundred / ten)} times 10 lines`);
}

/** Lets the compiler of the JavaScript engine finish before anything is measured. */
function warmUp(): void {
  const ruleSet = compile(programmeOf(300), 1, 'warm');
  micros(priceRequests(ruleSet, RECEIPTS, 10, 300), priceReceipt, 2000);
}

function memoryMb(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
