/** A month of sales for the story: a sample of real ones where their file is there, else made up. */
import { readMonths } from '../../sim/months/read-months.js';
import { generateReceipts } from '../../sim/receipts.js';
import { parseRecord, type RecordLine, type ReplayRecord } from '../../../src/edge/cli/replay/record.js';
import { gunzipSync } from 'node:zlib';

export interface MonthOfSales {
  readonly source: string;
  readonly sales: readonly ReplayRecord[];
  readonly cards: readonly string[];
  /** The three SKUs on most receipts. */
  readonly bestSellers: readonly string[];
  /** From the first instant of the month to that of the next. */
  readonly from: string;
  readonly to: string;
  /** What 15 % off the best sellers comes to, summed from the file alone. */
  plain(): { readonly regularMinor: number; readonly bestSellerReceipts: number; readonly bestSellerDiscountMinor: number };
}

const SEED = 20261122;

/** Every so many-th sale, so that the sample is spread over the month. */
export async function monthOfSales(file: string | null, salesMax: number): Promise<MonthOfSales> {
  const all = (await read(file, salesMax)).filter(({ kind, lines }) => kind === 'sale' && lines.length > 0);
  const step = Math.max(1, Math.floor(all.length / salesMax));
  const sales = all.filter((_, k) => k % step === 0).slice(0, salesMax);
  const bestSellers = best(sales);
  const from = `${sales[0]!.time.slice(0, 7)}-01T00:00:00Z`;
  const next = new Date(from);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return {
    source: file === null ? 'receipts made up' : 'real receipts',
    sales,
    cards: [...new Set(sales.flatMap(({ card }) => (card === null ? [] : [card])))],
    bestSellers,
    from,
    to: next.toISOString(),
    plain: () => plainSum(sales, bestSellers),
  };
}

async function read(file: string | null, salesMax: number): Promise<readonly ReplayRecord[]> {
  if (file === null) {
    const text = gunzipSync(generateReceipts(SEED, salesMax * 2).bytes).toString();
    return text.split('\n').map((line, k) => parseRecord(line, k + 1));
  }
  for await (const { records } of readMonths(file, Infinity)) return records;
  throw new Error(`${file} is empty`);
}

function best(sales: readonly ReplayRecord[]): string[] {
  const receipts = new Map<string, number>();
  for (const { lines } of sales)
    for (const sku of new Set(lines.filter((line) => isGoods(line)).map(({ sku }) => sku))) receipts.set(sku, (receipts.get(sku) ?? 0) + 1);
  return [...receipts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([sku]) => sku);
}

const isGoods = ({ svc, unit }: RecordLine): boolean => svc === undefined && unit > 0;

function plainSum(sales: readonly ReplayRecord[], skus: readonly string[]): ReturnType<MonthOfSales['plain']> {
  let [regularMinor, bestSellerReceipts, bestSellerDiscountMinor] = [0, 0, 0];
  for (const { lines } of sales) {
    const discounts = lines.filter((line) => isGoods(line) && skus.includes(line.sku)).map(({ qty, unit }) => halfUp(qty * unit * 15));
    regularMinor += lines.reduce((sum, { qty, unit }) => sum + qty * unit, 0);
    bestSellerReceipts += discounts.some((minor) => minor > 0) ? 1 : 0;
    bestSellerDiscountMinor += discounts.reduce((sum, minor) => sum + minor, 0);
  }
  return { regularMinor, bestSellerReceipts, bestSellerDiscountMinor };
}

/** Hundredths of a minor unit to whole ones. */
const halfUp = (hundredths: number): number => Math.floor((hundredths + 50) / 100);
