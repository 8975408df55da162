import type pg from 'pg';
import { Fault } from '../../core/invariant.js';
import type { EpochMs } from '../../core/money.js';
import type { RulebookEvent } from '../rulebook.js';
import { ALONE, type Partner } from '../partner.js';
import { loadChanges, loadWhole } from './load-list.js';
import { LoadedBook, NO_LIST_PRICES, type ListPrices } from './price-book.js';
import { PriceSchedule } from './price-schedule.js';
import { readBook } from './prices-at.js';
import { readRevisions, type PriceRevision } from './read-revisions.js';

/** Longer timers overflow. */
const TIMER_MS_MAX = 3_600_000;

/** A list that was found damaged is not read again and again: it may be long. */
const REFUSED_MS = 60_000;

/** The prices of a state of all lists, loaded and ready. */
interface ReadyState {
  readonly book: LoadedBook;
  readonly lists: ReadonlyMap<number, ListPrices>;
  readonly liveFromMs: EpochMs;
}

function isLater(a: ReadyState, b: ReadyState): boolean {
  return a.liveFromMs === b.liveFromMs ? a.book.revision > b.book.revision : a.liveFromMs > b.liveFromMs;
}

/**
 * Follows the published revisions of price lists and holds the book that is live, and the one that goes live next. Postgres alone says what
 * is live; what changed is read before its instant, so that all engines switch at that instant, each by one assignment.
 */
export class PricesFollower implements Partner {
  partner: Partner = ALONE;
  schedule = new PriceSchedule([]);
  syncedAtMs: EpochMs = 0;
  knownAtMs: EpochMs = 0;
  private live: ReadyState = { book: new LoadedBook(0, []), lists: new Map(), liveFromMs: -Infinity };
  private next: ReadyState | null = null;
  /** Due, and held back until the rules that go live with it are loaded. */
  private waiting: ReadyState | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;
  /** The database's clock minus ours: all engines switch by one clock. */
  private clockOffsetMs = 0;
  /** By list number: why a revision cannot be used. */
  private readonly refused = new Map<number, { readonly listRevision: number; readonly fault: Fault; readonly untilMs: EpochMs }>();
  /** Something was read since the partner was asked last. */
  private hasNews = false;
  /** The numbers of what is live mean nothing any more. */
  private stale = false;

  constructor(
    private readonly db: pg.Pool,
    private readonly observe: (event: RulebookEvent) => void,
    private readonly clock: () => EpochMs,
  ) {}

  get book(): LoadedBook {
    return this.live.book;
  }

  /** Reads what was published or called off since, and switches if it is time. Rejects when Postgres is away; what is live stays live. */
  async refresh(): Promise<void> {
    await this.learn();
    await this.askPartner();
    await this.advance();
    this.syncedAtMs = this.clock();
  }

  /**
   * A version that prices go live with is published before them, so whoever reads it after them finds it. They may have been read for the
   * partner's sake, or be read while it is asked.
   */
  private async askPartner(): Promise<void> {
    while (this.hasNews) {
      this.hasNews = false;
      try {
        await this.partner.learn();
      } catch (error) {
        this.hasNews = true;
        throw error;
      }
    }
  }

  async learn(): Promise<void> {
    const { head } = this.schedule;
    const askedAtMs = this.clock();
    const { nowMs, revisions } = await readRevisions(this.db, head?.revision ?? 0, this.schedule.waiting(this.now()));
    this.clockOffsetMs = Math.trunc(nowMs - (askedAtMs + this.clock()) / 2);
    this.knownAtMs = nowMs;
    if (head !== undefined && revisions.find((one) => one.revision === head.revision)?.hash !== head.hash) {
      this.forget();
      return this.learn();
    }
    const known = this.schedule;
    this.schedule = known.with(revisions);
    if (this.schedule !== known) this.hasNews = true;
  }

  isReadyFor(instantMs: EpochMs): boolean {
    if (!this.schedule.beginsAt(instantMs)) return true;
    // The next one switches at its own instant: one for later is no company for what goes live at this one.
    return [this.live, this.waiting].some((one) => one !== null && one.liveFromMs >= instantMs) || this.next?.liveFromMs === instantMs;
  }

  /** One that was held back and the next one may be due at once; one that is older than what is live was overtaken while it was loaded. */
  switchIfDue(nowMs: EpochMs): void {
    for (;;) {
      const due = this.waiting ?? this.next;
      if (due === null || due.liveFromMs > nowMs) return;
      if (due === this.waiting) this.waiting = null;
      else this.next = null;
      if (isLater(due, this.live) && !this.switchTo(due)) return;
    }
  }

  /** The lists as they were live at an instant, or will be, for these SKUs. */
  async at(atMs: EpochMs, skus: readonly string[]): Promise<LoadedBook> {
    const revision = this.schedule.revisionAt(atMs);
    if (revision === this.live.book.revision && !this.stale) return this.live.book;
    return readBook(this.db, revision, [...this.schedule.liveAt(atMs).values()], skus);
  }

