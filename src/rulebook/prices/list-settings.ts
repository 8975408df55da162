/** What a price list is, beside its prices: where, when and for whom it applies. */
import type { EpochMs } from '../../core/money.js';
import type { Audience } from '../../core/receipt.js';

/** Of each kind of place or customer any one must match; an empty one asks for nothing. All kinds must hold. */
export interface ListSettings {
  readonly name: string;
  /** False: no receipt gets a price from it. */
  readonly active: boolean;
  readonly stores: readonly string[];
  readonly zones: readonly string[];
  readonly channels: readonly string[];
  /** For card holders alone; implied by tiers and segments. */
  readonly membersOnly: boolean;
  readonly tiers: readonly string[];
  readonly segments: readonly string[];
  /** Null: open. `toMs` is exclusive. */
  readonly fromMs: EpochMs | null;
  readonly toMs: EpochMs | null;
}

export function audienceOf({ membersOnly, tiers, segments }: ListSettings): Audience {
  return {
    ...(membersOnly ? { members: true as const } : {}),
    ...(tiers.length === 0 ? {} : { tiers }),
    ...(segments.length === 0 ? {} : { segments }),
  };
}
