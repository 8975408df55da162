/** Receipts as a wholesaler writes them, made up: a file in the form `replay` reads. */
import { gzipSync } from 'node:zlib';
import type { RecordLine, ReplayRecord } from '../../src/edge/cli/replay/record.js';
import { seeded, type Random } from './random.js';

const SKUS = 300;
const START = Date.UTC(2010, 11, 1, 8, 0);

export interface GeneratedFile {
  readonly bytes: Buffer;
  readonly sales: number;
  /** Return calls the file comes to: one for each sale a return refers to. */
  readonly returnCalls: number;
  readonly others: number;
}

/** `count` documents: sales (a few of hundreds of lines, some anonymous, some with services), returns with and without reference, adjustments. */
export function generateReceipts(seed: number, count: number): GeneratedFile {
  const random = seeded(seed);
  const sales: ReplayRecord[] = [];
  const records: ReplayRecord[] = [];
  let returnCalls = 0;
  for (let k = 0; k < count; k++) {
    const time = new Date(START + k * 7 * 60_000).toISOString().slice(0, 19);
    const dice = random.below(100);
    if (dice < 78 || sales.length === 0) {
      const sale = newSale(random, String(536_000 + k), time);
      sales.push(sale);
      records.push(sale);
    } else if (dice < 95) {
      const back = newReturn(random, `C${536_000 + k}`, time, sales);
      returnCalls += new Set(back.lines.flatMap(({ ref = [] }) => ref.map(([saleId]) => saleId))).size;
      records.push(back);
    } else {
      records.push({ id: String(536_000 + k), time, card: null, kind: 'stock_adjustment', lines: [{ sku: 'S1', qty: -5, unit: 0 }] });
    }
  }
  const text = records.map((record) => JSON.stringify(record)).join('\n');
  return {
    bytes: gzipSync(text),
    sales: sales.length,
    returnCalls,
    others: records.filter(({ kind }) => kind === 'stock_adjustment').length,
  };
}

function newSale(random: Random, id: string, time: string): ReplayRecord {
  const lineCount = random.chance(2) ? 400 : 1 + random.below(25);
  const lines = Array.from({ length: lineCount }, (): RecordLine => {
    if (random.chance(3)) return { sku: 'POST', qty: 1, unit: 1_800, svc: 1 };
    return {
      sku: `S${random.below(SKUS)}`,
      qty: random.chance(1) ? 80_995 : 1 + random.below(24),
      unit: random.chance(3) ? 0 : 29 + random.below(2_000),
    };
  });
  return { id, time, card: random.chance(85) ? String(12_000 + random.below(40)) : null, kind: 'sale', lines };
}

/** Takes back lines of sales of one customer; each piece at most once, so that nothing is refused. */
const taken = new WeakMap<RecordLine, number>();

function newReturn(random: Random, id: string, time: string, sales: readonly ReplayRecord[]): ReplayRecord {
  const { card } = random.pick(sales);
  const own = card === null ? [] : sales.filter((sale) => sale.card === card);
  const lines: RecordLine[] = [{ sku: 'S7', qty: -3, unit: 100 }];
  for (let k = 0; k < Math.min(own.length, 1 + random.below(3)); k++) {
    const sale = random.pick(own);
    const position = random.below(sale.lines.length);
    const line = sale.lines[position]!;
    const left = line.qty - (taken.get(line) ?? 0);
    if (left === 0) continue;
    const pieces = random.chance(50) ? left : 1 + random.below(left);
    taken.set(line, (taken.get(line) ?? 0) + pieces);
    lines.push({ sku: line.sku, qty: -pieces, unit: line.unit, ref: [[sale.id, position + 1, pieces]] });
  }
  return { id, time, card, kind: 'return', lines };
}
