/** A random stream of commands over the members and sales of a world, from a seed. */
import type { Random } from '../random.js';
import type { Command } from './command.js';

const DAY = 86_400_000;
const SALES_KEPT = 24;

export class CommandStream {
  readonly members: string[] = [];
  private readonly sales: string[] = [];
  private readonly holds: string[] = [];
  private readonly operations: string[] = [];
  private keys = 0;

  constructor(
    private readonly world: string,
    private readonly random: Random,
  ) {}

  key(): string {
    return `${this.world}-${++this.keys}`;
  }

  /** What was booked can be captured, returned, voided or undone later. */
  booked(command: Command): void {
    const remember = (list: string[]): void => {
      list.push(command.key);
      if (list.length > SALES_KEPT) list.splice(this.random.below(SALES_KEPT), 1);
    };
    if (command.op === 'sale' || command.op === 'authorize') remember(this.sales);
    if (command.op === 'authorize') remember(this.holds);
    if (['add', 'grant', 'take', 'transfer', 'reverse'].includes(command.op)) remember(this.operations);
  }

  next(now: number): Command {
    const { random } = this;
    const key = this.key();
    const member = random.pick(this.members);
    const other = random.pick(this.members);
    const basket = { units: 1 + random.below(6), price: 1 + random.below(3000), burn: random.chance(50) ? 0 : 1 + random.below(120) };
    const amount = 1 + random.below(150);
    const expires = random.chance(30) ? null : now + 1 + random.below(20 * DAY);
    const sale = this.sales.length === 0 ? null : random.pick(this.sales);
    const hold = this.holds.length === 0 ? null : random.pick(this.holds);
    const operation = this.operations.length === 0 ? null : random.pick(this.operations);
    const roll = random.below(100);
    if (roll < 26) return { op: 'sale', key, member, ...basket };
    if (roll < 36) return { op: 'authorize', key, member, ...basket, ttl: 1000 * (1 + random.below(80_000)) };
    if (roll < 46 && hold !== null) return { op: 'capture', key, sale: hold, units: random.chance(50) ? 0 : 1 + random.below(6) };
    if (roll < 48 && sale !== null) return { op: 'void', key, sale, asHold: false };
    if (roll < 50 && hold !== null) return { op: 'void', key, sale: hold, asHold: true };
    if (roll < 68 && sale !== null) return { op: 'return', key, sale, units: 1 + random.below(4) };
    if (roll < 74) return { op: 'grant', key, member, points: amount, expires };
    if (roll < 78) return { op: 'add', key, member, points: amount, expires };
    if (roll < 84) return { op: 'take', key, member, points: amount, below: random.chance(30) };
    if (roll < 90) return { op: 'transfer', key, from: member, to: other, points: amount };
    if (roll < 94 && operation !== null) return { op: 'reverse', key, of: operation, below: random.chance(40) };
    if (roll < 96) return { op: random.chance(40) ? 'block' : 'unblock', key, member };
    if (roll < 98) return { op: 'merge', key, from: member, into: other };
    if (roll < 99) return { op: 'erase', key, member };
    return { op: 'unblock', key, member };
  }

  /** Hours and days pass, now and then weeks. */
  jump(): number {
    const { random } = this;
    if (random.chance(60)) return random.below(1000);
    if (random.chance(70)) return random.below(2 * 3_600_000);
    return random.chance(80) ? random.below(3 * DAY) : random.below(30 * DAY);
  }

  /** Several commands that meet each other: the same one again and again, or many on one member or sale. */
  crowd(now: number): Command[] {
    const { random } = this;
    const size = 2 + random.below(5);
    const one = this.next(now);
    const again = Array.from({ length: size }, () => one);
    const sale = this.sales.length === 0 ? null : random.pick(this.sales);
    const member = random.pick(this.members);
    switch (random.below(4)) {
      case 0:
        return again;
      case 1:
        return sale === null ? again : again.map(() => ({ op: 'return', key: this.key(), sale, units: 1 + random.below(3) }));
      case 2:
        return again.map(() => ({ op: 'take', key: this.key(), member, points: 1 + random.below(120), below: false }));
      default: {
        const hold = this.holds.length === 0 ? null : random.pick(this.holds);
        if (hold === null) return again;
        return again.map((_, k) =>
          k % 2 === 0
            ? { op: 'capture', key: this.key(), sale: hold, units: 0 }
            : { op: 'void', key: this.key(), sale: hold, asHold: true },
        );
      }
    }
  }
}
