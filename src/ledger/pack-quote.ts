/**
 * A quote beside its receipt as rows of values by place. A line names the rules that changed it by their place in `applied`; what follows
 * from the receipt, from the sale's columns or from other values is left out. Reading back gives exactly what was written.
 */
import { ZERO_MINOR, ZERO_POINTS, type Milli, type Minor, type Points } from '../core/money.js';
import type { Sums } from '../core/pricing/sums.js';
import type { AppliedRule, EarnItem, Quote, QuoteLine, Stage, UsageDelta } from '../core/quote.js';
import type { Line, Receipt } from '../core/receipt.js';
import type { DocumentWriter } from './document-writer.js';
import { at, beside, writeList, writeName, type More, type Packed } from './pack-receipt.js';

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

export function writeQuote(to: DocumentWriter, quote: Quote, receipt: Receipt): void {
  const { applied, burn, earnForecast: forecast, lines, totals, usage } = quote;
  to.open();
  to.open();
  for (let k = 0; k < lines.length; k++) writeQuoteLine(to, lines[k]!, receipt.lines[k], applied);
  to.closeWhole();
  to.open();
  for (const rule of applied) writeApplied(to, rule);
  to.closeWhole();
  to.open();
  for (const item of quote.earn) writeEarn(to, item, quote, receipt.purchasedAtMs);
  to.closeWhole();
  to.text(quote.ruleSetHash);
  to.text(quote.fingerprint);
  to.integer(quote.memberVersion);
  to.integer(totals.cardPriceSavingMinor);
  to.integer(totals.discountMinor);
  if (burn.requestedPoints === 0 && burn.maxPoints === 0) to.usual();
  else writeNumbers(to, [burn.requestedPoints, burn.points, burn.amountMinor, burn.maxPoints, burn.maxMinor]);
  writeNumbers(to, [forecast.atZeroBurn, forecast.asRequested, forecast.atMaxBurn]);
  to.integer(quote.savingWithCardMinor);
  to.json(usage.length === 0 ? 0 : usage.map(packUsage));
  writeList(to, quote.coupons);
  writeList(to, quote.messages);
  writeList(to, quote.issues);
  writeList(to, quote.refused);
  to.json(beside(quote, QUOTE));
  to.close();
}

/** All of them, zeros too. */
export function writeNumbers(to: DocumentWriter, values: readonly number[]): void {
  to.open();
  for (const value of values) to.integer(value);
  to.closeWhole();
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

function writeQuoteLine(to: DocumentWriter, line: QuoteLine, of: Line | undefined, applied: readonly AppliedRule[]): void {
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
  to.open();
  to.integer(netMinor);
  to.integer(line.earnPoints);
  if (discounts.length === 0) to.usual();
  else writeDiscounts(to, discounts, applied);
  to.integer(regularMinor - cardPriceMinor);
  to.integer(burnMinor);
  to.integer(line.burnPoints);
  if (isWhole) to.usual();
  else writePortions(to, portions);
  to.json(hasKeys(more) ? more : 0);
  to.close();
}

function writeDiscounts(to: DocumentWriter, discounts: QuoteLine['discounts'], applied: readonly AppliedRule[]): void {
  to.open();
  for (const { ruleId, stage, amountMinor } of discounts) {
    const place = placeOf(ruleId, stage, applied);
    if (typeof place === 'number') to.integer(place);
    else to.json(place);
    to.integer(amountMinor);
  }
  to.closeWhole();
}

function writePortions(to: DocumentWriter, portions: QuoteLine['portions']): void {
  to.open();
  for (const { quantityMilli, netMinor } of portions) {
    to.integer(quantityMilli);
    to.integer(netMinor);
  }
  to.closeWhole();
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
function writeApplied(to: DocumentWriter, rule: AppliedRule): void {
  const { ruleId, name, stage, lines } = rule;
  const earning = stage === 'earn';
  to.open();
  to.text(ruleId);
  to.integer(STAGES.indexOf(stage));
  to.text(rule.group);
  to.integer(rule.amountMinor);
  to.integer(rule.points);
  to.integer(rule.times);
  to.open();
  let isOdd = false;
  for (const { lineNumber, baseMinor, amountMinor, points } of lines) {
    to.integer(lineNumber);
    to.integer(baseMinor);
    to.integer(earning ? points : amountMinor);
    isOdd ||= (earning ? amountMinor : points) !== 0;
  }
  to.closeWhole();
  if (name === ruleId) to.usual();
  else to.text(name);
  writeName(to, rule.coupon);
  const more = beside(rule, APPLIED);
  to.json(isOdd ? { ...more, lines } : more);
  to.close();
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

function writeEarn(to: DocumentWriter, item: EarnItem, { lines, applied }: Quote, purchasedAtMs: number): void {
  const { ruleId, points, byLine, activatesAtMs, expiresAtMs } = item;
  const isUsual = sameNumbers(byLine, pointsByLine(ruleId, lines, applied));
  to.open();
  to.text(ruleId);
  to.integer(points);
  to.integer(activatesAtMs === purchasedAtMs ? 0 : activatesAtMs);
  to.integer(expiresAtMs ?? 0);
  to.json(isUsual ? 0 : byLine);
  to.json(beside(item, EARN));
  to.close();
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
