/** The shop of this run. Cards and goods are shared by all virtual users, for each of them is a JavaScript of its own. */
import { SharedArray } from 'k6/data';
import type { Goods, ShopFile } from './shop-file.ts';

if (!__ENV['SHOP']) throw new Error('-e SHOP=FILE is missing; `npm run bench:k6` writes such a file and runs this script');
const read = (): ShopFile => JSON.parse(open(__ENV['SHOP']!)) as ShopFile;

export const cards = new SharedArray<string>('cards', () => [...read().cards]);
export const goods = new SharedArray<Goods>('goods', () => [...read().goods]);
export const terminalKeys = new SharedArray<string>('terminal keys', () => [...read().terminalKeys]);
const [place] = new SharedArray('place', () => {
  const { address, url, tls, adminKey, storeId } = read();
  return [{ address, url, tls, adminKey, storeId }];
});
export const { address, url, tls, adminKey, storeId } = place!;
