import type { Group } from '../../../src/core/rules/types.js';
import { nets, offs, programme, quote } from '../support.js';
import type { RuleDraft } from '../support.js';

const group = (mode: Group['mode'], per?: Group['per']): Group => ({ id: 'g', stage: 'line', order: 1, mode, ...(per && { per }) });
const percent = (rateBps: number, rest: Partial<RuleDraft> = {}): RuleDraft => ({
  group: 'g',
  benefit: { kind: 'percent', rateBps },
  ...rest,
});
const amount = (amountMinor: number, rest: Partial<RuleDraft> = {}): RuleDraft => ({
  group: 'g',
  benefit: { kind: 'amountOff', amountMinor, per: 'line' },
  ...rest,
});
const bread = { price: 1000, sku: 'bread' };
const milk = { price: 1000, sku: 'milk' };

describe('groups', () => {
  it.each([
    [4994, 500, 'r2'],
    [5000, 500, 'r1'],
    [5005, 501, 'r1'],
  ])('best, a tie goes to the first id: %d', (price, off, rule) => {
    const answer = quote({
      programme: programme({ groups: [group('best')], rules: [percent(1000), amount(500)] }),
      lines: [{ price }],
      explain: true,
    });
    expect([answer.totals.discountMinor, answer.applied[0]!.ruleId]).toEqual([off, rule]);
    expect(answer.refused[0]!.why.code).toBe('not_better');
  });

  it('a tie goes to the higher priority', () => {
    const answer = quote({
      programme: programme({ groups: [group('best')], rules: [percent(1000), amount(500, { priority: 1 })] }),
      lines: [{ price: 5000 }],
    });
    expect(answer.applied.map((rule) => rule.ruleId)).toEqual(['r2']);
  });

  it.each([
    ['receipt', [200, 400]],
    ['line', [300, 400]],
  ] as const)('best per %s: 20 %% on all, 3.00 off bread', (per, expected) => {
    const rules = [percent(2000), amount(300, { lines: { skus: ['bread'] } })];
    expect(
      offs(quote({ programme: programme({ groups: [group('best', per)], rules }), lines: [bread, { price: 2000, sku: 'milk' }] })),
    ).toEqual(expected);
  });

  it.each([
    ['receipt', [0, 100]],
    ['line', [300, 100]],
  ] as const)('first per %s: 10 %% on milk, then 3.00 off anything', (per, expected) => {
    const rules = [percent(1000, { priority: 2, lines: { skus: ['milk'] } }), amount(300, { priority: 1 })];
    expect(offs(quote({ programme: programme({ groups: [group('first', per)], rules }), lines: [bread, milk] }))).toEqual(expected);
  });

  it('first: a rule that does not apply does not take the place', () => {
    const rules = [percent(1000, { priority: 2, lines: { skus: ['tea'] } }), amount(300, { priority: 1 })];
    expect(offs(quote({ programme: programme({ groups: [group('first')], rules }), lines: [bread] }))).toEqual([300]);
  });

  it('groups stack on each other in their order', () => {
    const groups: Group[] = [
      { id: 'g', stage: 'line', order: 2, mode: 'best' },
      { id: 'h', stage: 'line', order: 1, mode: 'stack' },
    ];
    expect(nets(quote({ programme: programme({ groups, rules: [percent(1000), amount(200, { group: 'h' })] }), lines: [bread] }))).toEqual([
      720,
    ]);
  });

  it('priority, then the larger benefit, then the id', () => {
    const order = (rules: RuleDraft[]): string[] =>
      quote({ programme: programme({ groups: [group('stack')], rules }), lines: [bread] }).applied.map((rule) => rule.ruleId);
    expect(order([amount(100), amount(200)])).toEqual(['r2', 'r1']);
    expect(order([amount(100), amount(100)])).toEqual(['r1', 'r2']);
    expect(order([amount(100, { priority: 1 }), amount(200)])).toEqual(['r1', 'r2']);
  });
});

