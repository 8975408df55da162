/** Two programmes that follow each other: points wait, live three months and are spent; the value of a point and the campaign change. */

export const ZONE = 'Europe/London';
export const STORES = ['home', 'near', 'far'] as const;

const NEAR = ['EIRE', 'Germany', 'France', 'Belgium', 'Netherlands'];

/** The file knows countries; each group of them is a store here. */
export const storeOf = (country: string): string => (country === 'United Kingdom' ? 'home' : NEAR.includes(country) ? 'near' : 'far');

const AMOUNT = { kind: 'earnPerAmount', points: 1, perMinor: 50 } as const;

function programme(campaign: string, rate: { readonly points: number; readonly minor: number }) {
  return {
    format: 'tallystick/1',
    id: 'months',
    name: 'Months',
    currency: 'GBP',
    minorDigits: 2,
    pointScale: 0,
    timeZone: ZONE,
    settings: {
      burn: { rate, shareMaxBps: 2000 },
      points: { activation: { kind: 'days', days: 3 }, life: { kind: 'endOfMonth', months: 2 } },
    },
    stores: STORES.map((id) => ({ id, timeZone: id === 'far' ? 'Asia/Tokyo' : ZONE })),
    campaigns: [{ id: campaign, name: campaign }],
    rules: [
      {
        id: 'bulk',
        name: '5 % off large lines',
        stage: 'line',
        lines: { minUnitPriceMinor: 500 },
        benefit: { kind: 'percent', rateBps: 500 },
      },
      { id: 'points', name: 'Points', stage: 'earn', when: { kind: 'member' }, benefit: AMOUNT },
      {
        id: `${campaign}-bonus`,
        name: 'Bonus of the campaign',
        stage: 'earn',
        campaign,
        when: { kind: 'all', of: [{ kind: 'member' }, { kind: 'amount', basis: 'running', minMinor: 20_000 }] },
        benefit: { kind: 'earnFixed', points: 25 },
      },
    ],
  };
}

export const WINTER = programme('winter', { points: 1, minor: 1 });
export const SUMMER = programme('summer', { points: 100, minor: 90 });
