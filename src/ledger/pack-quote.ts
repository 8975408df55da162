/**
 * A quote beside its receipt as rows of values by place. A line names the rules that changed it by their place in `applied`; what follows
 * from the receipt, from the sale's columns or from other values is left out. Reading back gives exactly what was written.
 */
import { ZERO_MINOR, ZERO_POINTS, type Milli, type Minor, type Points } from '../core/money.js';
import type { Sums } from '../core/pricing/sums.js';
import type { AppliedRule, EarnItem, Quote, QuoteLine, Stage, UsageDelta } from '../core/quote.js';
import type { Line, Receipt } from '../core/receipt.js';
import { at, beside, packed, type More, type Packed } from './pack-receipt.js';

/** By number, so never reordered; views and checks in SQL know them too. */
export const STAGES: readonly Stage[] = ['card_price', 'line', 'receipt', 'burn', 'earn'];

const QUOTE = new Set([
  ...['lines', 'totals', 'applied', 'refused', 'coupons', 'burn', 'earn', 'earnForecast', 'messages', 'usage', 'issues'],
  ...['savingWithCardMinor', 'ruleSetVersion', 'ruleSetHash', 'memberVersion', 'fingerprint'],
]);

/** The sale's columns that are the quote's own. */
export interface QuoteColumns {
  readonly ruleSetVersion: number;
  readonly regularMinor: number;
  readonly netMinor: number;
  readonly burnMinor: number;
  readonly payableMinor: number;
  readonly burnPoints: number;
  readonly earnPoints: number;
}

export function packQuote(quote: Quote, receipt: Receipt): Packed {
  const { applied, burn, earnForecast: forecast, totals } = quote;
  const { requestedPoints, points, amountMinor, maxPoints, maxMinor } = burn;
  return packed([
    quote.lines.map((line, k) => packQuoteLine(line, receipt.lines[k], applied)),
    applied.map(packApplied),
    quote.earn.map((item) => packEarn(item, quote, receipt.purchasedAtMs)),
    quote.ruleSetHash,
    quote.fingerprint,
    quote.memberVersion,
    totals.cardPriceSavingMinor,
    totals.discountMinor,
    requestedPoints === 0 && maxPoints === 0 ? 0 : [requestedPoints, points, amountMinor, maxPoints, maxMinor],
    [forecast.atZeroBurn, forecast.asRequested, forecast.atMaxBurn],
    quote.savingWithCardMinor,
    quote.usage.length === 0 ? 0 : quote.usage.map(packUsage),
    quote.coupons.length === 0 ? 0 : quote.coupons,
    quote.messages.length === 0 ? 0 : quote.messages,
    quote.issues.length === 0 ? 0 : quote.issues,
    quote.refused.length === 0 ? 0 : quote.refused,
    beside(quote, QUOTE),
  ]);
}

export function unpackQuote(values: Packed, columns: QuoteColumns, receipt: Receipt): Quote {
  const { ruleSetVersion, ...totals } = columns;
  const applied = (values[1] as Packed[]).map(unpackApplied);
  const lines = (values[0] as Packed[]).map((line, k) => unpackQuoteLine(line, receipt.lines[k], applied));
  const [requestedPoints, points, amountMinor, maxPoints, maxMinor] = at<Points[]>(values, 8, NO_BURN);
  const [atZeroBurn, asRequested, atMaxBurn] = values[9] as Points[];
  return {
    lines,
    totals: { ...totals, cardPriceSavingMinor: at(values, 6, 0), discountMinor: at(values, 7, 0) } as Quote['totals'],
    applied,
    refused: at(values, 15, []),
    coupons: at(values, 12, []),
    burn: { requestedPoints, points, amountMinor, maxPoints, maxMinor } as unknown as Quote['burn'],
    earn: (values[2] as Packed[]).map((item) => unpackEarn(item, lines, applied, receipt.purchasedAtMs)),
    earnForecast: { atZeroBurn: atZeroBurn!, asRequested: asRequested!, atMaxBurn: atMaxBurn! },
    messages: at(values, 13, []),
    usage: at<Packed[]>(values, 11, []).map(unpackUsage),
    issues: at(values, 14, []),
    savingWithCardMinor: at(values, 10, ZERO_MINOR),
    ruleSetVersion,
    ruleSetHash: values[3] as string,
    memberVersion: at(values, 5, 0),
    fingerprint: values[4] as string,
    ...at<More>(values, 16, {}),
  };
}

