/** All members and sales of one world, in memory. Says what each command comes to; nothing of src/ is used here. */
import type { Command, CommandOf, MemberFacts, Outcome } from './command.js';
import { ModelMember, type ModelLot, type ModelTake } from './member-model.js';

const DAY = 86_400_000;
/** The programme of the test, in words: a point for each 1.00 paid, active on the next day, good for ten days more; points pay a penny each. */
const WAIT_DAYS = 1;
const LIFE_DAYS = 10;

interface ModelSale {
  readonly member: ModelMember;
  readonly units: number;
  readonly price: number;
  readonly payable: number;
  readonly burn: number;
  readonly earn: number;
  readonly activates: number;
  readonly expires: number;
  readonly takes: readonly ModelTake[];
  status: 'held' | 'captured' | 'voided';
  ends: number;
  returned: number;
  givenBack: number;
  hasReturns: boolean;
  lot: ModelLot | null;
}

interface ModelOperation {
  readonly kind: 'add' | 'grant' | 'take' | 'transfer';
  readonly member: ModelMember;
  readonly other: ModelMember | null;
  readonly points: number;
  readonly lot: ModelLot | null;
  undone: boolean;
}

const refused = (result: string): Outcome => ({ result });

export class ModelWorld {
  readonly members = new Map<string, ModelMember>();
  readonly sales = new Map<string, ModelSale>();
  readonly operations = new Map<string, ModelOperation>();
  /** Each name has one card; a card that was erased stays so, whoever has the points. */
  private readonly erasedCards = new Set<string>();

  add(name: string): void {
    this.members.set(name, new ModelMember(name));
  }

  view(name: string, now: number): MemberFacts {
    const member = this.member(name, now);
    const lots = member.lots.filter((lot) => lot.left > 0);
    lots.sort((a, b) => (a.expires === b.expires ? a.order - b.order : a.expires - b.expires));
    return {
      balance: balanceOf(member),
      lots: lots.map((lot) => [lot.left, lot.pending, lot.activates, Number.isFinite(lot.expires) ? lot.expires : 0]),
    };
  }

  apply(command: Command, now: number): Outcome {
    switch (command.op) {
      case 'sale':
      case 'authorize':
        return this.sell(command, now);
      case 'capture':
        return this.capture(command, now);
      case 'void':
        return this.undo(command, now);
      case 'return':
        return this.takeBack(command, now);
      case 'add':
      case 'grant':
        return this.give(command, now);
      case 'take':
        return this.take(command, now);
      case 'transfer':
        return this.transfer(command, now);
      case 'reverse':
        return this.reverse(command, now);
      case 'block':
      case 'unblock':
        this.member(command.member, now).blocked = command.op === 'block';
        return { result: 'ok' };
      case 'merge':
        return this.merge(command, now);
      case 'erase':
        return this.erase(command, now);
    }
  }

  /** Whoever holds the points of that name, settled to now. */
  private member(name: string, now: number): ModelMember {
    const member = this.members.get(name)!.survivor();
    member.settle(now);
    return member;
  }

  private sell(command: CommandOf<'sale'> | CommandOf<'authorize'>, now: number): Outcome {
    const { key, units, price, burn: asked } = command;
    const member = this.member(command.member, now);
    if (this.erasedCards.has(command.member)) return refused('unknown_card');
    if (member.blocked) return refused('card_blocked');
    if (asked > 0 && asked > Math.max(0, member.active)) return refused('not_enough_points');
    const burn = Math.min(asked, units * price);
    const payable = units * price - burn;
    const earn = Math.floor(payable / 100);
    const day = Math.floor(now / DAY);
    const terms = { activates: (day + WAIT_DAYS) * DAY, expires: (day + WAIT_DAYS + LIFE_DAYS + 1) * DAY };
    const held = command.op === 'authorize';
    const takes = member.spend(burn);
    const sale: ModelSale = {
      ...{ member, units, price, payable, burn, earn, takes, ...terms },
      status: held ? 'held' : 'captured',
      ends: held ? now + command.ttl : 0,
      ...{ returned: 0, givenBack: 0, hasReturns: false },
      lot: held ? null : member.open(earn, terms.activates, terms.expires, key, terms.activates > now),
    };
    if (held) member.holds.push({ sale: key, takes, ends: sale.ends });
    this.sales.set(key, sale);
    return { result: 'ok', numbers: { burn, payable, earn }, balance: balanceOf(member) };
  }

