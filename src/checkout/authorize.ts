import { bookAuthorize } from '../core/journal/book-sale.js';
import type { EpochMs } from '../core/money.js';
import type { Reserved } from '../core/points/account.js';
import { noteDue } from '../core/points/book.js';
import { changeUsage } from '../core/rules/change-usage.js';
import { isRejection, reject, type Rejection } from '../core/rejection.js';
import { publicId, uuidv7 } from '../ledger/ids.js';
import type { StoredSale } from '../ledger/read-sale.js';
import { attempt, STALE } from './attempt.js';
import type { AuthorizeCommand, AuthorizeResult } from './commands.js';
import { assertInTime } from './deadline.js';
import type { CheckoutDeps } from './deps.js';
import { balanceOf } from './member-state.js';
import { newSale } from './new-sale.js';
import { price, type Priced } from './price.js';
import { earlierSale, keyReused } from './replay.js';
import { moved, quoteMoved, storedAnswer, turnOf } from './sale.js';
import { redeemed, releasedBy, together, usedBy } from './usage-changes.js';

/**
 * Prices a receipt and reserves for a bounded time what it burns and uses: points, coupons, limits, budgets. Nothing is earned yet.
 *
 * Rejects what `sale` rejects, and `over_limit` for a life of the hold beyond the limit.
 */
export async function authorize(deps: CheckoutDeps, command: AuthorizeCommand): Promise<AuthorizeResult | Rejection> {
  const { holdTtlMsMax } = deps.limits;
  if (command.holdTtlMs > holdTtlMsMax)
    return reject('over_limit', `A hold may live ${holdTtlMsMax} ms at most, ${command.holdTtlMs} were asked for`, 'hold_ttl_ms');
  return deps.turns.run(turnOf(deps, command), () => attempt(deps, 'authorize', () => once(deps, command, deps.clock())));
}

async function once(deps: CheckoutDeps, command: AuthorizeCommand, nowMs: EpochMs): Promise<AuthorizeResult | Rejection | typeof STALE> {
  const priced = await price(deps, command.receipt, false, nowMs, deps.rulebook.current(), command.deadlineMs);
  if (isRejection(priced)) return (await replayed(deps, command)) ?? priced;
  if (moved(command, priced)) return (await replayed(deps, command)) ?? { ...quoteMoved(priced), holdId: '', holdExpiresAtMs: 0 };
  const { quote, receipt, book, bucket } = priced;
  const saleId = uuidv7(nowMs, bucket);
  const expiresAtMs = nowMs + holdTtl(deps, command, priced);
  const state = bookAuthorize(book, quote, { saleId, storeId: receipt.storeId, purchasedAtMs: receipt.purchasedAtMs, nowMs });
  const coupons = redeemed(quote, priced.coupons);
  const reserved: Reserved = { takes: state.takes, usage: quote.usage, coupons, storeId: receipt.storeId };
  if (book !== null) {
    book.counters = { ...book.counters, usage: changeUsage(book.counters.usage, quote.usage, 1) };
    noteDue(book, expiresAtMs);
  }
  const balance = book === null ? null : balanceOf(book);
  assertInTime(command.deadlineMs, deps.clock());
  const outcome = await deps.ledger.post(
    {
      bucket,
      book,
      sale: newSale('authorize', command, priced, saleId, { state, balance, holdExpiresAtMs: expiresAtMs }, nowMs),
      operation: null,
      hold: { holdId: saleId, memberId: book?.memberId ?? null, points: quote.burn.points, reserved, expiresAtMs },
      closes: [],
      issues: [],
      ...together(usedBy(quote, priced.coupons), releasedBy(book)),
    },
    command.deadlineMs,
  );
  const ids = { saleId: publicId('rcp', saleId), holdId: publicId('hld', saleId), holdExpiresAtMs: expiresAtMs };
  if (outcome.kind === 'posted') return { outcome: 'booked', ...ids, quote, balance, replayed: false };
  return outcome.kind === 'repeated' ? ((await replayed(deps, command)) ?? STALE) : STALE;
}

function holdTtl(deps: CheckoutDeps, command: AuthorizeCommand, { ruleSet }: Priced): number {
  if (command.holdTtlMs > 0) return command.holdTtlMs;
  const { holdTtlMsDefault, holdTtlMsMax } = deps.limits;
  return Math.min(ruleSet.programme.settings?.holdTtlMs ?? holdTtlMsDefault, holdTtlMsMax);
}

async function replayed(deps: CheckoutDeps, command: AuthorizeCommand): Promise<AuthorizeResult | Rejection | null> {
  const stored = await earlierSale(deps, command);
  if (stored === null) return null;
  return keyReused(stored, command.bodyHash, 'authorize') ?? holdAnswer(stored);
}

function holdAnswer(stored: StoredSale): AuthorizeResult {
  return { ...storedAnswer(stored), holdId: publicId('hld', stored.saleId), holdExpiresAtMs: stored.booking.holdExpiresAtMs };
}
