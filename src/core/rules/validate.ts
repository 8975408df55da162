/** Is this document a programme that can be published? All that is wrong with it is told at once. */
import type { EpochMs } from '../money.js';
import type { Programme } from './types.js';
import { checkBenefits } from './validation/check-benefits.js';
import { checkCategories } from './validation/check-categories.js';
import { checkCodes } from './validation/check-codes.js';
import { checkCompetition } from './validation/check-competition.js';
import { checkConditions } from './validation/check-conditions.js';
import { checkCost } from './validation/check-cost.js';
import { checkDuplicates } from './validation/check-duplicates.js';
import { checkJson } from './validation/check-json.js';
import { checkLimits } from './validation/check-limits.js';
import { checkMultipliers } from './validation/check-multipliers.js';
import { checkReferences } from './validation/check-references.js';
import { checkRules } from './validation/check-rules.js';
import { checkCurrency, checkSettings } from './validation/check-settings.js';
import { checkShape } from './validation/check-shape.js';
import { checkTiers } from './validation/check-tiers.js';
import { checkWindows } from './validation/check-windows.js';
import { Findings, type Finding } from './validation/finding.js';
import { soundParts } from './validation/sound.js';

export interface Validation {
  /** The document itself, unchanged, where it has no errors; null otherwise. */
  readonly programme: Programme | null;
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
}

/**
 * Errors refuse a document: what it says is not of the documented shape, names what is not there, or can never be. Warnings are legal
 * and probably wrong. Both carry a JSON pointer and a sentence, in the order of the checks: first the shape of the whole document, then
 * the meaning of its well-shaped parts. Never throws, whatever `document` is; a document without errors cannot crash an evaluation.
 *
 * `atMs` is the instant at which somebody looks; with it, windows that are over are warned of. `catalogue` are the categories that admins load
 * beside the programme, which rules may name too.
 *
 * Example: a rule with `benefit: { kind: 'percent', rateBps: 12000 }` gives the error `/rules/0/benefit/rateBps`, `range`,
 * "`rateBps` must be at most 10000."
 */
export function validateProgramme(document: unknown, atMs: EpochMs | null = null, catalogue: ReadonlySet<string> = new Set()): Validation {
  const findings = new Findings();
  if (!checkJson(document, findings)) return result(null, findings);
  const programme = soundParts(document, checkShape(document, findings), catalogue);
  checkCurrency(document, findings);
  checkDuplicates(programme, findings);
  checkCategories(programme, findings);
  checkReferences(programme, findings);
  checkTiers(programme, findings);
  checkWindows(programme, atMs, findings);
  checkConditions(programme, findings);
  checkRules(programme, findings);
  checkBenefits(programme, findings);
  checkMultipliers(programme, findings);
  checkLimits(programme, findings);
  checkCodes(programme, findings);
  checkSettings(programme, findings);
  checkCompetition(programme, findings);
  checkCost(programme, findings);
  return result(document, findings);
}

/** The schema has proved the type: see `validation/same-type.ts`. */
function result(document: unknown, findings: Findings): Validation {
  return {
    programme: findings.hasErrors ? null : (document as Programme),
    errors: findings.list('errors'),
    warnings: findings.list('warnings'),
  };
}
