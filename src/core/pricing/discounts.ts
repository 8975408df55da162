/** Stages 2 and 3: line discounts and receipt discounts; and the rule that stands alone on a receipt. */
import type { Candidate } from './candidates.js';
import { commitDiscount } from './commit.js';
import { applyGroups } from './groups.js';
import { isProposal, propose } from './propose.js';
import { openStage, refuse } from './work.js';
import type { Work } from './work.js';

/** Discounts of line, then of receipt, unless a rule that is exclusive for the receipt applies: it is tried before all others. */
export function applyDiscounts(work: Work, line: readonly Candidate[], receipt: readonly Candidate[]): void {
  openStage(work);
  applyAlone(work, line);
  applyAlone(work, receipt);
  applyGroups(work, line.filter(isCommon), commitDiscount);
  openStage(work);
  applyGroups(work, receipt.filter(isCommon), commitDiscount);
}

const isCommon = ({ rule }: Candidate): boolean => rule.exclusive !== 'receipt';

function applyAlone(work: Work, candidates: readonly Candidate[]): void {
  for (const candidate of candidates) {
    if (isCommon(candidate)) continue;
    const proposal = propose(work, candidate);
    if (isProposal(proposal)) {
      commitDiscount(work, proposal);
      work.alone = candidate.rule;
    } else refuse(work, candidate.rule, proposal);
  }
}
