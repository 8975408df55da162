/** Receipts of a grocer with the price on the shelf, the price with card, and what was paid; NDJSON, plain or gzip. Amounts are integers. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const whole = z.int().min(0);

const realLine = z.object({
  sku: z.string().min(1),
  qty: whole,
  /** Shelf price, price with card, what the shop books, and what the customer pays; for the whole line. */
  regular: whole,
  card: whole,
  sales: whole,
  paid: z.int(),
  /** Of one unit, where the line divides evenly. */
  unit_regular: whole.optional(),
  unit_card: whole.optional(),
  /** Coupons of the maker, and what the shop adds to them. */
  coupon_disc: whole.optional(),
  match_disc: whole.optional(),
  /** The quantity is a volume. */
  fuel: z.literal(1).optional(),
});

const realReceipt = z.object({
  id: z.string().min(1),
  time: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
  card: z.string().min(1),
  store: z.string().min(1),
  lines: z.array(realLine).min(1),
});

const realProduct = z.object({ sku: z.string().min(1), dept: z.string(), brand: z.string(), cat: z.string() });

export type RealLine = z.infer<typeof realLine>;
export type RealReceipt = z.infer<typeof realReceipt>;
export type RealProduct = z.infer<typeof realProduct>;

export const readReceipts = (file: string): RealReceipt[] => readRecords(file, realReceipt);
export const readProducts = (file: string): RealProduct[] => readRecords(file, realProduct);

function readRecords<T>(file: string, schema: z.ZodType<T>): T[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const records: T[] = [];
  for (const [i, row] of text.split('\n').entries()) {
    if (row === '') continue;
    const parsed = schema.safeParse(JSON.parse(row));
    if (!parsed.success)
      throw new Error(
        `${file}, line ${i + 1}: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
      );
    records.push(parsed.data);
  }
  return records;
}
