/** What the scripts of bench/k6 find in the shop: terminals of several stores, special prices, a key for the desk, and the goods. */
import pg from 'pg';
import { createTerminal } from '../../src/rulebook/create-terminal.js';
import type { ShopFile } from '../k6/shop-file.js';
import { cardNumber } from '../load/messages.js';
import { random, universeOf } from '../rule-mix.js';
import type { EngineUnderTest } from './engine.js';
import type { Shop, ShopOptions } from './open-shop.js';

const STORES = 8;
const TERMINALS_EACH = 8;
const GOODS_MAX = 5_000;
/** One in three goods has a special price, of all stores and for everybody. */
const PRICED_EVERY = 3;

/** As many goods as `rules` speak of, and no more than a script wants to hold. */
function goodsOf(rules: number): ShopFile['goods'] {
  const next = random(22);
  return Array.from({ length: Math.min(GOODS_MAX, universeOf(rules).skus) }, (_, k) => ({
    ...{ sku: `k${k}`, unitPriceMinor: 80 + next(2_000), weighed: next(10) === 0 },
    ...{ categories: [`c${20 + next(280)}`], brand: `b${next(50)}` },
  }));
}

async function makeTerminals(databaseUrl: string): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const keys: string[] = [];
  try {
    for (let k = 0; k < STORES * TERMINALS_EACH; k++) {
      const terminalId = `K${k}`;
      const made = await createTerminal(pool, null, { terminalId, storeId: `s${k % STORES}`, name: terminalId, mayEnrol: false });
      if (made.outcome !== 'created') throw new Error(`the terminal ${terminalId} is there already`);
      keys.push(made.key);
    }
    return keys;
  } finally {
    await pool.end();
  }
}

/** Over REST, as a shop would do it. */
async function post<Answer>(url: string, token: string, path: string, body: object | string): Promise<Answer> {
  const isText = typeof body === 'string';
  const headers = { authorization: `Bearer ${token}`, 'content-type': isText ? 'text/csv' : 'application/json' };
  const reply = await fetch(url + path, { method: 'POST', headers, body: isText ? body : JSON.stringify(body) });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`POST ${path}: ${reply.status} ${text.slice(0, 1_000)}`);
  return JSON.parse(text) as Answer;
}

async function publishPrices(url: string, token: string, goods: ShopFile['goods']): Promise<void> {
  const list = '/v1/price-lists/card';
  await post(url, token, '/v1/price-lists', { listId: 'card', name: 'Card prices', membersOnly: true });
  const rows = goods.filter((_, k) => k % PRICED_EVERY === 0).map(({ sku, unitPriceMinor }) => `${sku},${unitPriceMinor - 30}`);
  const { uploadId } = await post<{ uploadId: string }>(url, token, `${list}/uploads`, ['sku,price_minor', ...rows].join('\n'));
  await post(url, token, `${list}/publish`, { comment: 'bench', uploadId });
}

export async function stockForK6(shop: Shop, engine: EngineUnderTest, token: string, { rules, cards }: ShopOptions): Promise<ShopFile> {
  const url = `http://${engine.http}`;
  const goods = goodsOf(rules);
  const terminalKeys = await makeTerminals(shop.databaseUrl);
  await publishPrices(url, token, goods);
  const { key } = await post<{ key: string }>(url, token, '/v1/keys', { name: 'k6', roles: ['operator'] });
  return {
    ...{ address: engine.grpc, url, tls: false, terminalKeys, adminKey: key, storeId: 's0', goods },
    cards: Array.from({ length: cards }, (_, k) => cardNumber(k)),
  };
}
