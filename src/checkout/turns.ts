import { LRUCache } from 'lru-cache';

const CARDS_MAX = 100_000;

/**
 * What a map that never ends may hold of a call. A map of V8 that lives long leaves an old table behind with every few additions, and what
 * stands there is kept, with all that hangs on it, until the whole heap is collected: so an entry lets go of its work when that is done.
 */
interface Turn {
  work: Promise<unknown> | null;
}

/**
 * One effect at a time for each member in this process: what would be stale anyway waits instead of being computed twice.
 * Correctness does not rest on it (the account's version decides, also between processes); it saves retries when many tills
 * meet on one card.
 */
export class Turns {
  private readonly last = new Map<string, Turn>();
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
    const before = this.last.get(key)?.work ?? null;
    const mine = before === null ? work() : before.then(work, work);
    const turn: Turn = { work: mine };
    this.last.set(key, turn);
    try {
      return await mine;
    } finally {
      turn.work = null;
      if (this.last.get(key) === turn) this.last.delete(key);
    }
  }
}
