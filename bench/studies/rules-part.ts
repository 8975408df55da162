/** Receipts priced in process, one after the other, by a rule set of the size asked for. */
import { findCandidates } from '../../src/core/pricing/candidates.js';
import { openWork } from '../../src/core/pricing/open-work.js';
import { priceReceipt } from '../../src/core/pricing/price.js';
import type { RuleSet } from '../../src/core/rules/rule-set.js';
import { compile } from '../../src/core/rules/compile.js';
import { servePart } from '../child.js';
import { LINES } from '../load/messages.js';
import { priceRequests } from '../price-requests.js';
import { programmeOf } from '../rule-mix.js';

export interface RulesRequest {
  readonly rules: number;
  readonly measureMs: number;
}

export interface RulesAnswer {
  readonly perSecond: number;
  readonly answered: number;
  /** Rules that may concern a receipt, on average. */
  readonly relevant: number;
}

const RECEIPTS = 1_000;
const compiled = new Map<number, RuleSet>();

function ruleSetOf(rules: number): RuleSet {
  const found = compiled.get(rules) ?? compile(programmeOf(rules), 1, 'bench');
  compiled.set(rules, found);
  return found;
}

servePart(({ rules, measureMs }: RulesRequest): Promise<RulesAnswer> => {
  const requests = priceRequests(ruleSetOf(rules), RECEIPTS, LINES, rules);
  const from = performance.now();
  let answered = 0;
  while (performance.now() - from < measureMs) priceReceipt(requests[answered++ % RECEIPTS]!);
  const perSecond = (answered * 1000) / (performance.now() - from);
  const relevant = requests.reduce((sum, request) => sum + findCandidates(openWork(request)).length, 0) / RECEIPTS;
  return Promise.resolve({ answered, perSecond, relevant });
});
