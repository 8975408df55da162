/** Ids that must be unique, because something names them. */
import type { Findings, Path } from './finding.js';
import type { Sound, SoundProgramme } from './sound.js';

export function checkDuplicates(programme: SoundProgramme, findings: Findings): void {
  unique(programme.stores, 'id', 'store', findings);
  unique(programme.categories, 'id', 'category', findings);
  unique(programme.products, 'sku', 'product', findings);
  unique(programme.tiers, 'id', 'tier', findings);
  unique(programme.tiers, 'rank', 'tier', findings);
  unique(programme.groups, 'id', 'group', findings);
  unique(programme.campaigns, 'id', 'campaign', findings);
  unique(programme.priceLists, 'id', 'price list', findings);
  unique(programme.promoCodes, 'code', 'promo code', findings);
  unique(programme.couponSeries, 'id', 'coupon series', findings);
  unique(programme.couponSeries, 'prefix', 'coupon series', findings);
  unique(programme.rules, 'id', 'rule', findings);
  for (const { path, item } of programme.groups) {
    if (item.id === 'default')
      findings.error([...path, 'id'], 'duplicate', 'Every stage has a group `default` already; choose another id.');
  }
  for (const { path, item } of programme.priceLists) warnOfRepeats([...path, 'items'], item.items, findings);
}

function unique<T, K extends keyof T & string>(list: readonly Sound<T>[], field: K, what: string, findings: Findings): void {
  const first = new Map<T[K], Path>();
  for (const { path, item } of list) {
    const value = item[field];
    if (value === undefined) continue;
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, path);
    else
      findings.error([...path, field], 'duplicate', `The ${what} at /${earlier.join('/')} has the ${field} \`${String(value)}\` already.`);
  }
}

/** The lowest price wins, so a second price for the same time is legal; but then one of the two is of no use. */
function warnOfRepeats(path: Path, items: readonly { sku: string; from?: string; to?: string }[], findings: Findings): void {
  const seen = new Map<string, number>();
  for (const [i, { sku, from = '', to = '' }] of items.entries()) {
    const key = `${sku}\n${from}\n${to}`;
    const earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, i);
    else
      findings.warn(
        [...path, i, 'sku'],
        'duplicate',
        `Item ${earlier} has a price of \`${sku}\` for the same time already; the lower one wins.`,
      );
  }
}