  /** For good: what is still being read then sets no timer. */
  stop(): void {
    this.isStopped = true;
    this.clearTimer();
  }

  private clearTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private now(): EpochMs {
    return this.clock() + this.clockOffsetMs;
  }

  private async advance(): Promise<void> {
    // Reading takes time, in which the next instant may have come: what is due and what is next are told apart by one look at the clock.
    let nowMs = this.now();
    for (let wanted = this.schedule.revisionAt(nowMs); this.isReplacedBy(wanted); wanted = this.schedule.revisionAt(nowMs)) {
      const loaded = [this.waiting, this.next].find((one) => one?.book.revision === wanted);
      if (!this.switchTo(loaded ?? (await this.load(nowMs)))) break;
      nowMs = this.now();
    }
    const instant = this.schedule.nextInstant(nowMs);
    if (instant === null) this.next = null;
    else if (this.schedule.revisionAt(instant) !== this.next?.book.revision) this.next = await this.load(instant);
    this.setTimer();
  }

  /**
   * Never back to what it replaced: the database's clock is an estimate, which is a little earlier after one question than after another. Only
   * from one that was called off after all, which our clock was ahead for.
   */
  private isReplacedBy(wanted: number): boolean {
    return this.stale || this.schedule.isReplacedBy(this.live.book.revision, wanted);
  }

  /** The state at an instant, from what is held and what changed since. Lists that are the same are the same objects. */
  private async load(atMs: EpochMs): Promise<ReadyState> {
    const revisions = [...this.schedule.liveAt(atMs).values()];
    const lists = new Map<number, ListPrices>();
    for (const one of revisions) lists.set(one.listNo, one.settings.active ? await this.pricesOf(one) : NO_LIST_PRICES);
    const bookLists = revisions.map(({ listId, settings, listNo }) => ({ listId, settings, prices: lists.get(listNo)! }));
    const last = revisions.reduce((latest, one) => Math.max(latest, one.liveFromMs), -Infinity);
    return { book: new LoadedBook(this.schedule.revisionAt(atMs), bookLists), lists, liveFromMs: last };
  }

  private async pricesOf(wanted: PriceRevision): Promise<ListPrices> {
    const { listNo, listId, listRevision } = wanted;
    for (const held of [this.waiting?.lists.get(listNo), this.next?.lists.get(listNo), this.live.lists.get(listNo)])
      if (held !== undefined && held.listRevision === listRevision) return held;
    const refused = this.refused.get(listNo);
    if (refused?.listRevision === listRevision && this.clock() < refused.untilMs) throw refused.fault;
    const startedAt = performance.now();
    const held = this.live.lists.get(listNo) ?? NO_LIST_PRICES;
    const steps = this.schedule.between(listNo, held.listRevision, listRevision);
    const changes = await loadChanges(this.db, held, steps, wanted);
    const loaded = changes ?? (await this.whole(wanted));
    const durationMs = performance.now() - startedAt;
    this.observe({ kind: 'prices_loaded', listId, rows: loaded.rows, durationMs, whole: changes === null });
    return loaded;
  }

  private async whole(wanted: PriceRevision): Promise<ListPrices> {
    try {
      return await loadWhole(this.db, wanted);
    } catch (error) {
      const { listNo, listRevision } = wanted;
      if (error instanceof Fault) this.refused.set(listNo, { listRevision, fault: error, untilMs: this.clock() + REFUSED_MS });
      throw error;
    }
  }

  /** One assignment, so that no receipt sees two states. False where it waits for the rules that go live with it. */
  private switchTo(state: ReadyState): boolean {
    if (this.next === state) this.next = null;
    this.waiting = this.partner.isReadyFor(state.liveFromMs) ? null : state;
    if (this.waiting !== null) return false;
    this.live = state;
    this.stale = false;
    this.observe({ kind: 'prices_switched', revision: state.book.revision, rows: state.book.rows });
    this.partner.switchIfDue(Math.max(this.now(), state.liveFromMs));
    return true;
  }

  private setTimer(): void {
    this.clearTimer();
    if (this.next === null || this.isStopped) return;
    this.timer = setTimeout(() => this.onTimer(), Math.min(Math.max(this.next.liveFromMs - this.now(), 0), TIMER_MS_MAX));
  }

  /** The next book is loaded already, so the switch needs neither Postgres nor Redis. */
  private onTimer(): void {
    this.switchIfDue(this.now());
    this.setTimer();
  }

  /** The database was restored and holds other revisions now. What is live stays until another one is known. */
  private forget(): void {
    this.schedule = new PriceSchedule([]);
    this.next = null;
    this.waiting = null;
    this.live = { ...this.live, lists: new Map() };
    this.stale = true;
  }
}
