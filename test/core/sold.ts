/** Quotes made by hand, for tests of what comes after pricing. */
import { milli, minor, points, total, type Minor, type Points } from '../../src/core/money.js';
import type { EarnItem, Quote, QuoteLine } from '../../src/core/quote.js';

export interface SoldLine {
  readonly units: number;
  readonly regular: number;
  readonly discounts?: readonly number[];
  readonly burnMinor?: number;
  readonly burnPoints?: number;
}

export interface Earned {
  readonly byLine: readonly number[];
  readonly activatesAtMs?: number;
  readonly expiresAtMs?: number | null;
}

export function soldLine(sold: SoldLine, index: number, earnPoints: number): QuoteLine {
  const discounts = (sold.discounts ?? []).map((amount, k) => ({ ruleId: `rul_${k}`, stage: 'line' as const, amountMinor: minor(amount) }));
  const discountMinor = total(discounts.map((discount) => discount.amountMinor));
  const netMinor = minor(sold.regular - discountMinor);
  const burnMinor = minor(sold.burnMinor ?? 0);
  return {
    lineNumber: index + 1,
    sku: `SKU${index + 1}`,
    quantityMilli: milli(sold.units * 1000),
    regularMinor: minor(sold.regular),
    cardPriceMinor: minor(sold.regular),
    discountMinor,
    netMinor,
    burnMinor,
    burnPoints: points(sold.burnPoints ?? 0),
    payableMinor: minor(netMinor - burnMinor),
    earnPoints: points(earnPoints),
    discounts,
    portions: [{ quantityMilli: milli(sold.units * 1000), netMinor }],
  };
}

export function soldQuote(sold: readonly SoldLine[], earned: readonly Earned[] = []): Quote {
  const earn: EarnItem[] = earned.map(({ byLine, activatesAtMs = 0, expiresAtMs = null }, k) => ({
    ruleId: `earn_${k}`,
    points: total(byLine.map(points)),
    byLine: byLine.map(points),
    activatesAtMs,
    expiresAtMs,
  }));
  const lines = sold.map((line, k) => soldLine(line, k, total(earn.map((item) => item.byLine[k]!))));
  const sum = <K extends keyof QuoteLine>(key: K) => total(lines.map((line) => line[key] as number));
  const burnPoints = sum('burnPoints') as Points;
  const burnMinor = sum('burnMinor') as Minor;
  const earnPoints = sum('earnPoints') as Points;
  return {
    lines,
    totals: {
      regularMinor: sum('regularMinor') as Minor,
      cardPriceSavingMinor: minor(0),
      discountMinor: sum('discountMinor') as Minor,
      netMinor: sum('netMinor') as Minor,
      burnMinor,
      burnPoints,
      payableMinor: sum('payableMinor') as Minor,
      earnPoints,
    },
    applied: [],
    refused: [],
    coupons: [],
    burn: { requestedPoints: burnPoints, points: burnPoints, amountMinor: burnMinor, maxPoints: burnPoints, maxMinor: burnMinor },
    earn,
    earnForecast: { atZeroBurn: earnPoints, asRequested: earnPoints, atMaxBurn: earnPoints },
    messages: [],
    usage: [],
    issues: [],
    savingWithCardMinor: minor(0),
    ruleSetVersion: 1,
    ruleSetHash: 'hash',
    memberVersion: 0,
    fingerprint: 'f',
  };
}
