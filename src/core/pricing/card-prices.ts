/** Stage 1: special prices by SKU. Of all lists that apply the lowest price wins; it never raises a price. */
import { MILLI_PER_UNIT, greatest, lineAmount, mulDivCeil } from '../money.js';
import type { Minor } from '../money.js';
import type { MemberState } from '../member.js';
import type { Audience, ListPrice } from '../receipt.js';
import type { Check, CompiledList } from '../rules/rule-set.js';
import type { Candidate } from './candidates.js';
import { commitDiscount } from './commit.js';
import { isDiscount } from './draft-discount.js';
import { applyGroups } from './groups.js';
import { newPrice } from './new-prices.js';
import type { Proposal } from './propose.js';
import { addDiscount, roomOf } from './work.js';
import type { Work, WorkLine } from './work.js';

/**
 * Card prices of lists, then rules that change unit prices. Sets each line's card amount.
 *
 * 3 × 10.00 at a card price of 8.00 → 24.00. 0.356 kg of 10.00 at 8.00 → 3.56 − 2.85 = 0.71 off. A card price of 12.00 changes nothing.
 */
export function applyCardPrices(work: Work, rules: readonly Candidate[]): void {
  const judge = judgeOf(work, AS_SHOWN);
  for (const line of work.lines) if (line.line.prices.length > 0) applyLists(line, judge);
  if (rules.length > 0) applyGroups(work, rules, commitPrice);
  for (const line of work.lines) line.cardMinor = line.runningMinor;
}

function applyLists(line: WorkLine, judge: Judge): void {
  const best = lowest(line.line.prices, line.line.unitPriceMinor, judge);
  if (best === null) return;
  const off = offRegular(line, best.unitPriceMinor);
  if (off === 0) return;
  line.unitMinor = best.unitPriceMinor;
  line.runningMinor -= off;
  line.listed = true;
  addDiscount(line, { ruleId: best.listId, stage: 'card_price', amountMinor: off as Minor });
}

/** One unit at the lowest of these prices, which all are of lists that live apart, for a card; never below `floorMinor`. */
export function listPriceOfUnit(
  unitMinor: Minor,
  floorMinor: Minor,
  prices: readonly ListPrice[],
  member: MemberState,
): { readonly cardMinor: Minor; readonly listId: string } {
  const best = prices.length === 0 ? null : lowest(prices, unitMinor, ({ who = {} }) => admits(who, member));
  const cardMinor = best === null ? unitMinor : greatest(best.unitPriceMinor, floorMinor);
  return best === null || cardMinor >= unitMinor ? { cardMinor: unitMinor, listId: '' } : { cardMinor, listId: best.listId };
}

/** Whether the list of a price applies. */
type Judge = (price: ListPrice) => boolean;

/** With which card: a list of the rule set applies by its condition, one that lives apart by its audience. */
interface Card {
  readonly conditionOf: (list: CompiledList) => Check | null;
  readonly admits: (who: Audience, member: MemberState | null) => boolean;
}

/** With the card that was shown, or with none. */
const AS_SHOWN: Card = { conditionOf: (list) => list.when, admits };
/** As if a card without tier or segment had been shown. */
const WITH_CARD: Card = { conditionOf: (list) => list.withCard, admits: (who) => who.tiers === undefined && who.segments === undefined };

function admits(who: Audience, member: MemberState | null): boolean {
  const { members, tiers, segments } = who;
  if (member === null) return members !== true && tiers === undefined && segments === undefined;
  return (
    (tiers === undefined || tiers.includes(member.tier)) &&
    (segments === undefined || segments.some((segment) => member.segments.includes(segment)))
  );
}

function lowest(prices: readonly ListPrice[], unitMinor: Minor, judge: Judge): ListPrice | null {
  let best: ListPrice | null = null;
  for (const price of prices) {
    const lower = price.unitPriceMinor < (best?.unitPriceMinor ?? unitMinor);
    const tie = best !== null && price.unitPriceMinor === best.unitPriceMinor && price.listId < best.listId;
    if ((lower || tie) && judge(price)) best = price;
  }
  return best;
}

/** Each list is judged once for the receipt: its condition looks at no running amount. */
function judgeOf(work: Work, card: Card): Judge {
  const verdicts = new Map<string, boolean>();
  return ({ listId, who }) => {
    if (who !== undefined) return card.admits(who, work.member);
    const known = verdicts.get(listId);
    if (known !== undefined) return known;
    const list = work.ruleSet.lists.get(listId);
    const verdict = list !== undefined && (card.conditionOf(list)?.test(work) ?? true);
    verdicts.set(listId, verdict);
    return verdict;
  };
}

function offRegular(line: WorkLine, unitPriceMinor: Minor): number {
  const room = roomOf(line);
  const off = line.runningMinor - lineAmount(unitPriceMinor, line.line.quantityMilli);
  return off <= 0 ? 0 : Math.min(off, room);
}

/** A rule that changed a line's price: later ones see the new unit price. */
function commitPrice(work: Work, proposal: Proposal): void {
  commitDiscount(work, proposal);
  const { benefit } = proposal.rule;
  if (!isDiscount(benefit)) return;
  for (const { line, amount } of proposal.pieces) {
    if (amount === 0) continue;
    const price = (newPrice(benefit, line.unitMinor) ?? line.unitMinor) as Minor;
    const { quantityMilli } = line.line;
    // A cap or a floor may have held the line above its new price; the next rule starts from what the unit costs in fact.
    const whole = line.runningMinor === lineAmount(price, quantityMilli);
    line.unitMinor = whole ? price : (mulDivCeil(line.runningMinor, MILLI_PER_UNIT, quantityMilli) as Minor);
  }
}

/** What an anonymous receipt would save with a card, by the price lists alone; zero for a member. */
export function savingWithCard(work: Work): Minor {
  if (work.member !== null) return 0 as Minor;
  const judge = judgeOf(work, WITH_CARD);
  let saving = 0;
  for (const line of work.lines) {
    if (line.line.prices.length === 0) continue;
    const best = lowest(line.line.prices, line.line.unitPriceMinor, judge);
    if (best === null) continue;
    const withCard = Math.max(lineAmount(best.unitPriceMinor, line.line.quantityMilli), line.line.minimumMinor);
    if (withCard < line.cardMinor) saving += line.cardMinor - withCard;
  }
  return saving as Minor;
}
