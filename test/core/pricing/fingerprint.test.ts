import { NOON, member, programme, quote } from '../support.js';
import type { Case } from '../support.js';

const rules = [
  { benefit: { kind: 'percent', rateBps: 1000 } },
  {
    stage: 'earn',
    points: { activation: { kind: 'days', days: 14 }, life: { kind: 'days', days: 90 } },
    benefit: { kind: 'earnPerAmount', points: 1, perMinor: 100 },
  },
] as const;
const base: Case = { programme: programme({ rules }), lines: [{ price: 1000, qty: 2 }], member: member({ activePoints: 500 }) };
const print = (rest: Partial<Case>): string => quote({ ...base, ...rest }).fingerprint;
const at = (purchasedAtMs: number): Partial<Case> => ({ receipt: { purchasedAtMs } });

describe('the fingerprint', () => {
  it.each([
    ['a second later', at(NOON + 1000)],
    ['an hour later', at(NOON + 3_600_000)],
    ['another receipt number', { receipt: { receiptNumber: '2' } }],
    ['another balance', { member: member({ activePoints: 600, version: 9 }) }],
    ['reasons asked for', { explain: true }],
    [
      'a rule that does not apply',
      { programme: programme({ rules: [...rules, { when: { kind: 'store', in: ['x'] }, benefit: { kind: 'percent', rateBps: 1 } }] }) },
    ],
  ] as [string, Partial<Case>][])('stays with %s', (_, rest) => {
    expect(print(rest)).toBe(print({}));
  });

  it.each([
    ['another price', { lines: [{ price: 1001, qty: 2 }] }],
    ['another quantity', { lines: [{ price: 2000, qty: 1 }] }],
    ['the next day, since points expire later', at(NOON + 86_400_000)],
    ['another rate', { programme: programme({ rules: [{ benefit: { kind: 'percent', rateBps: 1100 } }, rules[1]] }) }],
    ['the same amount by another rule', { programme: programme({ rules: [{ ...rules[0], id: 'other' }, rules[1]] }) }],
    ['no card', { member: null }],
    ['a code that was not applied', { receipt: { coupons: ['X'] } }],
  ] as [string, Partial<Case>][])('moves with %s', (_, rest) => {
    expect(print(rest)).not.toBe(print({}));
  });

  it('moves with points burned', () => {
    const burning = programme({ settings: { burn: { rate: { points: 1, minor: 1 } } }, rules });
    expect(print({ programme: burning, receipt: { burn: { kind: 'points', points: 1 } } })).not.toBe(print({ programme: burning }));
  });
});
