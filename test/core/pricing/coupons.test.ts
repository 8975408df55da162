import type { CouponState } from '../../../src/core/rules/coupons.js';
import { uniqueCodes } from '../../../src/core/rules/coupons.js';
import type { CouponSeries, PromoCode } from '../../../src/core/rules/types.js';
import { NOON, member, programme, quote, request } from '../support.js';
import type { Case } from '../support.js';

const rule = (codes: string[]) =>
  ({ stage: 'receipt', coupon: { codes }, benefit: { kind: 'amountOff', amountMinor: 100, per: 'receipt' } }) as const;

/** [money off, code and reason of each answer]. */
function answers(promoCodes: readonly PromoCode[], coupons: readonly string[], rest: Partial<Case> = {}): unknown[] {
  const rules = promoCodes.map((promo) => rule([promo.code]));
  const answer = quote({ programme: programme({ promoCodes, rules }), lines: [{ price: 1000 }], receipt: { coupons }, ...rest });
  return [answer.totals.discountMinor, ...answer.coupons.map(({ code, reason }) => `${code} ${reason}`)];
}

describe('shared codes', () => {
  it('apply in any case, once', () => {
    expect(answers([{ code: 'Save' }], [' save', 'SAVE '])).toEqual([100, 'SAVE applied']);
  });

  it('several on one receipt, each answered', () => {
    expect(answers([{ code: 'A' }, { code: 'B' }], ['B', 'X', 'A'])).toEqual([200, 'B applied', 'X unknown', 'A applied']);
  });

  it.each([
    [{ window: { to: '2026-11-22T11:00:00Z' } }, 0, 'expired'],
    [{ window: { to: '2026-11-22T11:00:01Z' } }, 100, 'applied'],
    [{ window: { from: '2026-11-22T11:00:00Z' } }, 100, 'applied'],
    [{ window: { from: '2026-11-22T11:00:01Z' } }, 0, 'not_started'],
    [{ active: false }, 0, 'withdrawn'],
  ])('%j', (facts, off, reason) => {
    expect(answers([{ code: 'A', ...facts }], ['A'])).toEqual([off, `A ${reason}`]);
  });

  const used = (times: number) => ({ 'promo:A/times': { times, minor: 0, points: 0 } }) as unknown as NonNullable<Case['budgets']>;

  it.each([
    [9, 100, 'applied'],
    [10, 0, 'limit_reached'],
  ])('ten uses in all, %d used', (times, off, reason) => {
    expect(answers([{ code: 'A', maxUses: 10 }], ['A'], { budgets: used(times) })).toEqual([off, `A ${reason}`]);
  });

  it.each([
    [1, 100, 'applied'],
    [2, 0, 'member_limit_reached'],
  ])('two uses a member, %d used', (times, off, reason) => {
    const counters = { ...member().counters, usage: used(times) };
    expect(answers([{ code: 'A', maxUsesPerMember: 2 }], ['A'], { member: member({ counters }) })).toEqual([off, `A ${reason}`]);
  });

  it('a limit per member needs a member', () => {
    expect(answers([{ code: 'A', maxUsesPerMember: 2 }], ['A'])).toEqual([0, 'A member_needed']);
  });

  it('a code that tolerates no other: the first good one decides', () => {
    const codes = [{ code: 'A' }, { code: 'ALONE', stackable: false }];
    expect(answers(codes, ['ALONE', 'A'])).toEqual([100, 'ALONE applied', 'A not_stackable']);
    expect(answers(codes, ['A', 'ALONE'])).toEqual([100, 'A applied', 'ALONE not_stackable']);
    expect(answers(codes, ['X', 'ALONE'])).toEqual([100, 'X unknown', 'ALONE applied']);
  });

  it('says which condition failed', () => {
    const rules = [{ ...rule(['A']), when: { kind: 'amount', basis: 'running', minMinor: 1001 } }] as const;
    const answer = quote({
      programme: programme({ promoCodes: [{ code: 'A' }], rules }),
      lines: [{ price: 1000 }],
      receipt: { coupons: ['A'] },
    });
    expect(answer.coupons[0]).toMatchObject({
      applied: false,
      reason: 'condition_failed',
      ruleId: 'r1',
      why: { code: 'amount_running', actual: 1000, wanted: 1001 },
    });
  });

  it('counts one use however many rules it opens', () => {
    const parts = { promoCodes: [{ code: 'A', maxUses: 10, maxUsesPerMember: 1 }], rules: [rule(['A']), rule(['A'])] };
    const answer = quote({ programme: programme(parts), lines: [{ price: 1000 }], receipt: { coupons: ['A'] }, member: member() });
    expect([answer.totals.discountMinor, answer.usage.map(({ scope, key, times }) => [scope, key, times])]).toEqual([
      200,
      [
        ['total', 'promo:A/times', 1],
        ['member', 'promo:A/times', 1],
      ],
    ]);
  });
});

describe('unique codes', () => {
  const state = (facts: Partial<CouponState>): CouponState => ({
    code: 'U1',
    seriesId: 's',
    memberId: '',
    uses: 0,
    withdrawn: false,
    validFromMs: 0,
    validToMs: null,
    ...facts,
  });

  function answer(series: Partial<CouponSeries>, facts: Partial<CouponState>, memberId = 'm1'): string {
    const rules = [{ stage: 'receipt', coupon: { series: ['s'] }, benefit: { kind: 'percent', rateBps: 1000 } }] as const;
    const parts = { couponSeries: [{ id: 's', ...series }], rules };
    const got = quote({
      programme: programme(parts),
      lines: [{ price: 1000 }],
      receipt: { coupons: ['U1'] },
      coupons: [state(facts)],
      member: member({ memberId }),
    });
    expect(got.totals.discountMinor).toBe(got.coupons[0]!.applied ? 100 : 0);
    return `${got.coupons[0]!.reason} ${got.coupons[0]!.seriesId}`;
  }

  it.each([
    [{}, {}, 'applied s'],
    [{}, { uses: 1 }, 'used s'],
    [{ maxUses: 2 }, { uses: 1 }, 'applied s'],
    [{}, { withdrawn: true }, 'withdrawn s'],
    [{}, { validFromMs: NOON }, 'applied s'],
    [{}, { validFromMs: NOON + 1 }, 'not_started s'],
    [{}, { validToMs: NOON + 1 }, 'applied s'],
    [{}, { validToMs: NOON }, 'expired s'],
    [{ window: { to: '2026-11-22T11:00:00Z' } }, {}, 'expired s'],
    [{ bound: true }, { memberId: 'm1' }, 'applied s'],
    [{ bound: true }, { memberId: 'm2' }, 'not_yours s'],
    [{}, { memberId: 'm2' }, 'applied s'],
    [{}, { code: 'U2' }, 'unknown '],
    [{}, { seriesId: 'gone' }, 'unknown gone'],
  ])('series %j, code %j: %s', (series, facts, expected) => {
    expect(answer(series, facts)).toBe(expected);
  });

  it('only codes that are not shared are looked up', () => {
    const { ruleSet } = request({ programme: programme({ promoCodes: [{ code: 'a' }] }), lines: [{ price: 1 }] });
    expect(uniqueCodes(ruleSet, ['A', 'U1'])).toEqual(['U1']);
  });
});
