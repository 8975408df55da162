import type { DiscountBenefit } from '../../../core/rules/benefits.js';
import type { Basis } from '../../../core/rules/types.js';
import { Unsupported } from './neutral-case.js';
import type { NeutralAction } from './neutral-case.js';
import { toGive } from './to-give.js';

/** What the thresholds count: which lines, and amounts or units. */
const COUNTED: Readonly<Record<string, { readonly by: 'amount' | 'quantity'; readonly over: 'eligible' | 'receipt' }>> = {
  subtotal: { by: 'amount', over: 'receipt' },
  order_subtotal: { by: 'amount', over: 'receipt' },
  eligible_subtotal: { by: 'amount', over: 'eligible' },
  eligible_amount: { by: 'amount', over: 'eligible' },
  qty: { by: 'quantity', over: 'receipt' },
  order_qty: { by: 'quantity', over: 'receipt' },
  eligible_qty: { by: 'quantity', over: 'eligible' },
};

/** The highest tier that is reached; `value` is what holds below the first. Percentages are texts, amounts are integers. */
export function toTiers(action: NeutralAction, basis: Basis): DiscountBenefit | null {
  if (action.tier_by === 'line_qty') return byLine(action);
  const counted = COUNTED[action.tier_by ?? 'subtotal'];
  if (counted === undefined) throw new Unsupported(`tiers by ${action.tier_by}`);
  const unit = counted.by === 'quantity' ? 1000 : 1;
  const steps = Object.entries(action.tiers ?? {}).map(([from, value]) => ({ from: Math.max(1, Number(from) * unit), value }));
  if (!steps.every(({ from }) => Number.isSafeInteger(from))) throw new Unsupported('a tier that does not begin at a whole number');
  const base = action.value ?? 0;
  if (!steps.some(({ from }) => from === 1)) steps.push({ from: 1, value: base });
  steps.sort((a, b) => a.from - b.from);
  if (steps.some(({ value }, i) => i > 0 && Number(value) === 0))
    throw new Unsupported('a tier that gives nothing above one that may give something');
  const percent = action.type === 'tier_percent';
  const tiers = steps
    .filter(({ value }) => Number(value) > 0)
    .map(({ from, value }) => ({ from, give: toGive(percent ? String(value) : Number(value)) }));
  return tiers.length === 0
    ? null
    : { kind: 'thresholdTiers', ...counted, ...(counted.by === 'amount' && { basis }), mode: 'highest', tiers };
}

/** By the quantity of each line alone. */
function byLine(action: NeutralAction): DiscountBenefit | null {
  const counted = toTiers({ ...action, tier_by: 'eligible_qty' }, 'running');
  if (counted?.kind !== 'thresholdTiers') return null;
  return { kind: 'quantityTiers', count: 'line', units: 'all', tiers: counted.tiers.map(({ from, give }) => ({ fromMilli: from, give })) };
}
