/** Makes the cards and products of a file known before it is replayed. What is known already is left as it is. */
import { LRUCache } from 'lru-cache';
import type { NewMember } from '../../grpc/generated/tallystick/v1/NewMember.js';
import type { Product } from '../../grpc/generated/tallystick/v1/Product.js';
import type { Engine } from '../engine/client.js';
import { readLines } from './read-records.js';
import { parseRecord, type RecordLine } from './record.js';

export interface Enrolled {
  members: number;
  membersCreated: number;
  products: number;
  productsCreated: number;
}

/** CardPrices takes 500 SKUs a call, and one size serves both. */
const BATCH = 500;
/** Names already handled; one that falls out of this memory is asked for again, which changes nothing. */
const SEEN_MAX = 200_000;

/** `productNames`: an NDJSON file of `{sku, name}`; without it a product is named by its SKU. */
export async function enrolFile(engine: Engine, file: string, limit: number, productNames: string | null): Promise<Enrolled> {
  const done: Enrolled = { members: 0, membersCreated: 0, products: 0, productsCreated: 0 };
  const names = productNames === null ? new Map<string, string>() : await readNames(productNames);
  const seen = new LRUCache<string, true>({ max: SEEN_MAX });
  let cards: string[] = [];
  let products = new Map<string, Product>();
  const flush = async (): Promise<void> => {
    await enrolMembers(engine, cards, done);
    await enrolProducts(engine, [...products.values()], done);
    cards = [];
    products = new Map();
  };
  let lineNumber = 0;
  for await (const text of readLines(file)) {
    if (++lineNumber > limit) break;
    const record = parseRecord(text, lineNumber);
    if (record.kind !== 'sale' && record.kind !== 'return') continue;
    if (record.card !== null && !seen.has(`card ${record.card}`)) {
      seen.set(`card ${record.card}`, true);
      cards.push(record.card);
    }
    for (const line of record.lines) {
      if (seen.has(`sku ${line.sku}`)) continue;
      seen.set(`sku ${line.sku}`, true);
      products.set(line.sku, newProduct(line, names));
    }
    if (cards.length >= BATCH || products.size >= BATCH) await flush();
  }
  await flush();
  return done;
}

/** The regular price is the first one the file shows. */
function newProduct(line: RecordLine, names: ReadonlyMap<string, string>): Product {
  const service = line.svc !== undefined;
  return {
    sku: line.sku,
    name: names.get(line.sku) ?? line.sku,
    categories: service ? ['service'] : [],
    regularPriceMinor: line.unit,
    notDiscountable: service,
    notBurnable: service,
    notEarning: service,
  };
}

async function enrolMembers(engine: Engine, cards: readonly string[], done: Enrolled): Promise<void> {
  for (let from = 0; from < cards.length; from += BATCH) {
    const members: NewMember[] = cards.slice(from, from + BATCH).map((cardNumber) => ({ cardNumber }));
    const answer = await engine.enrolMembers({ members });
    done.members += answer.members.length;
    done.membersCreated += answer.members.filter((member) => member.created).length;
  }
}

/** A product whose regular price the catalogue knows is not touched: what an admin loaded is better than what a receipt shows. */
async function enrolProducts(engine: Engine, products: readonly Product[], done: Enrolled): Promise<void> {
  for (let from = 0; from < products.length; from += BATCH) {
    const batch = products.slice(from, from + BATCH);
    const { prices } = await engine.cardPrices({ skus: batch.map((product) => product.sku ?? '') });
    const unknown = batch.filter((_, index) => prices[index]?.regularPriceMinor === 0);
    done.products += batch.length;
    if (unknown.length > 0) done.productsCreated += (await engine.enrolProducts({ products: unknown })).created;
  }
}

async function readNames(file: string): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for await (const text of readLines(file)) {
    const { sku, name } = JSON.parse(text) as { readonly sku: string; readonly name: string };
    names.set(sku, name.trim().slice(0, 64) || sku);
  }
  return names;
}
