/** What both enrolments ask first. */
import type { Caller } from '../../checkout/commands.js';
import type { Limits } from './check-receipt.js';
import { refuse } from './fields.js';
import { Refused } from './refused.js';

export function checkEnrolment(caller: Caller, items: readonly unknown[], name: string, { enrolMax }: Limits): void {
  if (!caller.mayEnrol) throw new Refused('may_not_enrol', 'the key of this terminal has no right to enrol');
  if (items.length === 0) refuse('', -1, name, 'must have at least one item');
  if (items.length > enrolMax) refuse('', -1, name, `must not have more than ${enrolMax} items`, 'over_limit');
}
