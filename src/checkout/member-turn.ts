import { uuidOf } from '../ledger/ids.js';
import type { CheckoutDeps } from './deps.js';
import type { MemberRef } from './member-commands.js';

/** In whose queue an operation waits in this process. */
export function turnOfMember(deps: CheckoutDeps, ref: MemberRef): string {
  return 'cardNumber' in ref ? deps.turns.ofCard(ref.cardNumber) : (uuidOf('mbr', ref.memberId) ?? ref.memberId);
}
