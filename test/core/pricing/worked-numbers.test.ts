import { NOON, member, nets, offs, programme, quote } from '../support.js';

describe('the worked numbers of the order of evaluation', () => {
  const ten = { kind: 'percent', rateBps: 1000 } as const;

  it('10 % and 10 % stacked on 100.00 is 81.00', () => {
    const answer = quote({ programme: programme({ rules: [{ benefit: ten }, { benefit: ten }] }), lines: [{ price: 10000 }] });
    expect(answer.totals.netMinor).toBe(8100);
    expect(answer.lines[0]!.discounts.map((each) => each.amountMinor)).toEqual([1000, 900]);
  });

  it('10 % and 10 % of the regular amount is 80.00', () => {
    const rules = [{ benefit: ten }, { benefit: ten }];
    const answer = quote({ programme: programme({ settings: { percentBase: 'regular' }, rules }), lines: [{ price: 10000 }] });
    expect(answer.totals.netMinor).toBe(8000);
  });

  const from100 = { when: { kind: 'amount', basis: 'running', minMinor: 10000 }, benefit: { kind: 'percent', rateBps: 2000 } } as const;

  it('10 % first makes the rule from 100.00 fail on 105.00', () => {
    const rules = [
      { priority: 2, benefit: ten },
      { priority: 1, ...from100 },
    ];
    const answer = quote({ programme: programme({ rules }), lines: [{ price: 10500 }], explain: true });
    expect(answer.totals.netMinor).toBe(9450);
    expect(answer.refused).toEqual([
      {
        ruleId: 'r2',
        name: 'Rule 2',
        stage: 'line',
        why: { code: 'amount_running', relation: 'below', actual: 9450, wanted: 10000, unit: 'minor', subject: '' },
      },
    ]);
  });

  it('the other order gives 75.60', () => {
    const rules = [
      { priority: 1, benefit: ten },
      { priority: 2, ...from100 },
    ];
    expect(quote({ programme: programme({ rules }), lines: [{ price: 10500 }] }).totals.netMinor).toBe(7560);
  });

  it('15 % on 60.00 and 50.00 is 9.00 and 7.50; with 10.00 off the first it is 7.50 and 7.50', () => {
    const fifteen = { stage: 'receipt', benefit: { kind: 'percent', rateBps: 1500 } } as const;
    const lines = [{ price: 6000 }, { price: 5000 }];
    expect(offs(quote({ programme: programme({ rules: [fifteen] }), lines }))).toEqual([900, 750]);
    const first = { lines: { skus: ['sku1'] }, benefit: { kind: 'amountOff', amountMinor: 1000, per: 'line' } } as const;
    const both = quote({ programme: programme({ rules: [first, fifteen] }), lines });
    expect(both.lines.map((each) => each.discounts.at(-1)!.amountMinor)).toEqual([750, 750]);
  });

  it('31 points over three equal units', () => {
    const earn = { stage: 'earn', benefit: { kind: 'earnPerAmount', points: 1, perMinor: 1000 } } as const;
    const answer = quote({ programme: programme({ rules: [earn] }), lines: [{ price: 10500, qty: 3 }], member: member() });
    expect(answer.earn).toEqual([{ ruleId: 'r1', points: 31, byLine: [31], activatesAtMs: NOON, expiresAtMs: null }]);
  });

  it('an amount over 333, 333 and 334', () => {
    const rules = [{ stage: 'receipt', benefit: { kind: 'amountOff', amountMinor: 100, per: 'receipt' } }] as const;
    const lines = [{ price: 333 }, { price: 333 }, { price: 334 }];
    expect(offs(quote({ programme: programme({ rules }), lines }))).toEqual([33, 33, 34]);
    expect(nets(quote({ programme: programme({ rules }), lines }))).toEqual([300, 300, 300]);
  });
});
