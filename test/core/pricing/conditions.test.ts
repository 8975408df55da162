import { NO_COUNTERS } from '../../../src/core/member.js';
import type { Condition, LineFilter } from '../../../src/core/rules/types.js';
import { member, programme, quote } from '../support.js';
import type { LineDraft, ReceiptDraft } from '../support.js';

const DAY = 86_400_000;

interface Facts {
  readonly lines?: readonly LineDraft[];
  readonly receipt?: ReceiptDraft;
  readonly member?: Parameters<typeof member>[0] | null;
}

/** Empty where the rule applied, else the code of the first condition that failed. */
function verdict(when: Condition, { lines = [{ price: 1000 }], receipt = {}, member: facts = null }: Facts): string {
  const stores = [{ id: 's1', region: 'north', zones: ['city', 'big'], attributes: { parking: true }, timeZone: 'Europe/London' }];
  const categories = [{ id: 'food' }, { id: 'dairy', parent: 'food' }, { id: 'cheese', parent: 'dairy' }];
  const promoCodes = [{ code: 'SAVE' }];
  const rules = [{ when, benefit: { kind: 'percent', rateBps: 1000 } }] as const;
  const answer = quote({
    programme: programme({ stores, categories, promoCodes, rules }),
    lines,
    receipt,
    member: facts === null ? null : member(facts),
    explain: ['r1'],
  });
  return answer.applied.length === 1 ? '' : answer.refused[0]!.why.code;
}

describe('conditions on lines', () => {
  it.each([
    [9999, 'amount_running'],
    [10000, ''],
    [10001, ''],
  ])('amount from 100.00: %d', (price, expected) => {
    expect(verdict({ kind: 'amount', basis: 'running', minMinor: 10000 }, { lines: [{ price }] })).toBe(expected);
  });

  it.each([
    [10000, ''],
    [10001, 'amount_regular'],
  ])('amount up to 100.00: %d', (price, expected) => {
    expect(verdict({ kind: 'amount', basis: 'regular', maxMinor: 10000 }, { lines: [{ price }] })).toBe(expected);
  });

  it.each([
    [2, 500, 'quantity'],
    [3, 100, 'amount_running'],
    [3, 17000, ''],
  ])('at least 3 units of dairy and 500.00 in total: %d of %d', (qty, price, expected) => {
    const dairy: LineFilter = { categories: ['dairy'] };
    const when: Condition = {
      kind: 'all',
      of: [
        { kind: 'quantity', minMilli: 3000, lines: dairy },
        { kind: 'amount', basis: 'running', minMinor: 50000, lines: dairy },
      ],
    };
    expect(verdict(when, { lines: [{ price, qty, categories: ['cheese'] }, { price: 99999 }] })).toBe(expected);
  });

  it.each([
    ['lines', 2, ''],
    ['lines', 3, 'line_count'],
    ['skus', 1, ''],
    ['skus', 2, 'line_count'],
  ] as const)('two lines of one SKU, %s from %d', (count, min, expected) => {
    expect(
      verdict(
        { kind: 'lineCount', count, min },
        {
          lines: [
            { price: 1, sku: 'a' },
            { price: 1000, sku: 'a' },
          ],
        },
      ),
    ).toBe(expected);
  });

  it.each([
    [{ skus: ['a'] }, true],
    [{ skus: ['b'] }, false],
    [{ categories: ['food'] }, true],
    [{ categories: ['cheese'] }, true],
    [{ categories: ['tools'] }, false],
    [{ brands: ['x'] }, true],
    [{ brands: ['y'] }, false],
    [{ tags: ['bio', 'new'] }, true],
    [{ attributes: [{ name: 'size', min: 3, max: 3 }] }, true],
    [{ attributes: [{ name: 'size', min: 4 }] }, false],
    [{ attributes: [{ name: 'colour', in: ['red'] }] }, true],
    [{ attributes: [{ name: 'shape' }] }, false],
    [{ minUnitPriceMinor: 1000, maxUnitPriceMinor: 1000 }, true],
    [{ minUnitPriceMinor: 1001 }, false],
    [{ maxUnitPriceMinor: 999 }, false],
    [{ minQuantityMilli: 2000 }, true],
    [{ minQuantityMilli: 2001 }, false],
    [{ weighed: false }, true],
    [{ notDiscounted: true }, true],
    [{ any: [{ skus: ['z'] }, { brands: ['x'] }] }, true],
    [{ exclude: { brands: ['x'] } }, false],
    [{ categories: ['food'], exclude: { skus: ['z'] } }, true],
  ] as const)('filter %j is %s', (lines, expected) => {
    const facts = {
      price: 1000,
      qty: 2,
      sku: 'a',
      categories: ['cheese'],
      brand: 'x',
      tags: ['new'],
      attributes: { size: '3', colour: 'red' },
    };
    expect(verdict({ kind: 'lineCount', lines }, { lines: [facts] })).toBe(expected ? '' : 'line_count');
  });

  it('a line the till marked as reduced counts as discounted', () => {
    const when: Condition = { kind: 'lineCount', lines: { notDiscounted: true } };
    expect(verdict(when, { lines: [{ price: 1000, attributes: { reduced: 'true' } }] })).toBe('line_count');
  });
});

