import type { MonthsReport } from './replay-months.js';
import type { Rolled } from './plain-sum.js';

const sum = (rows: readonly Rolled[], of: keyof Omit<Rolled, 'period' | 'storeId' | 'campaignId'>): number =>
  rows.reduce((total, row) => total + row[of], 0);

/** What does not agree, one sentence each; empty where the months were replayed, closed and kept as they must be. */
export function judge(report: MonthsReport): string[] {
  const { viewed, plain, frozen, answered, months } = report;
  const wrong: string[] = [];
  const expect = (holds: boolean, sentence: string): void => void (holds ? 0 : wrong.push(sentence));
  const closed = viewed.filter(({ period }) => months.includes(period));
  const last = viewed.filter(({ period }) => period === viewed.at(-1)?.period);
  expect(JSON.stringify(viewed) === JSON.stringify(plain), 'the views and the plain sums differ');
  expect(JSON.stringify(frozen) === JSON.stringify(closed), 'what was frozen at closing is not what the views say now');
  expect(frozen.length > 0 && new Set(frozen.map(({ period }) => period)).size === months.length, 'not every month was frozen');
  expect(sum(last, 'closing') === report.owed, `the roll-forward ends with ${sum(last, 'closing')}, members have ${report.owed}`);
  const issued = answered.earned - answered.clawedBack;
  expect(sum(viewed, 'issued') === issued, `issued ${sum(viewed, 'issued')}, answered ${issued}`);
  const redeemed = answered.burned - answered.givenBack;
  expect(sum(viewed, 'redeemed') === redeemed, `redeemed ${sum(viewed, 'redeemed')}, answered ${redeemed}`);
  expect(sum(viewed, 'adjusted') === answered.adjusted, `adjusted ${sum(viewed, 'adjusted')}, answered ${answered.adjusted}`);
  expect(report.recomputed.sales === answered.sales, `${report.recomputed.sales} sales computed again of ${answered.sales}`);
  expect(report.recomputed.differing === 0, `${report.recomputed.differing} sales compute to another answer`);
  expect(report.exports > 0, 'nothing was exported');
  return [...wrong, ...report.lateInWrongPeriod, ...report.letIn, ...report.changedExports, ...report.damages];
}
