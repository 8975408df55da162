import type { EpochMs, Minor } from '../../core/money.js';
import type { PriceBook, PricePlace, PricesOf } from '../../core/price-book.js';
import type { Audience, ListPrice } from '../../core/receipt.js';
import { audienceOf, type ListSettings } from './list-settings.js';
import { NO_ROWS_HASH } from './rows-hash.js';
import { passingKey, PriceTable, skuKey, type PriceRow, type SkuKey } from './price-table.js';

/** The prices of one list at one of its revisions: a packed table, and over it the SKUs that changed since it was read. */
export interface ListPrices {
  readonly listRevision: number;
  readonly table: PriceTable;
  /** No rows: the SKU has no price any more. */
  readonly changed: ReadonlyMap<string, readonly PriceRow[]>;
  readonly rows: number;
  /** Of the rows that are held; empty where they are a few of the list. */
  readonly hash: string;
}

const NO_CHANGES: ReadonlyMap<string, readonly PriceRow[]> = new Map();

export const tableOnly = (listRevision: number, table: PriceTable, hash = ''): ListPrices => ({
  listRevision,
  table,
  changed: NO_CHANGES,
  rows: table.rows,
  hash,
});

export const NO_LIST_PRICES = tableOnly(0, new PriceTable(0), NO_ROWS_HASH);

export function lowestAt({ table, changed }: ListPrices, sku: string, key: SkuKey, atMs: EpochMs): number {
  const rows = changed.size === 0 ? undefined : changed.get(sku);
  if (rows === undefined) return table.lowest(key, atMs);
  let best = -1;
  for (const { unitPriceMinor, fromMs, toMs } of rows)
    if (fromMs <= atMs && atMs < toMs && (best < 0 || unitPriceMinor < best)) best = unitPriceMinor;
  return best;
}

export function rowsOf({ table, changed }: ListPrices, sku: string): readonly PriceRow[] {
  return changed.get(sku) ?? table.find(skuKey(sku));
}

export interface BookList {
  readonly listId: string;
  readonly settings: ListSettings;
  readonly prices: ListPrices;
}

interface Ready extends BookList {
  readonly who: Audience;
  readonly forAll: boolean;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

const NONE: readonly ListPrice[] = [];

/** All lists of one revision, found by the store they are for, so that a receipt does not pay for those of other stores. */
export class LoadedBook implements PriceBook {
  private readonly everywhere: Ready[] = [];
  private readonly byStore = new Map<string, Ready[]>();
  readonly rows: number;

  constructor(
    readonly revision: number,
    readonly lists: readonly BookList[],
  ) {
    let rows = 0;
    for (const list of lists) {
      rows += list.prices.rows;
      if (!list.settings.active) continue;
      const { fromMs, toMs, stores } = list.settings;
      const who = audienceOf(list.settings);
      const forAll = Object.keys(who).length === 0;
      const ready = { ...list, who, forAll, fromMs: fromMs ?? -Infinity, toMs: toMs ?? Infinity };
      if (stores.length === 0) this.everywhere.push(ready);
      for (const store of stores) {
        const known = this.byStore.get(store);
        if (known === undefined) this.byStore.set(store, [ready]);
        else known.push(ready);
      }
    }
    this.rows = rows;
  }

  at(place: PricePlace, atMs: EpochMs): PricesOf | null {
    const inForce: Ready[] = [];
    for (const list of this.everywhere) if (isInForce(list, place, atMs)) inForce.push(list);
    for (const list of this.byStore.get(place.storeId) ?? []) if (isInForce(list, place, atMs)) inForce.push(list);
    return inForce.length === 0 ? null : (sku, unitPriceMinor) => gather(inForce, sku, unitPriceMinor, atMs);
  }

  lowest(sku: string, atMs: EpochMs): Minor | null {
    let best: number | null = null;
    for (const { prices, settings } of this.lists) {
      if (!settings.active || (settings.fromMs ?? -Infinity) > atMs) continue;
      for (const { unitPriceMinor, fromMs } of rowsOf(prices, sku))
        if (fromMs <= atMs && (best === null || unitPriceMinor < best)) best = unitPriceMinor;
    }
    return best as Minor | null;
  }
}

function isInForce({ settings, fromMs, toMs }: Ready, { zones, channel }: PricePlace, atMs: EpochMs): boolean {
  return (
    atMs >= fromMs &&
    atMs < toMs &&
    (settings.channels.length === 0 || settings.channels.includes(channel)) &&
    (settings.zones.length === 0 || settings.zones.some((zone) => zones.includes(zone)))
  );
}

function gather(lists: readonly Ready[], sku: string, unitPriceMinor: Minor, atMs: EpochMs): readonly ListPrice[] {
  const key = passingKey(sku);
  let found: ListPrice[] | null = null;
  let open: ListPrice | null = null;
  for (const { listId, prices, who, forAll } of lists) {
    const price = lowestAt(prices, sku, key, atMs);
    if (price < 0 || price >= unitPriceMinor) continue;
    const one: ListPrice = { listId, unitPriceMinor: price as Minor, who };
    (found ??= []).push(one);
    if (forAll && (open === null || isBefore(one, open))) open = one;
  }
  if (found === null) return NONE;
  const best = open;
  // What is never chosen, for a price open to all is lower, is not stored with the sale either.
  return found.length === 1 || best === null ? found : found.filter((one) => !isBefore(best, one));
}

/** In the order in which stage 1 would choose. */
function isBefore(a: ListPrice, b: ListPrice): boolean {
  return a.unitPriceMinor === b.unitPriceMinor ? a.listId < b.listId : a.unitPriceMinor < b.unitPriceMinor;
}
