import { LRUCache } from 'lru-cache';

const CARDS_MAX = 100_000;

/**
 * One effect at a time for each member in this process: what would be stale anyway waits instead of being computed twice.
 * Correctness does not rest on it (the account's version decides, also between processes); it saves retries when many tills
 * meet on one card.
 */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();
  /** Which member a card belongs to, as far as seen: only to wait in the right queue. */
  private readonly memberOfCard = new LRUCache<string, string>({ max: CARDS_MAX });

  ofCard(cardNumber: string): string {
    return this.memberOfCard.get(cardNumber) ?? `card ${cardNumber}`;
  }

  seen(cardNumber: string, memberId: string): void {
    // Looked at first: the text is another one with each sale, and what is kept is moved to the old objects.
    if (this.memberOfCard.get(cardNumber) !== memberId) this.memberOfCard.set(cardNumber, memberId);
  }

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key);
    const mine = before === undefined ? work() : before.then(work, work);
    this.last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.last.get(key) === mine) this.last.delete(key);
    }
  }
}
