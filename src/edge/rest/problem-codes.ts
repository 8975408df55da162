/** Every code that a problem of REST can carry, with its usual status and a sentence. The specification lists them from here. */
import type { RejectionCode } from '../../core/rejection.js';
import type { RefusalCode } from '../../rulebook/access/refusal.js';

/** Codes of this edge alone. */
type EdgeCode =
  | 'unauthenticated'
  | 'role_not_allowed'
  | 'scope_not_allowed'
  | 'if_match_missing'
  | 'rate_limited'
  | 'issuer_away'
  | 'unknown_path'
  | 'unknown_export'
  | 'database_away'
  | 'fault';

export type ProblemCode = EdgeCode | RefusalCode | RejectionCode;

export interface CodeFacts {
  readonly status: number;
  readonly sentence: string;
}

const code = (status: number, sentence: string): CodeFacts => ({ status, sentence });

export const PROBLEM_CODES: Readonly<Record<ProblemCode, CodeFacts>> = {
  malformed: code(400, 'A field, a header or the body is not as the specification says; `field` or `errors` name the place.'),
  over_limit: code(400, 'A limit of size or count is passed; the sentence names it. 413 where it is the body.'),
  currency_mismatch: code(400, 'The receipt is in another currency than the programme.'),
  amount_mismatch: code(400, 'The amount of a line is not its price times its quantity.'),
  clock_skew: code(409, 'The time of purchase is too far from the clock of the engine.'),
  unauthenticated: code(401, 'There is no key or token, or it is not in force.'),
  role_not_allowed: code(403, 'The roles of the key do not allow it; the sentence names those that do.'),
  scope_not_allowed: code(403, 'The key is limited to stores or campaigns, and this is outside.'),
  out_of_scope: code(403, 'The key is limited to campaigns, and the change touches something else.'),
  not_this_store: code(409, 'The terminal belongs to another store.'),
  if_match_missing: code(428, 'Send `If-Match` with the ETag of what was read.'),
  rate_limited: code(429, 'Too many calls: go on after `Retry-After` seconds.'),
  unknown_path: code(404, 'There is no such path.'),
  unknown_export: code(404, 'There is no export of this kind.'),
  unknown_draft: code(404, 'There is no draft with this id.'),
  unknown_version: code(404, 'There is no version with this number.'),
  unknown_rule: code(404, 'The rules have no rule with this id.'),
  unknown_campaign: code(404, 'The rules have no campaign with this id.'),
  unknown_key: code(404, 'There is no key with this id.'),
  unknown_terminal: code(404, 'There is no terminal with this id that the key may see.'),
  unknown_simulation: code(404, 'There is no simulation with this id that the key may see.'),
  unknown_series: code(404, 'There is no series of coupons with this id.'),
  unknown_batch: code(404, 'The series has no batch with this number.'),
  unknown_coupon: code(404, 'There is no such code.'),
  unknown_member: code(404, 'There is no member with this id or number.'),
  unknown_card: code(404, 'There is no such card.'),
  unknown_upload: code(404, 'There is no upload with this id.'),
  unknown_list: code(404, 'There is no price list with this id.'),
  unknown_revision: code(404, 'The list has no revision with this number.'),
  unknown_product: code(404, 'The catalogue has no product with this SKU.'),
  unknown_category: code(404, 'The catalogue has no category with this id.'),
  unknown_sale: code(404, 'There is no such sale that the caller may see.'),
  unknown_hold: code(404, 'There is no such hold.'),
  unknown_operation: code(404, 'There is no operation with this id.'),
  key_reused: code(409, 'The Idempotency-Key was sent before with another body: take a new one.'),
  base_moved: code(409, 'Something was published since: look at the difference, then set the base version.'),
  draft_closed: code(409, 'The draft was published or discarded: copy it to go on.'),
  approval_needed: code(409, 'The programme asks for the approval of a second person, of this very revision.'),
  own_approval: code(409, 'Who changed it may not approve it.'),
  no_live_rules: code(409, 'No rules are live yet: publish some.'),
  no_report: code(409, 'The simulation is not done, or failed.'),
  too_many_simulations: code(409, 'So many simulations wait already: cancel one, or wait.'),
  series_exists: code(409, 'There is a series with this id already.'),
  terminal_exists: code(409, 'There is a terminal with this id already.'),
  terminal_revoked: code(409, 'The terminal was revoked; its id stays taken.'),
  list_exists: code(409, 'There is a price list with this id already.'),
  revision_waits: code(409, 'A later state of the list waits for its instant: call it off, or publish for that instant.'),
  revision_is_live: code(409, 'The revision is live, or will be in a moment: go back to an earlier one instead.'),
  upload_closed: code(409, 'The upload was published, discarded or refused, so nothing of it waits.'),
  cycle: code(409, 'The category would stand below itself.'),
  unresolved: code(409, 'A category is named that is not there.'),
  category_in_use: code(409, 'Products or other categories stand below the category.'),
  card_taken: code(409, 'The number leads to a member already.'),
  card_replaced: code(409, 'Another card took the place of this one.'),
  card_blocked: code(409, 'The card is blocked.'),
  member_erased: code(409, 'The member was erased.'),
  member_merged: code(409, 'The member was merged into another: use that one.'),
  already_done: code(409, 'It has ended, or is so, already.'),
  already_reversed: code(409, 'The operation was reversed before.'),
  not_enough_points: code(409, 'The member has not so many points.'),
  burn_not_allowed: code(409, 'Points may not be spent here.'),
  open_holds: code(409, 'Open holds stand in the way: capture or void them, or wait until they run out.'),
  hold_expired: code(409, 'The hold ran out.'),
  hold_captured: code(409, 'The hold was captured before.'),
  hold_voided: code(409, 'The hold was voided.'),
  not_a_hold: code(409, 'The sale is final already.'),
  sale_voided: code(409, 'The sale was voided.'),
  sale_is_a_hold: code(409, 'The sale is still a hold: capture or void it.'),
  sale_has_returns: code(409, 'Goods of the sale came back, so it cannot be voided.'),
  other_business_day: code(409, 'A sale is voided on its own business day only: take a return.'),
  more_than_sold: code(409, 'More would come back than was sold.'),
  receipt_needed: code(409, 'The programme takes nothing back without its receipt.'),
  concurrent_update: code(409, 'Others changed the same account three times meanwhile: try again.'),
  stale_draft: code(412, 'The draft was changed since it was read.'),
  stale_series: code(412, 'The series was changed since it was read.'),
  stale_list: code(412, 'The price list was changed since it was read.'),
  stale_product: code(412, 'The product was changed since it was read, or is there already.'),
  stale_category: code(412, 'The category was changed since it was read, or is there already.'),
  invalid_programme: code(422, 'The programme does not validate; `errors` has everything that is wrong.'),
  bad_lines: code(422, 'Lines of the list are wrong, and nothing was taken; `errors` has their numbers.'),
  bad_rows: code(422, 'Rows of the file are wrong, and nothing was taken; `errors` has the first of them.'),
  issuer_away: code(503, 'The issuer of the token does not answer: try again.'),
  database_away: code(503, 'The database does not answer: try again, with the same Idempotency-Key.'),
  fault: code(500, 'A fault of the engine; the log has it under `request_id`.'),
};

/** The list as a table of Markdown. */
export function codesAsTable(): string {
  const rows = Object.entries(PROBLEM_CODES).map(([name, { status, sentence }]) => `| \`${name}\` | ${status} | ${sentence} |`);
  return ['| code | status | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}