describe('exclusive', () => {
  it('for its lines: other rules of the stage leave them, those of the next stage do not', () => {
    const rules = [
      percent(2000, { priority: 2, exclusive: 'lines', lines: { skus: ['bread'] } }),
      percent(1000, { priority: 1 }),
      { stage: 'receipt', benefit: { kind: 'percent', rateBps: 1000 } } as const,
    ];
    expect(offs(quote({ programme: programme({ groups: [group('stack')], rules }), lines: [bread, milk] }))).toEqual([280, 190]);
  });

  it('a line that was touched before is not for an exclusive rule', () => {
    const rules = [percent(1000, { priority: 2, lines: { skus: ['bread'] } }), percent(5000, { priority: 1, exclusive: 'lines' })];
    expect(offs(quote({ programme: programme({ groups: [group('stack')], rules }), lines: [bread, milk] }))).toEqual([100, 500]);
  });

  it('for the receipt: it is tried before all others and then stands alone', () => {
    const rules = [
      percent(1000, { priority: 9 }),
      { stage: 'receipt', exclusive: 'receipt', benefit: { kind: 'amountOff', amountMinor: 150, per: 'receipt' } } as const,
    ];
    const answer = quote({ programme: programme({ groups: [group('stack')], rules }), lines: [bread], explain: true });
    expect(offs(answer)).toEqual([150]);
    expect(answer.refused.map((rule) => [rule.ruleId, rule.why.code, rule.why.subject])).toEqual([['r1', 'exclusive', 'r2']]);
  });

  it('for the receipt, where it does not apply: the others do', () => {
    const rules = [
      percent(1000),
      { stage: 'receipt', exclusive: 'receipt', when: { kind: 'member' }, benefit: { kind: 'percent', rateBps: 5000 } } as const,
    ];
    expect(offs(quote({ programme: programme({ groups: [group('stack')], rules }), lines: [bread] }))).toEqual([100]);
  });
});

describe('the percentage base', () => {
  it.each([
    ['running', 630],
    ['card', 620],
    ['regular', 580],
  ] as const)('%s: card price 8.00 of 12.00, then 1.00 off, then 10 %%', (percentBase, expected) => {
    const rules = [amount(100, { priority: 2 }), percent(1000, { priority: 1 })];
    const priceLists = [{ id: 'list', items: [{ sku: 'bread', unitPriceMinor: 800 }] }];
    const parts = { settings: { percentBase }, groups: [group('stack')], priceLists, rules };
    expect(nets(quote({ programme: programme(parts), lines: [{ ...bread, price: 1200 }] }))).toEqual([expected]);
  });
});

describe('floors', () => {
  it.each([
    [0, 0],
    [1, 1],
    [999, 999],
    [1000, 1000],
  ])('a minimum of %d from the till', (minimumMinor, expected) => {
    expect(
      nets(
        quote({ programme: programme({ rules: [{ benefit: { kind: 'percent', rateBps: 10000 } }] }), lines: [{ ...bread, minimumMinor }] }),
      ),
    ).toEqual([expected]);
  });

  it('the highest of till, product and programme, for the whole line', () => {
    const rules = [{ benefit: { kind: 'percent', rateBps: 10000 } }] as const;
    const products = [{ sku: 'bread', minUnitPriceMinor: 300 }];
    const lines = [
      { ...bread, qty: 2, minimumMinor: 500 },
      { ...milk, qty: 2 },
    ];
    expect(nets(quote({ programme: programme({ settings: { minUnitPriceMinor: 100 }, products, rules }), lines }))).toEqual([600, 200]);
  });

  it('a card price respects it too', () => {
    const priceLists = [{ id: 'list', items: [{ sku: 'bread', unitPriceMinor: 500 }] }];
    expect(nets(quote({ programme: programme({ priceLists }), lines: [{ ...bread, minimumMinor: 700 }] }))).toEqual([700]);
  });

  it('a line that is not discountable keeps all but its card price', () => {
    const priceLists = [{ id: 'list', items: [{ sku: 'bread', unitPriceMinor: 900 }] }];
    expect(
      nets(
        quote({
          programme: programme({ priceLists, rules: [{ benefit: { kind: 'percent', rateBps: 1000 } }] }),
          lines: [{ ...bread, notDiscountable: true }],
        }),
      ),
    ).toEqual([900]);
  });
});

describe('best per line', () => {
  it('keeps a set together whose other line is only used up, beside a rule that wins elsewhere', () => {
    const crisps = { kind: 'sets', size: 3, take: { pick: 'cheapest', units: 1 }, give: { kind: 'free' } } as const;
    const deal = { kind: 'amountOff', amountMinor: 225, per: 'receipt' } as const;
    const rules = [
      { lines: { skus: ['salt', 'cheese'] }, benefit: crisps, group: 'g' },
      { lines: { skus: ['sandwich'] }, benefit: deal, group: 'g' },
    ];
    const groups = [{ id: 'g', stage: 'line', order: 1, mode: 'best', per: 'line' }] as const;
    const lines = [
      { sku: 'salt', price: 220, qty: 2 },
      { sku: 'cheese', price: 250 },
      { sku: 'sandwich', price: 500 },
    ];
    expect(offs(quote({ programme: programme({ groups, rules }), lines }))).toEqual([220, 0, 225]);
  });
});
