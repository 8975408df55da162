/** A programme in which everything happens often: points are plentiful, budgets and codes run out, points wait and are spent. */
export const SIM_PROGRAMME = {
  format: 'tallystick/1',
  id: 'sim',
  name: 'Simulation',
  currency: 'GBP',
  minorDigits: 2,
  pointScale: 0,
  timeZone: 'Europe/London',
  settings: {
    burn: { rate: { points: 1, minor: 1 }, shareMaxBps: 8000 },
    returns: { shortfall: 'negative' },
  },
  stores: [{ id: 'S1' }],
  priceLists: [{ id: 'cards', name: 'Card prices', when: { kind: 'member' }, items: [{ sku: 'TEA', unitPriceMinor: 299 }] }],
  promoCodes: [{ code: 'TEN', maxUses: 60 }],
  rules: [
    {
      id: 'cheap-cups',
      name: 'Cups, 20 % off until 500.00 are given',
      stage: 'line',
      lines: { skus: ['CUP'] },
      benefit: { kind: 'percent', rateBps: 2000 },
      budgets: [{ measure: 'money', max: 50_000, exceed: 'cut' }],
    },
    {
      id: 'one-a-day',
      name: 'A free pen a day',
      stage: 'line',
      when: { kind: 'member' },
      lines: { skus: ['PEN'] },
      benefit: { kind: 'units', units: 1, give: { kind: 'free' } },
      limits: [{ measure: 'units', max: 3, per: 'member', period: { kind: 'day' }, exceed: 'cut' }],
    },
    { id: 'ten', name: 'Ten percent by code', stage: 'receipt', coupon: { codes: ['TEN'] }, benefit: { kind: 'percent', rateBps: 1000 } },
    {
      id: 'points',
      name: 'Points',
      stage: 'earn',
      when: { kind: 'member' },
      benefit: { kind: 'earnPerAmount', points: 31, perMinor: 100 },
    },
    {
      id: 'later',
      name: 'Seven points tomorrow',
      stage: 'earn',
      when: { kind: 'member' },
      benefit: { kind: 'earnFixed', points: 7 },
      points: { activation: { kind: 'days', days: 1 } },
    },
  ],
} as const;

/** SKUs and prices of the simulated shop. */
export const GOODS: readonly { readonly sku: string; readonly unitPriceMinor: number; readonly weighed: boolean }[] = [
  { sku: 'TEA', unitPriceMinor: 349, weighed: false },
  { sku: 'CUP', unitPriceMinor: 1_099, weighed: false },
  { sku: 'PEN', unitPriceMinor: 85, weighed: false },
  { sku: 'CHEESE', unitPriceMinor: 1_799, weighed: true },
  { sku: 'GIFT', unitPriceMinor: 0, weighed: false },
];
