import { openBook } from '../core/points/book.js';
import { settle } from '../core/points/settle.js';
import { attempt, STALE } from './attempt.js';
import type { CheckoutDeps } from './deps.js';
import { releasedBy } from './usage-changes.js';

/**
 * Writes down what time alone has done to a member's account: activations, expiries, holds that ran out.
 * Safe to run anywhere and at any time; answers how many entries it wrote.
 */
export async function settleMember(deps: CheckoutDeps, memberId: string): Promise<number> {
  const entries = await deps.turns.run(memberId, () => attempt(deps, 'settle', () => once(deps, memberId)));
  return typeof entries === 'number' ? entries : 0;
}

async function once(deps: CheckoutDeps, memberId: string): Promise<number | typeof STALE> {
  const nowMs = deps.clock();
  const snapshot = await deps.ledger.readMember({ by: { memberId }, lots: 'due', nowMs });
  if (snapshot === null) return 0;
  const book = openBook(snapshot.account);
  settle(book, nowMs);
  if (book.entries.length === 0) {
    // What was due has been spent or returned meanwhile. Left as it is, the account would be due for ever, and in the way of others.
    if (book.dueAtMs !== snapshot.account.dueAtMs) await deps.ledger.setDue(memberId, book.baseVersion, book.dueAtMs);
    return 0;
  }
  const none = { sale: null, operation: null, hold: null, closes: [], issues: [] };
  const outcome = await deps.ledger.post({ bucket: book.bucket, book, ...none, ...releasedBy(book) });
  return outcome.kind === 'posted' ? book.entries.length : STALE;
}
