/** Groups in which rules compete: the largest benefit over the receipt, or on each line. */
import { comparison } from '../rules/explain.js';
import type { Comparison } from '../rules/explain.js';
import type { Candidate } from './candidates.js';
import type { Commit } from './groups.js';
import { isProposal, propose } from './propose.js';
import type { Proposal } from './propose.js';
import { refuse } from './work.js';
import type { Work, WorkLine } from './work.js';

interface Bid {
  readonly candidate: Candidate;
  readonly proposal: Proposal;
}

/** 10 % of 60.00 against 5.00 off → 6.00 off; of 50.00 → the one with the higher priority, or the first id. */
export function applyBest(work: Work, members: readonly Candidate[], commit: Commit): void {
  const bids = bidsOf(work, members);
  const winner = largest(bids);
  for (const bid of bids) if (bid !== winner && winner !== null) lose(work, bid, winner);
  if (winner !== null) commit(work, winner.proposal);
}

/**
 * Each line goes to the rule that gives it most; then each rule is proposed again for the lines it won. Where that gives less than the
 * best rule alone would (a bundle that lost a part, a cap), the best rule takes its lines first and the others what it left.
 *
 * 20 % on bread and 3.00 off anything, bread 10.00 and milk 10.00 → milk 3.00 off, bread 3.00 off (2.00 loses).
 */
export function applyBestByLine(work: Work, members: readonly Candidate[], commit: Commit): void {
  const bids = bidsOf(work, members);
  const winner = largest(bids);
  if (winner === null) return;
  if (bids.length === 1) return commit(work, winner.proposal);
  const parts = partsWon(work, bids);
  const together = parts.reduce((sum, { proposal }) => sum + (isProposal(proposal) ? proposal.worth : 0), 0);
  if (together >= winner.proposal.worth && independent(bids)) {
    for (const { proposal } of parts) if (isProposal(proposal)) commit(work, proposal);
    if (work.explain !== false) for (const bid of bids) if (!parts.some((part) => part.bid === bid)) lose(work, bid, winner);
    return;
  }
  const open = new Set<WorkLine>(work.lines);
  const order = [winner, ...bids.filter((bid) => bid !== winner).sort((a, b) => b.proposal.worth - a.proposal.worth)];
  for (const { candidate } of order) {
    const proposal = applyOn(
      work,
      candidate,
      candidate.lines.filter((line) => open.has(line)),
      commit,
    );
    if (proposal !== null) for (const piece of proposal.pieces) if (piece.amount > 0 || piece.use > 0) open.delete(piece.line);
  }
}

/** Rules with shared counters take from each other, so what each promised alone does not add up. */
function independent(bids: readonly Bid[]): boolean {
  return bids.every(({ candidate }) => candidate.rule.counters.length === 0);
}

function applyOn(work: Work, candidate: Candidate, lines: readonly WorkLine[], commit: Commit): Proposal | null {
  const proposal = propose(work, candidate, lines);
  if (isProposal(proposal)) {
    commit(work, proposal);
    return proposal;
  }
  refuse(work, candidate.rule, proposal);
  return null;
}

function bidsOf(work: Work, members: readonly Candidate[]): Bid[] {
  const bids: Bid[] = [];
  for (const candidate of members) {
    const proposal = propose(work, candidate);
    if (isProposal(proposal)) bids.push({ candidate, proposal });
    else refuse(work, candidate.rule, proposal);
  }
  return bids;
}

/** Ties go to the first in order: priority, then id. */
function largest(bids: readonly Bid[]): Bid | null {
  let best: Bid | null = null;
  for (const bid of bids) if (best === null || bid.proposal.worth > best.proposal.worth) best = bid;
  return best;
}

interface Part {
  readonly bid: Bid;
  readonly proposal: Proposal | Comparison;
}

/** Each bid on the lines it won; where it won them all its proposal stands. */
function partsWon(work: Work, bids: readonly Bid[]): Part[] {
  const winners = winnersOf(work, bids);
  const parts: Part[] = [];
  for (const bid of bids) {
    const { pieces } = bid.proposal;
    const won = pieces.filter((piece) => winners[piece.line.index] === bid).length;
    if (won === pieces.length) parts.push({ bid, proposal: bid.proposal });
    else if (won > 0)
      parts.push({
        bid,
        proposal: propose(
          work,
          bid.candidate,
          bid.candidate.lines.filter((line) => winners[line.index] === bid),
        ),
      });
  }
  return parts;
}

/** By line. A line that is only used up for a set is won as well where nobody gives more: without it the set would fall apart. */
function winnersOf(work: Work, bids: readonly Bid[]): (Bid | null)[] {
  const winners: (Bid | null)[] = work.lines.map(() => null);
  const most = work.lines.map(() => -1);
  for (const bid of bids) {
    const { pieces } = bid.proposal;
    for (let i = 0; i < pieces.length;) {
      const { index } = pieces[i]!.line;
      let amount = 0;
      for (; i < pieces.length && pieces[i]!.line.index === index; i++) amount += pieces[i]!.amount;
      if (amount <= most[index]!) continue;
      most[index] = amount;
      winners[index] = bid;
    }
  }
  return winners;
}

function lose(work: Work, loser: Bid, winner: Bid): void {
  refuse(
    work,
    loser.candidate.rule,
    comparison('not_better', 'below', loser.proposal.worth, winner.proposal.worth, 'minor', winner.candidate.rule.id),
  );
}