describe('conditions on place and time', () => {
  it.each([
    [{ kind: 'store', in: ['s1'] }, ''],
    [{ kind: 'store', in: ['s2'] }, 'store'],
    [{ kind: 'region', in: ['north'] }, ''],
    [{ kind: 'region', in: ['south'] }, 'region'],
    [{ kind: 'zone', in: ['big', 'far'] }, ''],
    [{ kind: 'zone', in: ['far'] }, 'zone'],
    [{ kind: 'channel', in: ['web'] }, 'channel'],
    [{ kind: 'terminal', in: ['t1'] }, ''],
    [{ kind: 'storeAttribute', test: { name: 'parking', in: [true] } }, ''],
    [{ kind: 'storeAttribute', test: { name: 'parking', in: [false] } }, 'store_attribute'],
    [{ kind: 'receiptAttribute', test: { name: 'bags', max: 2 } }, ''],
    [{ kind: 'receiptAttribute', test: { name: 'bags', max: 1 } }, 'receipt_attribute'],
    [{ kind: 'tender', in: ['cash'], minMinor: 500 }, ''],
    [{ kind: 'tender', in: ['cash'], minMinor: 501 }, 'tender'],
    [{ kind: 'tender', in: ['card'] }, 'tender'],
    [{ kind: 'coupon', codes: ['save'] }, ''],
    [{ kind: 'coupon', codes: ['more'] }, 'coupon'],
  ] as const)('%j: %s', (when, expected) => {
    expect(
      verdict(when, { receipt: { attributes: { bags: '2' }, tenders: [{ type: 'cash', amountMinor: 500 }], coupons: ['save'] } }),
    ).toBe(expected);
  });

  const at = (text: string): Facts => ({ receipt: { purchasedAtMs: Date.parse(text) } });

  it.each([
    ['2026-11-22T17:59:00Z', 'hours'],
    ['2026-11-22T18:00:00Z', ''],
    ['2026-11-22T19:59:00Z', ''],
    ['2026-11-22T20:00:00Z', 'hours'],
    ['2026-07-01T16:59:00Z', 'hours'],
    ['2026-07-01T17:00:00Z', ''],
  ])('18:00 to 20:00 in London, at %s', (time, expected) => {
    expect(verdict({ kind: 'hours', from: '18:00', to: '20:00' }, at(time))).toBe(expected);
  });

  it.each([
    ['2026-11-22T21:59:00Z', 'hours'],
    ['2026-11-22T22:00:00Z', ''],
    ['2026-11-23T01:59:00Z', ''],
    ['2026-11-23T02:00:00Z', 'hours'],
  ])('22:00 to 02:00, at %s', (time, expected) => {
    expect(verdict({ kind: 'hours', from: '22:00', to: '02:00' }, at(time))).toBe(expected);
  });

  it.each([
    ['2026-11-22T23:59:59Z', ''],
    ['2026-11-23T00:00:00Z', 'weekday'],
    ['2026-06-27T22:59:59Z', 'weekday'],
    ['2026-06-27T23:00:00Z', ''],
  ])('Sunday in London, at %s', (time, expected) => {
    expect(verdict({ kind: 'weekday', in: ['sun'] }, at(time))).toBe(expected);
  });

  it.each([
    ['2026-10-31T23:59:59Z', 'dates'],
    ['2026-11-01T00:00:00Z', ''],
    ['2026-11-30T23:59:59Z', ''],
    ['2026-12-01T00:00:00Z', 'dates'],
  ])('November, at %s', (time, expected) => {
    expect(verdict({ kind: 'dates', from: '2026-11-01', to: '2026-11-30' }, at(time))).toBe(expected);
  });

  it('the first and the fifteenth', () => {
    expect(verdict({ kind: 'dayOfMonth', in: [1, 15] }, at('2026-11-15T12:00:00Z'))).toBe('');
    expect(verdict({ kind: 'dayOfMonth', in: [1, 15] }, at('2026-11-16T12:00:00Z'))).toBe('day_of_month');
  });
});

