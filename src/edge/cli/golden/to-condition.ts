import type { Basis, Condition } from '../../../core/rules/types.js';
import type { NeutralWhen } from './neutral-case.js';
import { toFilter } from './to-filter.js';

/** What must hold for the receipt; windows and limits of a rule are fields of their own. `running` is what a minimum looks at. */
export function toCondition(when: NeutralWhen | undefined, running: Basis): Condition | undefined {
  if (when === undefined) return undefined;
  const all: Condition[] = [];
  if (when.min_subtotal !== undefined) all.push({ kind: 'amount', basis: running, minMinor: when.min_subtotal });
  if (when.min_subtotal_original !== undefined) all.push({ kind: 'amount', basis: 'regular', minMinor: when.min_subtotal_original });
  if (when.min_qty !== undefined) all.push({ kind: 'quantity', minMilli: when.min_qty * 1000 });
  if (when.customer_group !== undefined) all.push({ kind: 'segment', in: when.customer_group });
  if (when.nth_order !== undefined) all.push({ kind: 'purchaseNumber', min: when.nth_order, max: when.nth_order });
  for (const part of [when.contains ?? []].flat()) {
    const filter = toFilter(part.filter);
    const lines = filter === undefined ? {} : { lines: filter };
    if (part.min_qty !== undefined || part.min_subtotal === undefined)
      all.push({ kind: 'quantity', minMilli: (part.min_qty ?? 1) * 1000, ...lines });
    if (part.min_subtotal !== undefined) all.push({ kind: 'amount', basis: running, minMinor: part.min_subtotal, ...lines });
  }
  return all.length === 0 ? undefined : { kind: 'all', of: all };
}
