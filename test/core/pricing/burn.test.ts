import { priceReceipt } from '../../../src/core/pricing/price.js';
import type { BurnSettings } from '../../../src/core/rules/settings.js';
import { member, programme, quote, request } from '../support.js';
import type { LineDraft } from '../support.js';

const ONE_CENT = { rate: { points: 1, minor: 1 } };

/** [points, money] for a member with `active` points. */
function burn(settings: BurnSettings, lines: readonly LineDraft[], active: number, points: number | 'max' = 'max', tier = ''): number[] {
  const asked = points === 'max' ? { kind: 'max' } : { kind: 'points', points };
  const answer = quote({
    programme: programme({ settings: { burn: settings } }),
    lines,
    receipt: { burn: asked },
    member: member({ activePoints: active, tier }),
  });
  return [answer.burn.points, answer.burn.amountMinor];
}

const hundred = [{ price: 10000 }];

describe('how much may be paid with points', () => {
  it.each([
    [2550, 2550],
    [9999, 9999],
    [10000, 10000],
    [10001, 10000],
  ])('%d active points on 100.00 pay %d', (active, expected) => {
    expect(burn(ONE_CENT, hundred, active)).toEqual([expected, expected]);
  });

  it.each([
    [5000, 5000],
    [4999, 4999],
    [1, 1],
    [10000, 10000],
  ])('a share of %d bps', (shareMaxBps, expected) => {
    expect(burn({ ...ONE_CENT, shareMaxBps }, hundred, 99999)).toEqual([expected, expected]);
  });

  it.each([
    [7000, 3000],
    [10000, 0],
    [10001, 0],
  ])('%d must be left in money', (minMoneyMinor, expected) => {
    expect(burn({ ...ONE_CENT, minMoneyMinor }, hundred, 99999)).toEqual([expected, expected]);
  });

  it.each([
    [99, 0],
    [100, 100],
    [2550, 2500],
    [2599, 2500],
    [2600, 2600],
  ])('in whole hundreds: %d points', (active, expected) => {
    expect(burn({ ...ONE_CENT, stepPoints: 100 }, hundred, active)).toEqual([expected, expected]);
  });

  it.each([
    [499, 0],
    [500, 500],
  ])('not below 500 points: %d', (active, expected) => {
    expect(burn({ ...ONE_CENT, minPoints: 500 }, hundred, active)).toEqual([expected, expected]);
  });

  it.each([
    [10, [10, 333]],
    [1, [1, 33]],
    [300, [300, 10000]],
    [301, [300, 10000]],
  ])('3 points are worth 1.00: %d points', (active, expected) => {
    expect(burn({ rate: { points: 3, minor: 100 } }, hundred, active)).toEqual(expected);
  });

  it('less than the most when less is asked for, never more', () => {
    expect(burn(ONE_CENT, hundred, 20000, 700)).toEqual([700, 700]);
    expect(burn(ONE_CENT, hundred, 20000, 15000)).toEqual([10000, 10000]);
    expect(burn(ONE_CENT, hundred, 20000, 0)).toEqual([0, 0]);
  });
});

describe('which goods may be paid with points', () => {
  const smoke = { price: 2000, categories: ['tobacco'] };

  it('excluded goods neither count nor are paid', () => {
    const settings = { ...ONE_CENT, shareMaxBps: 5000, excluded: { categories: ['tobacco'] } };
    expect(burn(settings, [{ price: 8000 }, smoke], 99999)).toEqual([4000, 4000]);
    expect(burn(ONE_CENT, [{ price: 8000 }, { ...smoke, notBurnable: true }], 99999)).toEqual([8000, 8000]);
  });

  it('shares of each line and of a category; the least that matches counts', () => {
    const settings = { ...ONE_CENT, lineShareMaxBps: 8000, lineShares: [{ lines: { categories: ['tobacco'] }, shareMaxBps: 1000 }] };
    expect(burn(settings, [{ price: 8000 }, smoke], 99999)).toEqual([6600, 6600]);
  });

  it('a share by tier replaces the general one', () => {
    const settings: BurnSettings = {
      ...ONE_CENT,
      shareMaxBps: 2000,
      shares: [{ when: { kind: 'tier', in: ['gold'] }, shareMaxBps: 5000 }],
    };
    expect(burn(settings, hundred, 99999)).toEqual([2000, 2000]);
    expect(burn(settings, hundred, 99999, 'max', 'gold')).toEqual([5000, 5000]);
  });

  it('is spread over the lines by what each may take', () => {
    const settings = { ...ONE_CENT, lineShares: [{ lines: { categories: ['tobacco'] }, shareMaxBps: 1000 }] };
    const answer = quote({
      programme: programme({ settings: { burn: settings } }),
      lines: [{ price: 2000 }, smoke],
      receipt: { burn: { kind: 'points', points: 1000 } },
      member: member({ activePoints: 1000 }),
    });
    expect(answer.lines.map((line) => [line.burnMinor, line.burnPoints, line.payableMinor])).toEqual([
      [800, 800, 1200],
      [200, 200, 1800],
    ]);
  });
});

describe('refusals', () => {
  const ask = (points: number, active: number | null, settings: BurnSettings | undefined = ONE_CENT) =>
    priceReceipt(
      request({
        programme: programme(settings === undefined ? {} : { settings: { burn: settings } }),
        lines: hundred,
        receipt: { burn: { kind: 'points', points } },
        member: active === null ? null : member({ activePoints: active }),
      }),
    );

  it('more than the member has', () => {
    expect(ask(501, 500)).toMatchObject({ rejection: 'not_enough_points', detail: { available: '500', requested: '501' } });
    expect(ask(500, 500)).toMatchObject({ burn: { points: 500 } });
  });

  it('an anonymous receipt has no points; asking for the most is no error', () => {
    expect(ask(1, null)).toMatchObject({ rejection: 'burn_not_allowed' });
    const most = request({ programme: programme(), lines: hundred, receipt: { burn: { kind: 'max' } } });
    expect(priceReceipt(most)).toMatchObject({ burn: { points: 0, maxPoints: 0 } });
  });
});
