/** Random programmes, receipts and members. Small alphabets, so that rules and lines meet. */
import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { NO_COUNTERS } from '../../src/core/member.js';
import type { MemberState, Usage } from '../../src/core/member.js';
import type { Benefit, Give } from '../../src/core/rules/benefits.js';
import type { AttributeTest, Condition, Group, LineFilter, Programme, Rule, RuleStage } from '../../src/core/rules/types.js';
import { member, programme } from './support.js';
import type { LineDraft, ReceiptDraft } from './support.js';

export const SKUS = ['a', 'b', 'c', 'd', 'e'];
const CATEGORIES = ['food', 'dairy', 'cheese', 'tools'];
const BRANDS = ['x', 'y'];
const CODES = ['SAVE', 'MORE', 'ONCE'];

const some = (values: readonly string[]): Arbitrary<string[]> => fc.subarray([...values], { minLength: 1, maxLength: 2 });
const rate = fc.integer({ min: 1, max: 10000 });
const money = fc.integer({ min: 1, max: 5000 });
const count = fc.integer({ min: 1, max: 4 });
const pick = fc.constantFrom('cheapest' as const, 'dearest' as const);

/** Any of the parts may be missing. */
const partly = <T extends Record<string, Arbitrary<unknown>>>(shape: T) => fc.record(shape, { requiredKeys: [] });

const attribute: Arbitrary<AttributeTest> = fc.oneof(
  fc.constant({ name: 'colour', in: ['red'] }),
  fc.constant({ name: 'size', min: 2, max: 4 }),
);

const filter: Arbitrary<LineFilter> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ skus: some(SKUS) }) },
  { weight: 3, arbitrary: fc.record({ categories: some(CATEGORIES) }) },
  { weight: 1, arbitrary: fc.record({ brands: some(BRANDS) }) },
  { weight: 1, arbitrary: fc.record({ tags: fc.constant(['new']) }) },
  { weight: 1, arbitrary: fc.record({ categories: some(CATEGORIES), exclude: fc.record({ skus: some(SKUS) }) }) },
  { weight: 1, arbitrary: fc.record({ any: fc.array(fc.record({ skus: some(SKUS) }), { minLength: 1, maxLength: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ minUnitPriceMinor: money }) },
  { weight: 1, arbitrary: fc.record({ attributes: fc.array(attribute, { minLength: 1, maxLength: 1 }) }) },
  { weight: 1, arbitrary: fc.constant({ notDiscounted: true }) },
);

const leaf: Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('amount' as const),
    basis: fc.constantFrom('regular' as const, 'card' as const, 'running' as const),
    minMinor: money,
    lines: filter,
  }),
  fc.record({ kind: fc.constant('amount' as const), basis: fc.constant('running' as const), minMinor: money }),
  fc.record({ kind: fc.constant('quantity' as const), minMilli: fc.constantFrom(1000, 2000, 3000), lines: filter }),
  fc.record({ kind: fc.constant('lineCount' as const), count: fc.constantFrom('lines' as const, 'skus' as const), min: count }),
  fc.record({ kind: fc.constant('store' as const), in: some(['s1', 's2']) }),
  fc.record({ kind: fc.constant('channel' as const), in: some(['till', 'web']) }),
  fc.record({ kind: fc.constant('segment' as const), in: some(['vip', 'staff']) }),
  fc.record({ kind: fc.constant('tier' as const), in: some(['gold', 'silver']) }),
  fc.record({ kind: fc.constant('purchaseNumber' as const), min: count }),
  fc.constant({ kind: 'member' } as const),
  fc.constant({ kind: 'weekday', in: ['sun', 'mon'] } as const),
  fc.constant({ kind: 'hours', from: '10:00', to: '14:00' } as const),
  fc.record({ kind: fc.constant('coupon' as const), codes: some(CODES) }),
  fc.record({ kind: fc.constant('tender' as const), in: fc.constant(['cash']) }),
);

export const condition: Arbitrary<Condition> = fc.oneof(
  { weight: 5, arbitrary: leaf },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('all' as const), of: fc.array(leaf, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('any' as const), of: fc.array(leaf, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), of: leaf }) },
);

