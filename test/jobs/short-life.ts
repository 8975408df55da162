import type { Programme } from '../../src/core/rules/types.js';
import { PROGRAMME } from '../checkout/open-checkout.js';

/** A point for each 1.00, active on the next day, expired at the end of the tenth day after that. */
export const SHORT_LIFE: Programme = {
  ...PROGRAMME,
  rules: [
    {
      id: 'earn',
      name: 'A point for each 1.00',
      stage: 'earn',
      when: { kind: 'member' },
      benefit: { kind: 'earnPerAmount', points: 1, perMinor: 100 },
      points: { activation: { kind: 'days', days: 1 }, life: { kind: 'days', days: 10 } },
    },
  ],
};
