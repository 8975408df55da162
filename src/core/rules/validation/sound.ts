/**
 * The parts of a document that are well shaped, each with its path, so that the checks of meaning run on them even where other parts
 * are not: all errors are found at once. Ids of badly shaped parts still count as known, or one typing error would be told many times.
 */
import type { Settings } from '../settings.js';
import type { Campaign, Category, CouponSeries, Group, PriceList, Product, Programme, PromoCode, Rule, Store, Tier } from '../types.js';
import type { Path } from './finding.js';

export interface Sound<T> {
  readonly path: Path;
  readonly item: T;
}

export interface SoundProgramme {
  /** The zone of instants without an offset; UTC while the document names none that is known. */
  readonly timeZone: string;
  readonly settings: Settings;
  readonly stores: readonly Sound<Store>[];
  readonly categories: readonly Sound<Category>[];
  readonly products: readonly Sound<Product>[];
  readonly tiers: readonly Sound<Tier>[];
  readonly groups: readonly Sound<Group>[];
  readonly campaigns: readonly Sound<Campaign>[];
  readonly priceLists: readonly Sound<PriceList>[];
  readonly promoCodes: readonly Sound<PromoCode>[];
  readonly couponSeries: readonly Sound<CouponSeries>[];
  readonly rules: readonly Sound<Rule>[];
  readonly known: KnownIds;
}

/** Every id that the document names, of sound parts and others, and what is known beside it. */
export interface KnownIds {
  readonly stores: ReadonlySet<string>;
  readonly categories: ReadonlySet<string>;
  /** Categories of the catalogue, which are no part of the document. */
  readonly catalogue: ReadonlySet<string>;
  readonly products: ReadonlySet<string>;
  readonly tiers: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly campaigns: ReadonlySet<string>;
  readonly promoCodes: ReadonlySet<string>;
  readonly couponSeries: ReadonlySet<string>;
  readonly rules: ReadonlySet<string>;
}

/** `broken` are the parts that are not well shaped, as `checkShape` tells them. */
export function soundParts(document: unknown, broken: ReadonlySet<string>, catalogue: ReadonlySet<string>): SoundProgramme {
  const root = (isObject(document) ? document : {}) as Partial<Programme>;
  const sound = <K extends keyof Programme, T>(key: K): Sound<T>[] => {
    const list: unknown = root[key];
    if (!Array.isArray(list) || broken.has(key)) return [];
    return list.map((item: T, i) => ({ path: [key, i], item })).filter((_, i) => !broken.has(`${key}/${i}`));
  };
  return {
    timeZone: typeof root.timeZone === 'string' && !broken.has('timeZone') ? root.timeZone : 'UTC',
    settings: broken.has('settings') ? {} : (root.settings ?? {}),
    stores: sound('stores'),
    categories: sound('categories'),
    products: sound('products'),
    tiers: sound('tiers'),
    groups: sound('groups'),
    campaigns: sound('campaigns'),
    priceLists: sound('priceLists'),
    promoCodes: sound('promoCodes'),
    couponSeries: sound('couponSeries'),
    rules: sound('rules'),
    known: { ...knownIds(root), catalogue },
  };
}

function knownIds(root: Partial<Programme>): Omit<KnownIds, 'catalogue'> {
  const of = (list: unknown, field: string): ReadonlySet<string> => {
    const found = new Set<string>();
    if (!Array.isArray(list)) return found;
    for (const item of list as unknown[]) {
      const id = isObject(item) ? item[field] : undefined;
      if (typeof id === 'string') found.add(id);
    }
    return found;
  };
  return {
    stores: of(root.stores, 'id'),
    categories: of(root.categories, 'id'),
    products: of(root.products, 'sku'),
    tiers: of(root.tiers, 'id'),
    groups: of(root.groups, 'id'),
    campaigns: of(root.campaigns, 'id'),
    promoCodes: of(root.promoCodes, 'code'),
    couponSeries: of(root.couponSeries, 'id'),
    rules: of(root.rules, 'id'),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