const give: Arbitrary<Give> = fc.oneof(
  fc.constant({ kind: 'free' } as const),
  fc.record({ kind: fc.constant('percent' as const), rateBps: rate }),
  fc.record({ kind: fc.constant('amount' as const), amountMinor: money }),
  fc.record({ kind: fc.constant('price' as const), priceMinor: money }),
);

const cap = { maxUnits: count, unitsPer: fc.constantFrom('line' as const, 'rule' as const), pick };

const priceBenefit: Arbitrary<Benefit> = fc.oneof(
  fc.record({ kind: fc.constant('percent' as const), rateBps: rate }),
  fc.record({ kind: fc.constant('amountOff' as const), amountMinor: money, per: fc.constant('unit' as const) }),
  fc.record({ kind: fc.constant('fixedPrice' as const), unitPriceMinor: money }),
);

export const discount: Arbitrary<Benefit> = fc.oneof(
  fc.record({ kind: fc.constant('percent' as const), rateBps: rate, ...cap }, { requiredKeys: ['kind', 'rateBps'] }),
  fc.record(
    {
      kind: fc.constant('amountOff' as const),
      amountMinor: money,
      per: fc.constantFrom('unit' as const, 'line' as const, 'receipt' as const),
      ...cap,
    },
    { requiredKeys: ['kind', 'amountMinor', 'per'] },
  ),
  fc.record({ kind: fc.constant('fixedPrice' as const), unitPriceMinor: money, ...cap }, { requiredKeys: ['kind', 'unitPriceMinor'] }),
  fc.record({ kind: fc.constant('totalPrice' as const), priceMinor: money }),
  fc.record({
    kind: fc.constant('quantityTiers' as const),
    count: fc.constantFrom('line' as const, 'lines' as const),
    units: fc.constantFrom('all' as const, 'above' as const),
    tiers: fc.uniqueArray(fc.record({ fromMilli: fc.constantFrom(1000, 2000, 3000, 5000), give }), {
      minLength: 1,
      maxLength: 3,
      selector: (tier) => tier.fromMilli,
    }),
  }),
  fc.record(
    {
      kind: fc.constant('everyNth' as const),
      n: fc.integer({ min: 2, max: 4 }),
      give,
      within: fc.constantFrom('line' as const, 'lines' as const),
      from: pick,
      maxTimes: count,
    },
    { requiredKeys: ['kind', 'n', 'give'] },
  ),
  fc.record(
    {
      kind: fc.constant('sets' as const),
      size: fc.integer({ min: 2, max: 4 }),
      give,
      within: fc.constantFrom('line' as const, 'lines' as const),
      from: pick,
      per: fc.constantFrom('unit' as const, 'set' as const),
      maxTimes: count,
      take: fc.record(
        { pick, units: fc.constantFrom(1, 2), across: fc.constantFrom('set' as const, 'all' as const) },
        { requiredKeys: ['pick'] },
      ),
    },
    { requiredKeys: ['kind', 'size', 'give'] },
  ),
  fc.record(
    {
      kind: fc.constant('buyGet' as const),
      buy: filter,
      buyUnits: count,
      get: filter,
      getUnits: count,
      give,
      pick,
      maxTimes: count,
      partial: fc.boolean(),
    },
    { requiredKeys: ['kind', 'buy', 'buyUnits', 'getUnits', 'give'] },
  ),
  fc.record(
    {
      kind: fc.constant('bundle' as const),
      pools: fc.array(fc.record({ lines: filter, units: fc.constantFrom(1, 2) }), { minLength: 1, maxLength: 3 }),
      give,
      per: fc.constantFrom('unit' as const, 'set' as const),
      pick,
      maxTimes: count,
    },
    { requiredKeys: ['kind', 'pools', 'give'] },
  ),
  fc.record({ kind: fc.constant('units' as const), units: count, give, pick }, { requiredKeys: ['kind', 'units', 'give'] }),
  fc.record({
    kind: fc.constant('thresholdTiers' as const),
    by: fc.constantFrom('amount' as const, 'quantity' as const),
    over: fc.constantFrom('eligible' as const, 'receipt' as const),
    mode: fc.constantFrom('highest' as const, 'every' as const),
    tiers: fc.uniqueArray(fc.record({ from: money, give }), { minLength: 1, maxLength: 3, selector: (tier) => tier.from }),
  }),
  fc.record({
    kind: fc.constant('freeProduct' as const),
    skus: some(SKUS),
    units: count,
    offer: fc.constant({ code: 'offer', text: 'Take one' }),
  }),
);