  private capture({ sale: key, units }: CommandOf<'capture'>, now: number): Outcome {
    const sale = this.sales.get(key)!;
    sale.member.settle(now);
    const closed = holdClosed(sale, now);
    if (closed !== null) return refused(closed);
    if (units > sale.units) return refused('more_than_sold');
    const unsold = units === 0 ? 0 : sale.units - units;
    const { member } = sale;
    const back = part(sale.burn, 0, unsold, sale.units);
    member.holds = member.holds.filter((hold) => hold.sale !== key);
    member.putBack(sale.takes, 0, back, now);
    const earn = sale.earn - part(sale.earn, 0, unsold, sale.units);
    const payable = sale.payable - moneyBack(sale, 0, unsold);
    sale.lot = member.open(earn, sale.activates, sale.expires, key, sale.activates > now);
    Object.assign(sale, { status: 'captured', returned: unsold, givenBack: back });
    return { result: 'ok', numbers: { burn: sale.burn - back, payable, earn }, balance: balanceOf(member) };
  }

  private undo({ sale: key, asHold }: CommandOf<'void'>, now: number): Outcome {
    const sale = this.sales.get(key)!;
    sale.member.settle(now);
    if (sale.status === 'held') {
      const closed = holdClosed(sale, now);
      if (closed !== null) return refused(closed);
      sale.member.holds = sale.member.holds.filter((hold) => hold.sale !== key);
      sale.member.putBack(sale.takes, 0, sale.burn, now);
      sale.status = 'voided';
      return { result: 'ok', numbers: { released: sale.burn, clawback: 0, giveBack: 0 }, balance: balanceOf(sale.member) };
    }
    if (asHold) return refused(sale.status === 'voided' ? 'hold_voided' : 'hold_captured');
    if (sale.status === 'voided') return refused('sale_voided');
    if (sale.hasReturns) return refused('sale_has_returns');
    const back = this.settleReturn(key, sale, sale.units - sale.returned, now);
    sale.status = 'voided';
    return { result: 'ok', numbers: { released: 0, clawback: back.clawback, giveBack: back.giveBack }, balance: back.balance };
  }

  private takeBack({ sale: key, units }: CommandOf<'return'>, now: number): Outcome {
    const sale = this.sales.get(key)!;
    if (sale.status === 'held') return refused('sale_is_a_hold');
    if (sale.status === 'voided') return refused('sale_voided');
    if (sale.returned + units > sale.units) return refused('more_than_sold');
    const { balance, ...numbers } = this.settleReturn(key, sale, units, now);
    sale.hasReturns = true;
    return { result: 'ok', numbers, balance };
  }

  /** Burned points back first, then earned ones taken back: from the sale's own lots, then from others, then owed. */
  private settleReturn(key: string, sale: ModelSale, units: number, now: number) {
    const share = (amount: number): number => part(amount, sale.returned, sale.returned + units, sale.units);
    const { member } = sale;
    const holder = member.survivor();
    member.settle(now);
    holder.settle(now);
    const [giveBack, clawback] = [share(sale.burn), share(sale.earn)];
    const expired = member.putBack(sale.takes, sale.givenBack, giveBack, now);
    let missing = member.clawOwn(sale.lot === null ? [] : [sale.lot], clawback);
    if (holder !== member) {
      if (member.active !== 0 || member.pending !== 0) member.moveTo(holder);
      missing = holder.clawOwn(
        holder.lots.filter((lot) => lot.sale === key),
        missing,
      );
    }
    const shortfall = holder.clawOthers(missing);
    const refund = moneyBack(sale, sale.returned, sale.returned + units);
    sale.returned += units;
    sale.givenBack += giveBack;
    return { refund, giveBack, giveBackExpired: expired, clawback, shortfall, balance: balanceOf(holder) };
  }

