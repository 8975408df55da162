import { ZERO_POINTS, type EpochMs } from '../core/money.js';
import { NO_COUNTERS, type MemberState } from '../core/member.js';
import { isRejection, reject, type Rejection } from '../core/rejection.js';
import { openBook } from '../core/points/book.js';
import { priceUnits } from '../core/pricing/price-units.js';
import type { CardPricesQuery, CardPricesResult } from './commands.js';
import type { CheckoutDeps } from './deps.js';
import { memberState } from './member-state.js';

/**
 * The card price of each SKU, as stage 1 would give it for one unit now: for this card, or for any card holder.
 * Rejects `unknown_card`, `card_blocked` and `no_live_rules`.
 */
export async function cardPrices(deps: CheckoutDeps, query: CardPricesQuery): Promise<CardPricesResult | Rejection> {
  const { rulebook } = deps;
  const [ruleSet, prices] = [rulebook.current(), rulebook.prices()];
  if (ruleSet === null) return reject('no_live_rules', 'No programme is published yet: publish one and repeat the call');
  const nowMs = deps.clock();
  const member = await memberOf(deps, query.cardNumber, nowMs);
  if (isRejection(member)) return member;
  const { skus, storeId, channel, caller } = query;
  const place = { storeId, terminalId: caller.terminalId, channel };
  const units = priceUnits({ skus, ...place, atMs: nowMs, ruleSet, assortment: rulebook, prices, member });
  return isRejection(units) ? units : { prices: units, ruleSetVersion: ruleSet.version };
}

async function memberOf(deps: CheckoutDeps, cardNumber: string, nowMs: EpochMs): Promise<MemberState | Rejection> {
  if (cardNumber === '') return anyMember(nowMs);
  const snapshot = await deps.ledger.readMember({ by: { cardNumber }, lots: 'due', nowMs });
  if (snapshot === null) return reject('unknown_card', 'The card is not known', 'card_number');
  if (snapshot.blocked) return reject('card_blocked', 'The card is blocked', 'card_number');
  return memberState(snapshot, openBook(snapshot.account), nowMs);
}

/** A card holder of whom nothing is known. */
function anyMember(nowMs: EpochMs): MemberState {
  const nobody = { memberId: '', version: 0, tier: '', segments: [], birthDate: '', enrolledAtMs: nowMs, attributes: {} };
  return { ...nobody, activePoints: ZERO_POINTS, pendingPoints: ZERO_POINTS, counters: NO_COUNTERS };
}
