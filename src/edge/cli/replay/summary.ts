/** The end of a replay, for people and for programs. */
import { formatCount, formatMinor } from '../till/format.js';
import { duration } from './progress.js';
import type { Tally } from './tally.js';

export interface Summary {
  readonly documents: number;
  readonly sales: number;
  readonly saleLines: number;
  readonly returns: number;
  readonly returnLines: number;
  readonly regularMinor: number;
  readonly discountMinor: number;
  readonly payableMinor: number;
  readonly earnPoints: number;
  readonly burnPoints: number;
  readonly refundMinor: number;
  readonly clawbackPoints: number;
  readonly giveBackPoints: number;
  readonly replayed: number;
  readonly repeats: number;
  readonly rejected: Readonly<Record<string, number>>;
  readonly skipped: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly callsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export function summarise(tally: Tally, elapsedMs: number): Summary {
  const { rejected, skipped, latency, calls, ...counts } = tally;
  const tenths = (value: number): number => Math.floor(value * 10 + 0.5) / 10;
  return {
    ...counts,
    rejected: Object.fromEntries([...rejected].sort()),
    skipped: Object.fromEntries([...skipped].sort()),
    seconds: tenths(elapsedMs / 1000),
    callsPerSecond: tenths((calls * 1000) / Math.max(elapsedMs, 1)),
    p50Ms: tenths(latency.quantile(0.5)),
    p99Ms: tenths(latency.quantile(0.99)),
  };
}

export function describeSummary(summary: Summary): string {
  const reasons = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([reason, times]) => `${reason} ${formatCount(times)}`)
      .join(' · ') || 'none';
  const rows: [string, string][] = [
    ['documents', formatCount(summary.documents)],
    ['sales', `${formatCount(summary.sales)} with ${formatCount(summary.saleLines)} lines`],
    ['returns', `${formatCount(summary.returns)} with ${formatCount(summary.returnLines)} lines`],
    ['regular', formatMinor(summary.regularMinor)],
    ['discount', formatMinor(summary.discountMinor)],
    ['paid in money', formatMinor(summary.payableMinor)],
    ['refunded', formatMinor(summary.refundMinor)],
    ['points earned', `${formatCount(summary.earnPoints)}, taken back ${formatCount(summary.clawbackPoints)}`],
    ['points burned', `${formatCount(summary.burnPoints)}, given back ${formatCount(summary.giveBackPoints)}`],
    ['replayed', formatCount(summary.replayed)],
    ['rejected', reasons(summary.rejected)],
    ['skipped', reasons(summary.skipped)],
    ['sent again', formatCount(summary.repeats)],
    ['time', `${duration(summary.seconds)} · ${summary.callsPerSecond} calls/s · p50 ${summary.p50Ms} ms · p99 ${summary.p99Ms} ms`],
  ];
  return rows.map(([name, value]) => `${name.padEnd(14)} ${value}`).join('\n');
}
