/** The largest programme that is accepted. With these, no product of two amounts of a receipt and a rule leaves what `money.ts` keeps exact. */

/** Objects and lists inside each other, over the whole document. */
export const DEPTH_MAX = 48;
/** Fields of one object. */
export const FIELDS_MAX = 1_000;
/** Findings that are listed; the rest is counted. */
export const FINDINGS_MAX = 1_000;

export const RULES_MAX = 100_000;
export const PRICE_LISTS_MAX = 10_000;
export const PRICE_ITEMS_MAX = 1_000_000;
export const PRODUCTS_MAX = 1_000_000;
export const STORES_MAX = 100_000;
export const CATEGORIES_MAX = 100_000;
export const PROMO_CODES_MAX = 100_000;
export const SERIES_MAX = 10_000;
export const CAMPAIGNS_MAX = 10_000;
export const GROUPS_MAX = 1_000;
export const TIERS_MAX = 100;

/** Values of one list in a condition or filter: SKUs, stores, codes. */
export const VALUES_MAX = 10_000;
/** Conditions in one `all` or `any`, filters in one `any`. */
export const BRANCHES_MAX = 100;
/** Steps of one benefit, pools of a bundle, limits of a rule. */
export const STEPS_MAX = 100;
export const ATTRIBUTES_MAX = 32;

export const TEXT_MAX = 64;
export const NAME_MAX = 200;
export const MESSAGE_MAX = 256;

export const AMOUNT_MAX = 100_000_000_000;
export const POINTS_MAX = 1_000_000_000_000;
export const QUANTITY_MAX = 1_000_000_000;
export const UNITS_MAX = 1_000_000;
/** Of budgets: the sum over all receipts. */
export const TOTAL_MAX = 1_000_000_000_000_000;
/** A multiplier of 100. */
export const FACTOR_MAX = 1_000_000;
export const DAYS_MAX = 3_660;