describe('conditions on the member', () => {
  const counters = {
    ...NO_COUNTERS,
    purchases: 4,
    lastPurchaseAtMs: Date.UTC(2026, 10, 12, 11),
    days: {
      '2026-11-12': { purchases: 1, spentMinor: 5000, earnedPoints: 50 },
      '2026-10-12': { purchases: 3, spentMinor: 9000, earnedPoints: 90 },
    },
  };
  const facts = {
    segments: ['vip'],
    tier: 'gold',
    birthDate: '1990-11-24',
    attributes: { age: 36 },
    enrolledAtMs: Date.UTC(2026, 10, 22, 11) - 30 * DAY,
    counters,
  };

  it.each([
    [{ kind: 'member' }, ''],
    [{ kind: 'segment', in: ['vip'] }, ''],
    [{ kind: 'segment', in: ['staff'] }, 'segment'],
    [{ kind: 'tier', in: ['gold', 'silver'] }, ''],
    [{ kind: 'tier', in: ['silver'] }, 'tier'],
    [{ kind: 'memberAttribute', test: { name: 'age', min: 36 } }, ''],
    [{ kind: 'memberAttribute', test: { name: 'age', min: 37 } }, 'member_attribute'],
    [{ kind: 'birthday', daysBefore: 2 }, ''],
    [{ kind: 'birthday', daysBefore: 1 }, 'birthday'],
    [{ kind: 'birthday', daysAfter: 30 }, 'birthday'],
    [{ kind: 'purchaseNumber', min: 5, max: 5 }, ''],
    [{ kind: 'purchaseNumber', max: 4 }, 'purchase_number'],
    [{ kind: 'purchaseNumber', every: 5 }, ''],
    [{ kind: 'purchaseNumber', every: 4 }, 'purchase_number'],
    [{ kind: 'daysSinceLastPurchase', min: 10, max: 10 }, ''],
    [{ kind: 'daysSinceLastPurchase', min: 11 }, 'days_since_last_purchase'],
    [{ kind: 'daysSinceEnrolment', max: 30 }, ''],
    [{ kind: 'daysSinceEnrolment', max: 29 }, 'days_since_enrolment'],
    [{ kind: 'counter', of: 'spend', span: { kind: 'month' }, min: 5000 }, ''],
    [{ kind: 'counter', of: 'spend', span: { kind: 'month' }, min: 5001 }, 'counter'],
    [{ kind: 'counter', of: 'points', span: { kind: 'days', days: 42 }, min: 140 }, ''],
    [{ kind: 'counter', of: 'points', span: { kind: 'days', days: 41 }, min: 140 }, 'counter'],
    [{ kind: 'counter', of: 'purchases', span: { kind: 'year' }, min: 4, max: 4 }, ''],
  ] as const)('%j: %s', (when, expected) => {
    expect(verdict(when, { member: facts })).toBe(expected);
  });

  it.each([
    [{ kind: 'member' }, 'member_needed'],
    [{ kind: 'tier', in: ['gold'] }, 'member_needed'],
    [{ kind: 'segment', in: ['vip'] }, 'segment'],
    [{ kind: 'purchaseNumber', min: 1 }, 'purchase_number'],
    [{ kind: 'birthday', daysBefore: 400 }, 'birthday'],
  ] as const)('anonymous, %j: %s', (when, expected) => {
    expect(verdict(when, {})).toBe(expected);
  });

  it('a first purchase has no days since the last', () => {
    expect(verdict({ kind: 'daysSinceLastPurchase', min: 0 }, { member: {} })).toBe('days_since_last_purchase');
    expect(verdict({ kind: 'purchaseNumber', max: 1 }, { member: {} })).toBe('');
  });
});

describe('all, any and not', () => {
  const yes: Condition = { kind: 'store', in: ['s1'] };
  const no: Condition = { kind: 'channel', in: ['web'] };

  it.each([
    [{ kind: 'all', of: [yes, yes] }, ''],
    [{ kind: 'all', of: [yes, no] }, 'channel'],
    [{ kind: 'all', of: [] }, ''],
    [{ kind: 'any', of: [no, yes] }, ''],
    [{ kind: 'any', of: [no, no] }, 'none_of'],
    [{ kind: 'any', of: [no] }, 'channel'],
    [{ kind: 'not', of: no }, ''],
    [{ kind: 'not', of: yes }, 'excluded_by'],
    [{ kind: 'all', of: [yes, { kind: 'any', of: [no, { kind: 'not', of: no }] }] }, ''],
  ] as [Condition, string][])('%j: %s', (when, expected) => {
    expect(verdict(when, {})).toBe(expected);
  });
});

describe('windows of a rule: from is inside, to is outside', () => {
  it.each([
    ['2026-11-21T22:59:59.999Z', false],
    ['2026-11-21T23:00:00Z', true],
    ['2026-11-22T22:59:59.999Z', true],
    ['2026-11-22T23:00:00Z', false],
  ])('22 November in Berlin, at %s', (time, expected) => {
    const rules = [{ window: { from: '2026-11-22T00:00', to: '2026-11-23T00:00' }, benefit: { kind: 'percent', rateBps: 1000 } }] as const;
    const answer = quote({ programme: programme({ rules }), lines: [{ price: 1000 }], receipt: { purchasedAtMs: Date.parse(time) } });
    expect(answer.applied.length === 1).toBe(expected);
  });
});
