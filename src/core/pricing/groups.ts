/**
 * Groups of a stage, one after the other. In a group rules are taken by priority, then by benefit, then by id; `stack` applies each on
 * what the others left, `first` ends with the first that applies, `best` compares all.
 */
import { unreachable } from '../invariant.js';
import { comparison } from '../rules/explain.js';
import type { Comparison } from '../rules/explain.js';
import type { Candidate } from './candidates.js';
import { applyBest, applyBestByLine } from './best.js';
import { isProposal, propose } from './propose.js';
import type { Proposal } from './propose.js';
import { refuse } from './work.js';
import type { Work, WorkLine } from './work.js';

/** How a stage makes a proposal real. */
export type Commit = (work: Work, proposal: Proposal) => void;

/** `candidates` are of one stage, in their order of evaluation. */
export function applyGroups(work: Work, candidates: readonly Candidate[], commit: Commit): void {
  for (let i = 0; i < candidates.length;) {
    const { group } = candidates[i]!.rule;
    let end = i + 1;
    while (end < candidates.length && candidates[end]!.rule.group === group) end++;
    applyGroup(work, candidates.slice(i, end), commit);
    i = end;
  }
}

function applyGroup(work: Work, members: readonly Candidate[], commit: Commit): void {
  const { mode, per } = members[0]!.rule.group;
  switch (mode) {
    case 'stack':
      return applyStack(work, members, commit);
    case 'first':
      return per === 'line' ? applyFirstByLine(work, members, commit) : applyFirst(work, members, commit);
    case 'best':
      return per === 'line' ? applyBestByLine(work, members, commit) : applyBest(work, members, commit);
    default:
      return unreachable(mode);
  }
}

function applyStack(work: Work, members: readonly Candidate[], commit: Commit): void {
  forEachLevel(members, (level) => {
    if (level.length === 1) return commitOrRefuse(work, level[0]!, propose(work, level[0]!), commit);
    for (const entry of byBenefit(work, level))
      commitOrRefuse(work, entry.candidate, stillGood(work, entry) ? entry.proposal : propose(work, entry.candidate), commit);
  });
}

function commitOrRefuse(work: Work, candidate: Candidate, proposal: Proposal | Comparison, commit: Commit): void {
  if (isProposal(proposal)) commit(work, proposal);
  else refuse(work, candidate.rule, proposal);
}

function applyFirst(work: Work, members: readonly Candidate[], commit: Commit): void {
  let winner: Proposal | null = null;
  forEachLevel(members, (level) => {
    for (const { candidate, proposal } of byBenefit(work, level)) {
      if (winner !== null) refuse(work, candidate.rule, taken(winner, candidate));
      else if (isProposal(proposal)) commit(work, (winner = proposal));
      else refuse(work, candidate.rule, proposal);
    }
  });
}

function applyFirstByLine(work: Work, members: readonly Candidate[], commit: Commit): void {
  const open = new Set<WorkLine>(work.lines);
  forEachLevel(members, (level) => {
    for (const { candidate } of byBenefit(work, level)) {
      const proposal = propose(
        work,
        candidate,
        candidate.lines.filter((line) => open.has(line)),
      );
      if (!isProposal(proposal)) {
        refuse(work, candidate.rule, proposal);
        continue;
      }
      commit(work, proposal);
      for (const piece of proposal.pieces) if (piece.amount > 0 || piece.get + piece.use > 0) open.delete(piece.line);
    }
  });
}

const taken = (winner: Proposal, loser: Candidate): Comparison =>
  comparison('group_taken', 'in', winner.rule.id, loser.rule.id, 'text', winner.rule.id);

/** Runs of equal priority. */
function forEachLevel(members: readonly Candidate[], visit: (level: readonly Candidate[]) => void): void {
  for (let i = 0; i < members.length;) {
    let end = i + 1;
    while (end < members.length && members[end]!.rule.priority === members[i]!.rule.priority) end++;
    visit(end - i === members.length ? members : members.slice(i, end));
    i = end;
  }
}

interface Entry {
  readonly candidate: Candidate;
  readonly proposal: Proposal | Comparison;
  readonly clock: number;
}

/** The larger benefit first; what does not apply comes last. Equal benefits stay in order of id. */
function byBenefit(work: Work, level: readonly Candidate[]): Entry[] {
  const entries = level.map((candidate) => ({ candidate, proposal: propose(work, candidate), clock: work.clock }));
  if (entries.length > IN_PLACE_MAX) return entries.sort(byWorth);
  for (let i = 1; i < entries.length; i++) {
    const entry = entries[i]!;
    let at = i;
    for (; at > 0 && byWorth(entries[at - 1]!, entry) > 0; at--) entries[at] = entries[at - 1]!;
    entries[at] = entry;
  }
  return entries;
}

/** So few are put in their places without a call of the general sort. */
const IN_PLACE_MAX = 16;

const byWorth = (a: Entry, b: Entry): number => worthOf(b) - worthOf(a) || a.candidate.rule.ordinal - b.candidate.rule.ordinal;

const worthOf = ({ proposal }: Entry): number => (isProposal(proposal) ? proposal.worth : -1);

/** A proposal stays good while nothing was committed, or nothing that it could depend on. */
function stillGood(work: Work, { candidate, clock }: Entry): boolean {
  if (work.clock === clock) return true;
  if (!candidate.rule.ownLinesOnly || work.alone !== null) return false;
  for (const line of candidate.lines) if (line.movedAt > clock) return false;
  return true;
}
