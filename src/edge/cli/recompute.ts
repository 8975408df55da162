/** `npm run recompute`: prices past receipts again from what is stored with them. */
import { parseArgs } from 'node:util';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { isDay } from '../../core/time.js';
import type { Difference } from '../../jobs/recompute/differences.js';
import { readStoredSale } from '../../jobs/recompute/read-stored-sales.js';
import { recomputeOne, recomputeSales } from '../../jobs/recompute/recompute-sales.js';
import { publicId, uuidOf } from '../../ledger/ids.js';
import { withCheckout } from './command-checkout.js';
import { runCommand, UsageError } from './engine/run-command.js';
import { formatCount } from './till/format.js';

const HELP = `npm run recompute -- SALE_ID ...        computes these sales again
npm run recompute -- --all              all of them
npm run recompute -- --from DAY --to DAY    those purchased from DAY (included) to DAY (not included), e.g. 2026-10-01

Receipt, rule-set version, member state, codes and budgets are those stored with the sale; the answer must be the stored quote, in every
field. Differences are listed; ends with 1 where there are any.`;

const OPTIONS = { all: { type: 'boolean' }, from: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean' } } as const;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const isBulk = values.all === true || values.from !== undefined || values.to !== undefined;
  if (values.help || (positionals.length === 0) === !isBulk) return (console.log(HELP), values.help ? 0 : 2);
  if (isBulk) return withCheckout((deps) => bulk(deps, day(values.from ?? '1970-01-01'), day(values.to ?? '9999-12-31')));
  return withCheckout((deps) => these(deps, positionals));
}

async function bulk({ ledger, rulebook }: CheckoutDeps, from: Date, to: Date): Promise<number> {
  const started = performance.now();
  const { sales, differing } = await recomputeSales(ledger.pool, rulebook, { from, to }, ({ saleId }, found) => print(saleId, found));
  const seconds = Math.ceil((performance.now() - started) / 1000);
  console.log(`${formatCount(sales)} sales computed again in ${seconds} s, ${formatCount(differing)} differ.`);
  return differing === 0 ? 0 : 1;
}

async function these({ ledger, rulebook }: CheckoutDeps, saleIds: readonly string[]): Promise<number> {
  let differing = 0;
  for (const saleId of saleIds) {
    const uuid = uuidOf('rcp', saleId);
    const sale = uuid === null ? null : await readStoredSale(ledger.pool, uuid);
    if (sale === null) throw new UsageError(`There is no sale ${saleId}; its id begins with rcp_`);
    const found = await recomputeOne(rulebook, sale);
    if (found.length > 0) differing++;
    if (found.length > 0) print(sale.saleId, found);
    else console.log(`${saleId}  the same, by rule-set version ${sale.ruleSetVersion}`);
  }
  return differing === 0 ? 0 : 1;
}

function print(saleId: string, found: readonly Difference[]): void {
  console.log(`${publicId('rcp', saleId)}  differs:`);
  for (const { path, stored, computed } of found)
    console.log(`  ${path}: stored ${JSON.stringify(stored)}, computed ${JSON.stringify(computed)}`);
}

function day(text: string): Date {
  const date = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || !isDay(text) || Number.isNaN(date.getTime()))
    throw new UsageError(`A day looks like 2026-10-01, not ${text}`);
  return date;
}

runCommand(import.meta.url, main);
