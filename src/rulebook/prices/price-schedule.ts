import type { EpochMs } from '../../core/money.js';
import type { PriceRevision } from './read-revisions.js';

/**
 * Which revision of each list is live when. Within a list numbers and instants grow together; over all lists the order is (instant, number),
 * and the last one whose instant has come names the state. Nothing is published into the past, so that name means the same for ever.
 */
export class PriceSchedule {
  private readonly byRevision: ReadonlyMap<number, PriceRevision>;
  /** Those that were not called off, in the order in which they go live. */
  private readonly order: readonly PriceRevision[];
  readonly head: PriceRevision | undefined;

  constructor(revisions: Iterable<PriceRevision>) {
    this.byRevision = new Map([...revisions].map((one) => [one.revision, one]));
    const all = [...this.byRevision.values()];
    this.order = all.filter((one) => !one.calledOff).sort((a, b) => a.liveFromMs - b.liveFromMs || a.revision - b.revision);
    this.head = all.reduce<PriceRevision | undefined>((head, one) => (one.revision > (head?.revision ?? 0) ? one : head), undefined);
  }

  /** With newer ones, and with what is known better now. */
  with(revisions: readonly PriceRevision[]): PriceSchedule {
    const news = revisions.some((one) => this.byRevision.get(one.revision)?.calledOff !== one.calledOff);
    return news ? new PriceSchedule([...this.byRevision.values(), ...revisions]) : this;
  }

  /** The name of the state at an instant; 0 before the first one. */
  revisionAt(atMs: EpochMs): number {
    return this.order.findLast((one) => one.liveFromMs <= atMs)?.revision ?? 0;
  }

  /** One that goes live later, or, for one that was called off, any other. */
  isReplacedBy(revision: number, other: number): boolean {
    const place = (of: number): number => this.order.findLastIndex((one) => one.revision === of);
    return revision !== other && (place(revision) < 0 || place(revision) < place(other));
  }

  /** The revision of each list at an instant, by list number. */
  liveAt(atMs: EpochMs): Map<number, PriceRevision> {
    const live = new Map<number, PriceRevision>();
    for (const one of this.order) {
      if (one.liveFromMs > atMs) break;
      live.set(one.listNo, one);
    }
    return live;
  }

  /** When the next one goes live; null where nothing waits. */
  nextInstant(atMs: EpochMs): EpochMs | null {
    return this.order.find((one) => one.liveFromMs > atMs)?.liveFromMs ?? null;
  }

  beginsAt(instantMs: EpochMs): boolean {
    return this.order.some((one) => one.liveFromMs === instantMs);
  }

  waiting(atMs: EpochMs): number[] {
    return this.order.filter((one) => one.liveFromMs > atMs).map((one) => one.revision);
  }

  /** The revisions of a list after one and up to another, as they were published. */
  between(listNo: number, after: number, upTo: number): PriceRevision[] {
    return this.order.filter((one) => one.listNo === listNo && one.listRevision > after && one.listRevision <= upTo);
  }
}
