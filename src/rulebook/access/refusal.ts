import type { Finding } from '../../core/rules/validation/finding.js';

/** Why a change of administration is refused: a value, with a stable code that the interface shows. */
export type RefusalCode =
  | 'unknown_draft'
  | 'unknown_version'
  | 'unknown_rule'
  | 'unknown_campaign'
  | 'unknown_key'
  | 'key_reused'
  /** The draft was changed since it was read. */
  | 'stale_draft'
  | 'draft_closed'
  /** Something was published since: look at the difference first. */
  | 'base_moved'
  | 'invalid_programme'
  | 'approval_needed'
  | 'own_approval'
  | 'malformed'
  | 'over_limit'
  | 'no_live_rules';

export interface Refusal {
  readonly refusal: RefusalCode;
  /** What is wrong and the way out, in a sentence. */
  readonly message: string;
  readonly errors?: readonly Finding[];
  readonly warnings?: readonly Finding[];
}

export function refuse(refusal: RefusalCode, message: string, findings: Pick<Refusal, 'errors' | 'warnings'> = {}): Refusal {
  return { refusal, message, ...findings };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refusal' in value;
}
