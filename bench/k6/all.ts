/** Tills, carts and the people behind desks on one engine, each with its own thresholds. */
import type { Options } from 'k6/options';
import { options as admin } from './admin.ts';
import { options as carts } from './carts.ts';

export { helpDesk, marketer, till } from './admin.ts';
export { cart } from './carts.ts';

export const options: Options = {
  ...admin,
  scenarios: { ...admin.scenarios, ...carts.scenarios },
  thresholds: { ...admin.thresholds, ...carts.thresholds },
};
