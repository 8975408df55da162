/** What the specification shows, and the page to browse it sends where nobody changed it. */
import type { Programme, Rule } from '../../../core/rules/types.js';

export const RULE_EXAMPLE: Rule = {
  id: 'coffee',
  name: '10 % off coffee',
  stage: 'line',
  lines: { skus: ['coffee'] },
  benefit: { kind: 'percent', rateBps: 1000 },
};

export const PROGRAMME_EXAMPLE: Programme = {
  format: 'tallystick/1',
  id: 'shop',
  name: 'Shop',
  currency: 'GBP',
  minorDigits: 2,
  pointScale: 0,
  timeZone: 'Europe/London',
  settings: { burn: { rate: { points: 1, minor: 1 } } },
  stores: [{ id: 'S1' }, { id: 'S2' }],
  campaigns: [{ id: 'winter', name: 'Winter' }],
  rules: [
    { ...RULE_EXAMPLE, campaign: 'winter' },
    {
      id: 'points',
      name: 'A point for each 1.00',
      stage: 'earn',
      when: { kind: 'member' },
      benefit: { kind: 'earnPerAmount', points: 1, perMinor: 100 },
    },
  ],
};

export const RECEIPT_EXAMPLE = {
  storeId: 'S1',
  lines: [{ lineNumber: 1, sku: 'coffee', quantityMilli: 1000, unitPriceMinor: 250 }],
};
