/** Stage 5: points earned, on what is paid after burn. Run once for each level of burn that the quote tells about. */
import { copyTally, take } from '../rules/limits.js';
import type { Candidate } from './candidates.js';
import { commitCode, timesOf } from './commit.js';
import { applyGroups } from './groups.js';
import type { Proposal } from './propose.js';
import type { Work } from './work.js';

/** Earns for real: lines, counters and codes are written. */
export function applyEarn(work: Work, candidates: readonly Candidate[]): void {
  resetEarn(work);
  applyGroups(work, candidates, commitEarn);
}

/** The points at the burn that stands on the lines now; leaves no trace. */
export function forecastEarn(work: Work, candidates: readonly Candidate[]): number {
  const trial: Work = {
    ...work,
    tally: copyTally(work.tally),
    earned: [],
    refused: [],
    messages: [],
    explain: false,
    desk: { codes: work.desk.codes.map((code) => ({ ...code })) },
  };
  resetEarn(trial);
  applyGroups(trial, candidates, commitEarn);
  let points = 0;
  for (const { points: given } of trial.earned) points += given;
  return points;
}

function resetEarn(work: Work): void {
  for (const line of work.lines) {
    line.earnPoints = 0;
    line.closed = false;
    line.touched = false;
  }
}

function commitEarn(work: Work, proposal: Proposal): void {
  const { rule, code, pieces, worth, times, units } = proposal;
  work.clock++;
  for (const { line, amount } of pieces) {
    line.earnPoints += amount;
    line.touched = true;
    if (rule.exclusive !== 'lines') continue;
    line.closed = true;
    line.movedAt = work.clock;
  }
  work.earned.push({ rule, code, pieces, amountMinor: 0, points: worth, times: timesOf(proposal) });
  take(work, rule, { times, units, money: 0, points: worth });
  commitCode(work, code, rule);
  if (rule.message !== null) work.messages.push({ ruleId: rule.id, ...rule.message });
}