/** The sums of the quote that `unpackQuote` gives. */
export function unpackSums(values: Packed, columns: QuoteColumns): Sums {
  const applied = (values[1] as Packed[]).map((rule) => ({
    ruleId: rule[0] as string,
    stage: STAGES[at<number>(rule, 1, 0)]!,
    amountMinor: at(rule, 3, ZERO_MINOR),
    points: at(rule, 4, ZERO_POINTS),
  }));
  return { totals: columns as unknown as Sums['totals'], applied, usage: at<Packed[]>(values, 11, []).map(unpackUsage) };
}

const NO_BURN = [0, 0, 0, 0, 0] as Points[];

function packQuoteLine(line: QuoteLine, of: Line | undefined, applied: readonly AppliedRule[]): Packed {
  const { regularMinor, netMinor, burnMinor, cardPriceMinor, discounts, portions } = line;
  const more: Record<string, unknown> = {};
  if (line.lineNumber !== of?.lineNumber) more['lineNumber'] = line.lineNumber;
  if (line.sku !== of?.sku) more['sku'] = line.sku;
  if (line.quantityMilli !== of?.quantityMilli) more['quantityMilli'] = line.quantityMilli;
  if (regularMinor !== of?.regularMinor) more['regularMinor'] = regularMinor;
  if (line.discountMinor !== cardPriceMinor - netMinor) more['discountMinor'] = line.discountMinor;
  if (line.payableMinor !== netMinor - burnMinor) more['payableMinor'] = line.payableMinor;
  const only = portions.length === 1 ? portions[0] : undefined;
  const isWhole = only !== undefined && only.quantityMilli === line.quantityMilli && only.netMinor === netMinor;
  return packed([
    netMinor,
    line.earnPoints,
    discounts.length === 0 ? 0 : flatDiscounts(discounts, applied),
    regularMinor - cardPriceMinor,
    burnMinor,
    line.burnPoints,
    isWhole ? 0 : flatPortions(portions),
    hasKeys(more) ? more : 0,
  ]);
}

// By loops: `flatMap` reads and writes each value by calls into V8's runtime.
function flatDiscounts(discounts: QuoteLine['discounts'], applied: readonly AppliedRule[]): unknown[] {
  const flat: unknown[] = [];
  for (const { ruleId, stage, amountMinor } of discounts) flat.push(placeOf(ruleId, stage, applied), amountMinor);
  return flat;
}

function flatPortions(portions: QuoteLine['portions']): number[] {
  const flat: number[] = [];
  for (const { quantityMilli, netMinor } of portions) flat.push(quantityMilli, netMinor);
  return flat;
}

function hasKeys(value: object): boolean {
  for (const _ in value) return true;
  return false;
}

/** The place of a rule in `applied`; where it has none, its stage and id themselves. */
function placeOf(ruleId: string, stage: Stage, applied: readonly AppliedRule[]): number | readonly [number, string] {
  for (let k = 0; k < applied.length; k++) if (applied[k]!.ruleId === ruleId && applied[k]!.stage === stage) return k;
  return [STAGES.indexOf(stage), ruleId];
}

function unpackQuoteLine(values: Packed, of: Line | undefined, applied: readonly AppliedRule[]): QuoteLine {
  const more = at<Partial<QuoteLine>>(values, 7, {});
  const quantityMilli = (more.quantityMilli ?? of?.quantityMilli) as Milli;
  const regularMinor = (more.regularMinor ?? of?.regularMinor) as Minor;
  const netMinor = at(values, 0, ZERO_MINOR);
  const burnMinor = at(values, 4, ZERO_MINOR);
  const cardPriceMinor = (regularMinor - at<number>(values, 3, 0)) as Minor;
  return {
    lineNumber: of?.lineNumber as number,
    sku: of?.sku as string,
    quantityMilli,
    regularMinor,
    cardPriceMinor,
    discountMinor: (cardPriceMinor - netMinor) as Minor,
    netMinor,
    burnMinor,
    burnPoints: at(values, 5, ZERO_POINTS),
    payableMinor: (netMinor - burnMinor) as Minor,
    earnPoints: at(values, 1, ZERO_POINTS),
    discounts: pairs<number | [number, string], Minor>(at(values, 2, [])).map(([place, amountMinor]) => {
      if (typeof place !== 'number') return { ruleId: place[1], stage: STAGES[place[0]]!, amountMinor };
      const { ruleId, stage } = applied[place]!;
      return { ruleId, stage, amountMinor };
    }),
    portions:
      at(values, 6, null) === null
        ? [{ quantityMilli, netMinor }]
        : pairs<Milli, Minor>(values[6] as Packed).map(([quantity, net]) => ({ quantityMilli: quantity, netMinor: net })),
    ...more,
  };
}

