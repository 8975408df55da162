/**
 * The points of one member, worked out from what the words mean and not from how the ledger does it: lots in a list, a debt beside them,
 * and a clock that only goes forward. Nothing of src/ is used here.
 */
export interface ModelLot {
  readonly order: number;
  left: number;
  expired: number;
  pending: boolean;
  readonly activates: number;
  readonly expires: number;
  /** The sale it was earned on, or nothing. */
  readonly sale: string;
}

export interface ModelTake {
  readonly lot: ModelLot;
  readonly points: number;
}

export interface ModelHold {
  readonly sale: string;
  readonly takes: readonly ModelTake[];
  readonly ends: number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
export const totalOf = (takes: readonly ModelTake[]): number => sum(takes.map((take) => take.points));

export class ModelMember {
  lots: ModelLot[] = [];
  owed = 0;
  holds: ModelHold[] = [];
  blocked = false;
  erased = false;
  mergedInto: ModelMember | null = null;
  private orders = 0;

  constructor(readonly name: string) {}

  get active(): number {
    return sum(this.lots.filter((lot) => !lot.pending).map((lot) => lot.left)) - this.owed;
  }
  get pending(): number {
    return sum(this.lots.filter((lot) => lot.pending).map((lot) => lot.left));
  }
  get held(): number {
    return sum(this.holds.map((hold) => totalOf(hold.takes)));
  }

  /** Who has the points now. */
  survivor(): ModelMember {
    return this.mergedInto === null ? this : this.mergedInto.survivor();
  }

  /** Everything that happened by time alone until now, in the order of time. */
  settle(now: number): void {
    for (;;) {
      const full = this.lots.filter((lot) => lot.left > 0);
      const instants = [
        ...full.map((lot) => (lot.pending ? Math.min(lot.activates, lot.expires) : lot.expires)),
        ...this.holds.map((hold) => hold.ends),
      ];
      const at = Math.min(Infinity, ...instants);
      if (at > now) return;
      for (const lot of full) if (lot.pending && lot.activates === at) this.becomeActive(lot);
      const over = this.holds.filter((hold) => hold.ends === at);
      this.holds = this.holds.filter((hold) => hold.ends !== at);
      for (const hold of over) for (const { lot, points } of hold.takes) this.refill(lot, points);
      for (const lot of this.lots) if (lot.left > 0 && lot.expires === at) expire(lot);
    }
  }

  open(points: number, activates: number, expires: number, sale: string, pending: boolean): ModelLot | null {
    if (points === 0) return null;
    const lot: ModelLot = { order: ++this.orders, left: points, expired: 0, pending, activates, expires, sale };
    this.lots.push(lot);
    if (!pending) this.payOff(lot, points);
    return lot;
  }

  /** Active points out of lots, the first to expire first; the caller knows that they are there. */
  spend(points: number): ModelTake[] {
    const takes: ModelTake[] = [];
    let left = points;
    for (const lot of this.spendable()) {
      const part = Math.min(left, lot.left);
      if (part === 0) continue;
      lot.left -= part;
      left -= part;
      takes.push({ lot, points: part });
    }
    if (left > 0) throw new Error('the model spends what is not there');
    return takes;
  }

  /** As much as there is, from these lots in their order; what is missing is answered. */
  drain(lots: readonly ModelLot[], points: number): number {
    let left = points;
    for (const lot of lots) {
      const part = Math.min(left, lot.left);
      lot.left -= part;
      left -= part;
    }
    return left;
  }

  spendable(): ModelLot[] {
    return this.lots
      .filter((lot) => !lot.pending && lot.left > 0)
      .sort((a, b) => (a.expires === b.expires ? a.order - b.order : a.expires - b.expires));
  }

  waiting(): ModelLot[] {
    return this.lots.filter((lot) => lot.pending && lot.left > 0).sort((a, b) => a.activates - b.activates || a.order - b.order);
  }

  /** Puts points back where they were taken from, the last taken first, after `skip` came back before; answers what expired at once. */
  putBack(takes: readonly ModelTake[], skip: number, points: number, now: number): number {
    let [over, left, expired] = [skip, points, 0];
    for (const take of [...takes].reverse()) {
      const skipped = Math.min(over, take.points);
      over -= skipped;
      const part = Math.min(left, take.points - skipped);
      if (part === 0) continue;
      left -= part;
      this.refill(take.lot, part);
      if (take.lot.expires <= now) expired += expire(take.lot);
    }
    if (left > 0) throw new Error('the model gives back what was never taken');
    return expired;
  }

  /** Takes back what lots of a sale have, or had before they expired; answers what is missing. */
  clawOwn(lots: readonly ModelLot[], points: number): number {
    let left = points;
    for (const lot of lots) {
      const wanted = Math.min(left, lot.left + lot.expired);
      const held = Math.min(wanted, lot.left);
      lot.left -= held;
      lot.expired -= wanted - held;
      left -= wanted;
    }
    return left;
  }

  /** Takes back from anything the member has, and owes the rest; answers the rest. */
  clawOthers(points: number): number {
    const missing = this.drain(this.waiting(), this.drain(this.spendable(), points));
    this.owed += missing;
    return missing;
  }

  /** Everything goes to another member, lot by lot; debts are paid there. */
  moveTo(other: ModelMember): { readonly points: number; readonly owed: number } {
    let points = 0;
    for (const lot of [...this.spendable(), ...this.waiting()]) {
      points += lot.left;
      other.open(lot.left, lot.activates, lot.expires, lot.sale, lot.pending);
      lot.left = 0;
    }
    const owed = this.owed;
    this.owed = 0;
    other.owe(owed);
    return { points, owed };
  }

  owe(points: number): void {
    this.owed += this.drain(this.spendable(), points);
  }

  private becomeActive(lot: ModelLot): void {
    lot.pending = false;
    this.payOff(lot, lot.left);
  }

  private refill(lot: ModelLot, points: number): void {
    lot.left += points;
    this.payOff(lot, points);
  }

  /** Points that came in pay what is owed before anything else. */
  private payOff(lot: ModelLot, points: number): void {
    const part = Math.min(this.owed, points);
    this.owed -= part;
    lot.left -= part;
  }
}

function expire(lot: ModelLot): number {
  const points = lot.left;
  lot.expired += points;
  lot.left = 0;
  return points;
}