  private give({ op, key, member: name, points, expires }: CommandOf<'add' | 'grant'>, now: number): Outcome {
    const member = this.member(name, now);
    const lot = member.open(points, now, expires ?? Infinity, '', false);
    this.operations.set(key, { kind: op, member, other: null, points, lot, undone: false });
    return { result: 'ok', balance: balanceOf(member) };
  }

  private take({ key, member: name, points, below }: CommandOf<'take'>, now: number): Outcome {
    const member = this.member(name, now);
    if (points > member.active && !below) return refused('not_enough_points');
    member.owe(points);
    this.operations.set(key, { kind: 'take', member, other: null, points, lot: null, undone: false });
    return { result: 'ok', balance: balanceOf(member) };
  }

  private transfer({ key, from, to, points }: CommandOf<'transfer'>, now: number): Outcome {
    const [sender, receiver] = [this.member(from, now), this.member(to, now)];
    if (sender === receiver) return refused('malformed');
    if (sender.blocked || receiver.blocked) return refused('card_blocked');
    if (points > sender.active) return refused('not_enough_points');
    send(sender, receiver, points);
    this.operations.set(key, { kind: 'transfer', member: sender, other: receiver, points, lot: null, undone: false });
    return { result: 'ok', balance: balanceOf(sender) };
  }

  private reverse({ of, below }: CommandOf<'reverse'>, now: number): Outcome {
    const operation = this.operations.get(of);
    if (operation === undefined) return refused('malformed');
    if (operation.undone) return refused('already_reversed');
    const member = operation.member.survivor();
    member.settle(now);
    const { points } = operation;
    if (operation.kind === 'transfer') {
      const holder = operation.other!.survivor();
      holder.settle(now);
      if (holder === member) return refused('malformed');
      if (points > holder.active) return refused('not_enough_points');
      send(holder, member, points);
    } else if (operation.kind === 'take') {
      member.open(points, now, (Math.floor(now / DAY) + LIFE_DAYS + 1) * DAY, '', false);
    } else {
      if (points > member.active && !below) return refused('not_enough_points');
      const own = member === operation.member && operation.lot !== null && !operation.lot.pending ? [operation.lot] : [];
      member.owe(member.drain(own, points));
    }
    operation.undone = true;
    return { result: 'ok', balance: balanceOf(member) };
  }

  private merge({ from, into }: CommandOf<'merge'>, now: number): Outcome {
    const ended = this.members.get(from)!;
    const survivor = this.member(into, now);
    ended.settle(now);
    if (ended.mergedInto !== null) return refused('member_merged');
    if (ended === survivor) return refused('malformed');
    if (survivor.erased) return refused('unknown_card');
    if (ended.holds.length > 0) return refused('open_holds');
    const { points, owed } = ended.moveTo(survivor);
    ended.mergedInto = survivor;
    return { result: 'ok', numbers: { points, owed }, balance: balanceOf(survivor) };
  }

  private erase({ member: name }: CommandOf<'erase'>, now: number): Outcome {
    const member = this.member(name, now);
    if (member.holds.length > 0) return refused('open_holds');
    member.erased = true;
    for (const [each, owner] of this.members) if (owner.survivor() === member) this.erasedCards.add(each);
    return { result: 'ok' };
  }
}

function balanceOf(member: ModelMember): number[] {
  return [member.active, member.pending, member.held];
}

/** The part of an amount that goes back when the returned units grow from `before` to `after`. */
function part(amount: number, before: number, after: number, whole: number): number {
  return Math.floor((amount * after) / whole) - Math.floor((amount * before) / whole);
}

/** Units go back at their price, less what points paid of them. */
function moneyBack({ price, burn, units }: ModelSale, before: number, after: number): number {
  return price * (after - before) - part(burn, before, after, units);
}

function holdClosed(sale: ModelSale, now: number): string | null {
  if (sale.ends === 0) return 'not_a_hold';
  if (sale.status === 'voided') return 'hold_voided';
  if (sale.status === 'captured') return 'hold_captured';
  return sale.ends <= now ? 'hold_expired' : null;
}

function send(from: ModelMember, to: ModelMember, points: number): void {
  for (const { lot, points: sent } of from.spend(points)) to.open(sent, lot.activates, lot.expires, '', false);
}