function pairs<A, B>(flat: Packed): [A, B][] {
  const all: [A, B][] = [];
  for (let k = 0; k < flat.length; k += 2) all.push([flat[k] as A, flat[k + 1] as B]);
  return all;
}

const APPLIED = new Set(['ruleId', 'name', 'stage', 'group', 'coupon', 'lines', 'amountMinor', 'points', 'times']);

/** Each line of a rule is its number, its base and what it gave: points for an earning rule, else money. */
function packApplied(rule: AppliedRule): Packed {
  const { ruleId, name, stage, lines } = rule;
  const earning = stage === 'earn';
  const flat: number[] = [];
  let isOdd = false;
  for (const { lineNumber, baseMinor, amountMinor, points } of lines) {
    flat.push(lineNumber, baseMinor, earning ? points : amountMinor);
    isOdd ||= (earning ? amountMinor : points) !== 0;
  }
  const more = beside(rule, APPLIED);
  return packed([
    ruleId,
    STAGES.indexOf(stage),
    rule.group,
    rule.amountMinor,
    rule.points,
    rule.times,
    flat,
    name === ruleId ? 0 : name,
    rule.coupon === '' ? 0 : rule.coupon,
    isOdd ? { ...more, lines } : more,
  ]);
}

function unpackApplied(values: Packed): AppliedRule {
  const stage = STAGES[at<number>(values, 1, 0)]!;
  const earning = stage === 'earn';
  const flat = values[6] as number[];
  const lines: AppliedRule['lines'][number][] = [];
  for (let k = 0; k < flat.length; k += 3) {
    const given = flat[k + 2]!;
    const amounts = earning ? { amountMinor: ZERO_MINOR, points: given as Points } : { amountMinor: given as Minor, points: ZERO_POINTS };
    lines.push({ lineNumber: flat[k]!, baseMinor: flat[k + 1] as Minor, ...amounts });
  }
  const ruleId = values[0] as string;
  return {
    ruleId,
    name: at(values, 7, ruleId),
    stage,
    group: values[2] as string,
    coupon: at(values, 8, ''),
    lines,
    amountMinor: at(values, 3, ZERO_MINOR),
    points: at(values, 4, ZERO_POINTS),
    times: at(values, 5, 0),
    ...at<More>(values, 9, {}),
  };
}

const EARN = new Set(['ruleId', 'points', 'byLine', 'activatesAtMs', 'expiresAtMs']);

function packEarn(item: EarnItem, { lines, applied }: Quote, purchasedAtMs: number): Packed {
  const { ruleId, points, byLine, activatesAtMs, expiresAtMs } = item;
  const isUsual = sameNumbers(byLine, pointsByLine(ruleId, lines, applied));
  const activates = activatesAtMs === purchasedAtMs ? 0 : activatesAtMs;
  return packed([ruleId, points, activates, expiresAtMs ?? 0, isUsual ? 0 : byLine, beside(item, EARN)]);
}

function unpackEarn(values: Packed, lines: readonly QuoteLine[], applied: readonly AppliedRule[], purchasedAtMs: number): EarnItem {
  const ruleId = values[0] as string;
  return {
    ruleId,
    points: at(values, 1, ZERO_POINTS),
    byLine: at(values, 4, null) ?? (pointsByLine(ruleId, lines, applied) as Points[]),
    activatesAtMs: at(values, 2, purchasedAtMs),
    expiresAtMs: at(values, 3, null),
    ...at<More>(values, 5, {}),
  };
}

/** What an earning rule gave, aligned with the lines of the quote. */
function pointsByLine(ruleId: string, lines: readonly QuoteLine[], applied: readonly AppliedRule[]): number[] {
  const byLine = new Array<number>(lines.length).fill(0);
  const rule = applied.find((each) => each.ruleId === ruleId && each.stage === 'earn');
  let place = 0;
  for (const { lineNumber, points } of rule?.lines ?? []) {
    if (lines[place]?.lineNumber !== lineNumber) place = lines.findIndex((line) => line.lineNumber === lineNumber);
    if (place >= 0) byLine[place] = points;
    place++;
  }
  return byLine;
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, k) => value === b[k]);
}

function packUsage({ scope, key, times, minor, points, limit }: UsageDelta): Packed {
  return [scope === 'member' ? 0 : 1, key, times, minor, points, limit.times, limit.minor, limit.points];
}

function unpackUsage(values: Packed): UsageDelta {
  const [scope, key, times, minor, points, limitTimes, limitMinor, limitPoints] = values;
  const limit = { times: limitTimes, minor: limitMinor, points: limitPoints };
  return { scope: scope === 0 ? 'member' : 'total', key, times, minor, points, limit } as UsageDelta;
}
