import type { EpochMs } from '../core/money.js';

/** A published version without its document. */
export interface Published {
  readonly version: number;
  readonly hash: string;
  readonly liveFromMs: EpochMs;
  /** Of the schema by which its publisher validated it. */
  readonly schemaHash: string;
}

/** Later in the order in which versions go live. */
export function isLater(a: Published, b: Published): boolean {
  return a.liveFromMs === b.liveFromMs ? a.version > b.version : a.liveFromMs > b.liveFromMs;
}

/**
 * Which version is live when: of those whose instant has come the latest by (instant, version). A version for a later instant is
 * called off by publishing another one for the same instant. No version is live before it was published, so the answer for the
 * past never changes.
 */
export class Schedule {
  /** Sorted by (liveFromMs, version). */
  private readonly order: readonly Published[];
  private readonly byVersion: ReadonlyMap<number, Published>;
  /** The greatest version, or undefined before the first publication. */
  readonly head: Published | undefined;

  constructor(versions: readonly Published[]) {
    this.order = [...versions].sort((a, b) => (isLater(a, b) ? 1 : -1));
    this.byVersion = new Map(versions.map((one) => [one.version, one]));
    this.head = versions.reduce<Published | undefined>(
      (head, one) => (head === undefined || one.version > head.version ? one : head),
      undefined,
    );
  }

  with(versions: readonly Published[]): Schedule {
    return versions.length === 0 ? this : new Schedule([...this.order, ...versions]);
  }

  find(version: number): Published | undefined {
    return this.byVersion.get(version);
  }

  liveAt(atMs: EpochMs): Published | undefined {
    return this.order[this.firstAfter(atMs) - 1];
  }

  /** Versions whose instant has come: the live one first, then what it replaced. */
  upTo(atMs: EpochMs, most: number): readonly Published[] {
    const end = this.firstAfter(atMs);
    return this.order.slice(Math.max(0, end - most), end).reverse();
  }

  /** The next one to go live; of several for the same instant the one that will win. */
  nextAfter(atMs: EpochMs): Published | undefined {
    const first = this.order[this.firstAfter(atMs)];
    return first === undefined ? undefined : this.liveAt(first.liveFromMs);
  }

  /** Index of the first version that is not live yet, by binary search. */
  private firstAfter(atMs: EpochMs): number {
    let low = 0;
    let high = this.order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.order[middle]!.liveFromMs <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
