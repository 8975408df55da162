/** Which price a SKU has where, when and for whom, by which list, and why the others give none. */
import type { EpochMs } from '../../core/money.js';
import { rowsOf, type LoadedBook } from './price-book.js';
import type { ListSettings } from './list-settings.js';

export interface LookUp {
  readonly sku: string;
  readonly storeId: string;
  readonly zones: readonly string[];
  readonly channel: string;
  /** With a card; implied by tier and segments. */
  readonly member: boolean;
  readonly tier: string;
  readonly segments: readonly string[];
  readonly atMs: EpochMs;
}

export interface FoundPrice {
  readonly listId: string;
  readonly unitPriceMinor: number;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
  /** It would be charged, where the regular price is above it. */
  readonly chosen: boolean;
  readonly why: string;
}

/** Every price of the SKU, of every list; the chosen one first. */
export function lookUp(book: LoadedBook, asked: LookUp): FoundPrice[] {
  const found: (FoundPrice & { readonly refused: boolean })[] = [];
  for (const { listId, settings, prices } of book.lists) {
    const scope = whyNot(settings, asked);
    for (const { unitPriceMinor, fromMs, toMs } of rowsOf(prices, asked.sku)) {
      const why =
        scope ?? (asked.atMs < fromMs ? 'The price is not valid yet' : asked.atMs >= toMs ? 'The price is not valid any more' : null);
      const bounds = { validFrom: dateOf(fromMs), validTo: dateOf(toMs) };
      found.push({ listId, unitPriceMinor, ...bounds, chosen: false, refused: why !== null, why: why ?? '' });
    }
  }
  found.sort((a, b) => Number(a.refused) - Number(b.refused) || a.unitPriceMinor - b.unitPriceMinor || (a.listId < b.listId ? -1 : 1));
  return found.map(({ refused, ...one }, index) => {
    if (refused) return one;
    return index === 0
      ? { ...one, chosen: true, why: 'The lowest price that applies' }
      : { ...one, why: 'Another list that applies has a lower price, or the same and an earlier id' };
  });
}

const dateOf = (ms: number): Date | null => (Number.isFinite(ms) ? new Date(ms) : null);

function whyNot(settings: ListSettings, asked: LookUp): string | null {
  const { active, stores, zones, channels, membersOnly, tiers, segments, fromMs, toMs } = settings;
  if (!active) return 'The list is not active';
  if (fromMs !== null && asked.atMs < fromMs) return 'The list has not begun yet';
  if (toMs !== null && asked.atMs >= toMs) return 'The list has ended';
  if (stores.length > 0 && !stores.includes(asked.storeId)) return `The list is for the stores ${stores.join(', ')}`;
  if (zones.length > 0 && !zones.some((zone) => asked.zones.includes(zone))) return `The list is for the zones ${zones.join(', ')}`;
  if (channels.length > 0 && !channels.includes(asked.channel)) return `The list is for the channels ${channels.join(', ')}`;
  if ((membersOnly || tiers.length > 0 || segments.length > 0) && !asked.member) return 'The list is for card holders';
  if (tiers.length > 0 && !tiers.includes(asked.tier)) return `The list is for the tiers ${tiers.join(', ')}`;
  if (segments.length > 0 && !segments.some((one) => asked.segments.includes(one)))
    return `The list is for the segments ${segments.join(', ')}`;
  return null;
}