const earn: Arbitrary<Benefit> = fc.oneof(
  fc.record({ kind: fc.constant('earnPercent' as const), rateBps: rate }),
  fc.record({ kind: fc.constant('earnPerAmount' as const), points: count, perMinor: money }),
  fc.record({ kind: fc.constant('earnPerUnit' as const), points: count }),
  fc.record({ kind: fc.constant('earnFixed' as const), points: money }),
  fc.record({ kind: fc.constant('earnMultiplier' as const), factorBps: fc.constantFrom(15000, 20000, 30000) }),
  fc.record({
    kind: fc.constant('earnTiers' as const),
    mode: fc.constantFrom('highest' as const, 'every' as const),
    tiers: fc.constant([{ fromMinor: 1000, points: 5 }]),
  }),
);

const GROUPS: readonly Group[] = (['card_price', 'line', 'receipt', 'earn'] as const).flatMap((stage): Group[] => [
  { id: `${stage}-stack`, stage, order: 1, mode: 'stack' },
  { id: `${stage}-best`, stage, order: 2, mode: 'best' },
  { id: `${stage}-best-line`, stage, order: 3, mode: 'best', per: 'line' },
  { id: `${stage}-first`, stage, order: 4, mode: 'first' },
  { id: `${stage}-first-line`, stage, order: 5, mode: 'first', per: 'line' },
]);

const limit = fc.record({
  measure: fc.constantFrom('times' as const, 'units' as const, 'money' as const),
  max: fc.integer({ min: 1, max: 800 }),
  per: fc.constantFrom('receipt' as const, 'member' as const),
  exceed: fc.constantFrom('refuse' as const, 'cut' as const),
});

const budget = fc.record({
  measure: fc.constantFrom('times' as const, 'units' as const, 'money' as const),
  max: fc.integer({ min: 1, max: 800 }),
  exceed: fc.constantFrom('refuse' as const, 'cut' as const),
});

/** What was used of counters of the rules r0 to r7 before. */
export const usages: Arbitrary<Record<string, Usage>> = fc.dictionary(
  fc.tuple(fc.integer({ min: 0, max: 7 }), fc.constantFrom('times', 'units', 'money')).map(([rule, measure]) => `rule:r${rule}/${measure}`),
  fc.record({
    times: fc.integer({ min: 0, max: 5 }),
    minor: fc.integer({ min: 0, max: 700 }),
    points: fc.constant(0),
  }) as unknown as Arbitrary<Usage>,
);

const rest = partly({
  priority: fc.integer({ min: 0, max: 2 }),
  when: condition,
  lines: filter,
  exclusive: fc.constantFrom('lines' as const, 'lines' as const, 'receipt' as const),
  coupon: fc.record({ codes: some(CODES) }),
  limits: fc.array(limit, { minLength: 1, maxLength: 2 }),
  maxDiscountMinor: money,
  budgets: fc.array(budget, { minLength: 1, maxLength: 2 }),
});

/** Each optional part is there in a third of the rules, so that most rules apply to something. */
function thinned(parts: Partial<Rule>, keep: number): Partial<Rule> {
  return Object.fromEntries(Object.entries(parts).filter((_, i) => (keep >> i) % 3 === 0));
}

export function ruleOf(stage: RuleStage, id: string): Arbitrary<Rule> {
  const benefit = stage === 'card_price' ? priceBenefit : stage === 'earn' ? earn : discount;
  return fc
    .tuple(
      benefit,
      rest,
      fc.integer({ min: 0, max: 2 ** 20 }),
      fc.constantFrom(undefined, ...GROUPS.filter((group) => group.stage === stage).map((group) => group.id)),
    )
    .map(([given, parts, keep, group]) => ({
      id,
      name: id,
      stage,
      benefit: given,
      ...thinned(parts as Partial<Rule>, keep),
      ...(group === undefined ? {} : { group }),
    }));
}

