import { findCandidates } from '../../../src/core/pricing/candidates.js';
import { openWork } from '../../../src/core/pricing/open-work.js';
import { member, programme, request } from '../support.js';
import type { LineDraft, ReceiptDraft, RuleDraft } from '../support.js';

const benefit = { kind: 'percent', rateBps: 1000 } as const;

/** Ids of the candidates with the numbers of their lines. */
function found(
  rules: readonly RuleDraft[],
  lines: readonly LineDraft[],
  receipt: ReceiptDraft = {},
  explain: boolean | string[] = false,
): string[] {
  const categories = [{ id: 'food' }, { id: 'dairy', parent: 'food' }];
  const facts = member({ segments: ['vip'], tier: 'gold' });
  const work = openWork(request({ programme: programme({ categories, rules }), lines, receipt, member: facts, explain }));
  return findCandidates(work).map(({ rule, lines: own }) => `${rule.id}: ${own.map((line) => line.line.lineNumber).join()}`);
}

const lines = [
  { price: 1, sku: 'a', categories: ['dairy'], brand: 'x', tags: ['new'] },
  { price: 1, sku: 'b' },
  { price: 1, sku: 'a' },
];

describe('what the index finds', () => {
  it.each([
    [{ lines: { skus: ['a', 'z'] } }, ['r1: 1,3']],
    [{ lines: { skus: ['z'] } }, []],
    [{ lines: { categories: ['food'] } }, ['r1: 1']],
    [{ lines: { brands: ['x'] } }, ['r1: 1']],
    [{ lines: { tags: ['new', 'old'] } }, ['r1: 1']],
    [{ lines: { skus: ['a', 'b'], brands: ['x'] } }, ['r1: 1,2,3']],
    [{}, ['r1: 1,2,3']],
    [{ lines: { minUnitPriceMinor: 5 } }, ['r1: 1,2,3']],
    [{ when: { kind: 'store', in: ['s1'] } }, ['r1: 1,2,3']],
    [{ when: { kind: 'store', in: ['s2'] } }, []],
    [{ when: { kind: 'segment', in: ['vip'] } }, ['r1: 1,2,3']],
    [{ when: { kind: 'segment', in: ['staff'] } }, []],
    [{ when: { kind: 'all', of: [{ kind: 'member' }, { kind: 'channel', in: ['web'] }] } }, []],
    [{ when: { kind: 'any', of: [{ kind: 'channel', in: ['web'] }, { kind: 'member' }] } }, ['r1: 1,2,3']],
    [{ when: { kind: 'not', of: { kind: 'store', in: ['s2'] } } }, ['r1: 1,2,3']],
    [{ when: { kind: 'quantity', lines: { skus: ['b'] } } }, ['r1: 1,2,3']],
    [{ when: { kind: 'quantity', lines: { skus: ['z'] } } }, []],
    [{ when: { kind: 'quantity', maxMilli: 0, lines: { skus: ['z'] } } }, ['r1: 1,2,3']],
    [{ coupon: { codes: ['save'] } }, ['r1: 1,2,3']],
    [{ coupon: { codes: ['other'] } }, []],
    [{ window: { to: '2026-01-01T00:00:00Z' } }, []],
  ] as [Partial<RuleDraft>, string[]][])('%j: %j', (rule, expected) => {
    expect(found([{ benefit, ...rule }], lines, { coupons: ['SAVE'] })).toEqual(expected);
  });

  it('a rule somebody asks about is looked at in any case', () => {
    expect(found([{ benefit, lines: { skus: ['z'] } }], lines, {}, ['r1'])).toEqual(['r1: 1,2,3']);
  });

  it('in the order of evaluation', () => {
    const rules: RuleDraft[] = [
      { stage: 'receipt', benefit },
      { priority: 1, benefit },
      { priority: 2, benefit, lines: { skus: ['b'] } },
      { stage: 'earn', benefit: { kind: 'earnFixed', points: 1 } },
    ];
    expect(found(rules, lines)).toEqual(['r3: 2', 'r2: 1,2,3', 'r1: 1,2,3', 'r4: 1,2,3']);
  });
});
