import type { Finding } from '../../core/rules/validation/finding.js';

/** Why a change of administration is refused: a value, with a stable code that the interface shows. */
export type RefusalCode =
  | 'unknown_draft'
  | 'unknown_version'
  | 'unknown_rule'
  | 'unknown_campaign'
  | 'unknown_key'
  | 'unknown_simulation'
  /** The simulation is not done, or failed. */
  | 'no_report'
  /** So many simulations wait already. */
  | 'too_many_simulations'
  | 'key_reused'
  | 'unknown_series'
  | 'unknown_batch'
  | 'unknown_coupon'
  | 'unknown_member'
  | 'unknown_card'
  | 'unknown_upload'
  | 'series_exists'
  /** The series was changed since it was read. */
  | 'stale_series'
  /** The number leads to a member already. */
  | 'card_taken'
  | 'card_replaced'
  | 'member_erased'
  | 'member_merged'
  | 'already_done'
  /** Lines of an upload are wrong; `errors` says which. */
  | 'bad_lines'
  /** The draft was changed since it was read. */
  | 'stale_draft'
  | 'draft_closed'
  /** Something was published since: look at the difference first. */
  | 'base_moved'
  | 'invalid_programme'
  | 'approval_needed'
  | 'own_approval'
  /** The key is limited to campaigns, and this would change something else. */
  | 'out_of_scope'
  | 'unknown_terminal'
  | 'terminal_exists'
  | 'terminal_revoked'
  | 'unknown_list'
  | 'list_exists'
  /** The list was changed since it was read. */
  | 'stale_list'
  | 'unknown_revision'
  /** A later state of the list waits for its instant: call it off first, or publish for that instant. */
  | 'revision_waits'
  /** It is live already, or will be in a moment: go back instead. */
  | 'revision_is_live'
  | 'upload_closed'
  | 'bad_rows'
  | 'unknown_product'
  | 'unknown_category'
  | 'category_in_use'
  /** The product, or the category, was changed since it was read, or is there already. */
  | 'stale_product'
  | 'stale_category'
  /** The category would lie below itself. */
  | 'cycle'
  /** A category is named that is not there. */
  | 'unresolved'
  | 'malformed'
  | 'over_limit'
  | 'no_live_rules';

/** A finding of validation, or a change that the key may not make. */
export type Wrong = Omit<Finding, 'code'> & { readonly code: Finding['code'] | 'out_of_scope' };

export interface Refusal {
  readonly refusal: RefusalCode;
  /** What is wrong and the way out, in a sentence. */
  readonly message: string;
  readonly errors?: readonly Wrong[];
  readonly warnings?: readonly Finding[];
}

export function refuse(refusal: RefusalCode, message: string, findings: Pick<Refusal, 'errors' | 'warnings'> = {}): Refusal {
  return { refusal, message, ...findings };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refusal' in value;
}