export const rules: Arbitrary<Rule[]> = fc
  .array(fc.constantFrom<RuleStage>('card_price', 'line', 'line', 'line', 'receipt', 'receipt', 'earn'), { minLength: 1, maxLength: 8 })
  .chain((stages) => fc.tuple(...stages.map((stage, i) => ruleOf(stage, `r${i}`))));

const settings = partly({
  percentBase: fc.constantFrom('running' as const, 'regular' as const, 'card' as const),
  rounding: partly({
    mode: fc.constantFrom('half_up' as const, 'down' as const),
    at: fc.constantFrom('unit' as const, 'line' as const, 'receipt' as const),
    split: fc.constantFrom(
      'largest_remainder' as const,
      'floor_then_first' as const,
      'last_takes_rest' as const,
      'nearest_then_first' as const,
    ),
  }),
  minUnitPriceMinor: fc.integer({ min: 0, max: 100 }),
  earnBase: fc.constantFrom('money' as const, 'before_burn' as const),
  burn: fc.record(
    {
      rate: fc.record({ points: fc.integer({ min: 1, max: 3 }), minor: fc.integer({ min: 1, max: 100 }) }),
      shareMaxBps: rate,
      lineShareMaxBps: rate,
      minMoneyMinor: money,
      stepPoints: fc.constantFrom(1, 10),
      excluded: filter,
    },
    { requiredKeys: ['rate'] },
  ),
}) as Arbitrary<NonNullable<Programme['settings']>>;

export function programmeOf(given: readonly Rule[], with_: NonNullable<Programme['settings']> = {}): Programme {
  return programme({
    settings: with_,
    groups: GROUPS,
    rules: given,
    categories: [{ id: 'food' }, { id: 'dairy', parent: 'food' }, { id: 'cheese', parent: 'dairy' }, { id: 'tools' }],
    promoCodes: [{ code: 'SAVE' }, { code: 'MORE' }, { code: 'ONCE', stackable: false }],
    priceLists: [
      { id: 'members', when: { kind: 'member' }, items: [{ sku: 'a', unitPriceMinor: 500 }] },
      { id: 'all', items: [{ sku: 'b', unitPriceMinor: 700 }] },
    ],
  });
}

export const programmes: Arbitrary<Programme> = fc.tuple(rules, settings).map(([given, with_]) => programmeOf(given, with_));

export const lineDraft: Arbitrary<LineDraft> = fc
  .record({
    sku: fc.constantFrom(...SKUS),
    price: fc.integer({ min: 0, max: 3000 }),
    qty: fc.integer({ min: 1, max: 7 }),
    weighed: fc.integer({ min: 0, max: 9 }),
    milli: fc.integer({ min: 1, max: 4000 }),
    categories: fc.subarray(CATEGORIES, { maxLength: 2 }),
    brand: fc.constantFrom('', ...BRANDS),
    tags: fc.constantFrom([], ['new']),
    attributes: fc.constantFrom<Record<string, string>>({}, { colour: 'red' }, { size: '3' }),
    minimumMinor: fc.constantFrom(0, 0, 0, 300),
    notDiscountable: fc.constantFrom(false, false, false, true),
  })
  .map(({ weighed, milli, ...line }) => (weighed === 0 ? { ...line, milli } : line));

export const lineDrafts: Arbitrary<LineDraft[]> = fc.array(lineDraft, { minLength: 1, maxLength: 6 });

export const receiptDraft: Arbitrary<ReceiptDraft> = fc.record({
  coupons: fc.subarray(CODES),
  tenders: fc.constantFrom([], [{ type: 'cash', amountMinor: 1000 }]),
});

export const members: Arbitrary<MemberState | null> = fc.oneof(
  fc.constant(null),
  fc
    .record({
      segments: fc.subarray(['vip', 'staff']),
      tier: fc.constantFrom('', 'gold', 'silver'),
      activePoints: fc.integer({ min: 0, max: 3000 }),
      usage: usages,
    })
    .map(({ usage, ...facts }) => member({ ...facts, counters: { ...NO_COUNTERS, usage } })),
);
