import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { EpochMs } from '../core/money.js';
import type { RuleSet } from '../core/rules/rule-set.js';
import { loadVersion, VersionRefused, type LoadDeps, type LoadedVersion } from './load-version.js';
import { ALONE, type Partner } from './partner.js';
import { readVersions } from './read-versions.js';
import { isLater, Schedule, type Published } from './schedule.js';

/** Where the version that should be live cannot be used, so many of those before it are tried. */
const STEPS_BACK_MAX = 10;
/** Longer timers overflow. */
const TIMER_MS_MAX = 3_600_000;
/** So long a switch waits for what Postgres says of prices; then it is done by what is known. */
const LEARN_MS_MAX = 1_000;
/** Earlier than every version. */
const NEVER: Published = { version: 0, hash: '', liveFromMs: -Infinity, schemaHash: '' };

export interface LiveVersion extends LoadedVersion {
  readonly published: Published;
  readonly loadedAtMs: EpochMs;
}

/** Follows the published versions and holds the one that is live, and the next one where its instant is known. */
export class RulesFollower implements Partner {
  partner: Partner = ALONE;
  schedule = new Schedule([]);
  live: LiveVersion | null = null;
  syncedAtMs: EpochMs = 0;
  knownAtMs: EpochMs = 0;
  private next: LiveVersion | null = null;
  /** Due, and held back until the prices that go live with it are loaded. */
  private waiting: LiveVersion | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;
  private readonly compiled: LRUCache<string, LoadedVersion, Published>;
  /** Why a version is not used, by hash; the answer would be the same again. */
  private readonly refused = new Map<string, VersionRefused>();
  /** The database's clock minus ours: all engines switch by one clock. */
  private clockOffsetMs = 0;

  constructor(
    private readonly deps: LoadDeps,
    compiledVersionsMax: number,
    private readonly clock: () => EpochMs,
  ) {
    this.compiled = new LRUCache<string, LoadedVersion, Published>({
      max: compiledVersionsMax,
      fetchMethod: (_key, _stale, { context }) => loadVersion(deps, context),
    });
  }

  /** Reads what was published since, and switches if it is time. Rejects when Postgres is away; what is live stays live. */
  async refresh(): Promise<void> {
    const { head } = this.schedule;
    const nowMs = await this.learn();
    if (this.schedule.head !== head || this.isBehind(this.partner)) await this.partner.learn();
    await this.advance(Math.max(nowMs, this.now()));
    this.syncedAtMs = this.clock();
  }

  /** Answers the database's clock. */
  async learn(): Promise<EpochMs> {
    const head = this.schedule.head;
    const askedAtMs = this.clock();
    const { nowMs, versions } = await readVersions(this.deps.db, head?.version ?? 0);
    this.clockOffsetMs = Math.trunc(nowMs - (askedAtMs + this.clock()) / 2);
    this.knownAtMs = nowMs;
    if (head !== undefined && versions[0]?.hash !== head.hash) {
      this.forget();
      return this.learn();
    }
    const known = this.schedule.head?.version ?? 0;
    this.schedule = this.schedule.with(versions.filter(({ version }) => version > known));
    return nowMs;
  }

  isReadyFor(instantMs: EpochMs): boolean {
    if (this.schedule.liveAt(instantMs)?.liveFromMs !== instantMs) return true;
    const isSince = (one: LiveVersion | null): boolean => one !== null && one.published.liveFromMs >= instantMs;
    // The next one switches at its own instant: one for later is no company for what goes live at this one.
    return isSince(this.live) || isSince(this.waiting) || this.next?.published.liveFromMs === instantMs;
  }

  /** One that was held back and the next one may be due at once: nobody must see the first with the prices of the second. */
  switchIfDue(nowMs: EpochMs): void {
    for (;;) {
      const due = this.waiting ?? this.next;
      if (due === null || due.published.liveFromMs > nowMs) return;
      if (due === this.waiting) this.waiting = null;
      else this.next = null;
      this.switchTo(due);
      if (this.waiting !== null) return;
    }
  }

  /** The compiled set of a version. Rejects with VersionRefused, or with the driver's error. */
  async load(published: Published): Promise<LoadedVersion> {
    for (const held of [this.live, this.waiting, this.next]) if (held !== null && isSame(held.published, published)) return held;
    const key = `${published.version}/${published.hash}`;
    const known = this.refused.get(key);
    if (known !== undefined) throw known;
    try {
      return (await this.compiled.forceFetch(key, { context: published })) as LoadedVersion;
    } catch (error) {
      if (error instanceof VersionRefused) this.refuse(key, error);
      throw error;
    }
  }

  /** The set that was live at an instant; one that is refused is passed over, as it was then. Null before the first publication. */
  async liveAt(atMs: EpochMs): Promise<RuleSet | null> {
    return (await this.firstUsable(Math.min(atMs, this.now())))?.ruleSet ?? null;
  }

  /** Why the version that should be live is not; empty where it is. */
  whyNot(): string {
    const wanted = this.schedule.liveAt(this.now());
    if (this.waiting !== null) return `version ${this.waiting.published.version} waits for the prices that go live with it`;
    return wanted === undefined ? '' : (this.refused.get(`${wanted.version}/${wanted.hash}`)?.message ?? '');
  }

  wantedVersion(): number {
    return this.schedule.liveAt(this.now())?.version ?? 0;
  }

  upcoming(): Published | undefined {
    return this.schedule.nextAfter(this.now());
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

  private async advance(nowMs: EpochMs): Promise<void> {
    const usable = await this.firstUsable(nowMs);
    if (usable !== null) this.switchTo(usable);
    const upcoming = this.schedule.nextAfter(nowMs);
    this.next = upcoming === undefined ? null : await this.tryLoad(upcoming);
    this.setTimer();
  }

  private async firstUsable(atMs: EpochMs): Promise<LiveVersion | null> {
    for (const published of this.schedule.upTo(atMs, STEPS_BACK_MAX)) {
      const usable = await this.tryLoad(published);
      if (usable !== null) return usable;
    }
    return null;
  }

  /** Null where the version is refused. */
  private async tryLoad(published: Published): Promise<LiveVersion | null> {
    try {
      const { ruleSet, source } = await this.load(published);
      return { ruleSet, source, published, loadedAtMs: this.clock() };
    } catch (error) {
      if (error instanceof VersionRefused) return null;
      throw error;
    }
  }

  /** One assignment, so that no receipt sees two versions. Never back: a slow load may end after the timer has switched. */
  private switchTo(next: LiveVersion): void {
    if (this.live !== null && !isLater(next.published, this.live.published)) return;
    const { version, hash, liveFromMs } = next.published;
    this.waiting = this.partner.isReadyFor(liveFromMs) ? null : next;
    if (this.waiting !== null) return;
    this.live = next;
    this.deps.observe({ kind: 'switched', version, hash, source: next.source });
    this.partner.switchIfDue(Math.max(this.now(), liveFromMs));
  }

  private setTimer(): void {
    this.clearTimer();
    if (this.next === null || this.isStopped) return;
    const delayMs = this.next.published.liveFromMs - this.now();
    this.timer = setTimeout(() => void this.onTimer(), Math.min(Math.max(delayMs, 0), TIMER_MS_MAX));
  }

  /**
   * Prices may have been published with a version after it was read, and not be known yet where the engine had no time to look. The next set is
   * compiled already, so the switch needs neither Postgres nor Redis: without an answer it goes by what is known.
   */
  private async onTimer(): Promise<void> {
    if (this.isBehind(this.partner)) await Promise.race([this.partner.learn().catch(() => undefined), sleep(LEARN_MS_MAX)]);
    this.switchIfDue(this.now());
    this.setTimer();
  }

  /** Whether a version is due that is younger than what the partner has read. */
  private isBehind({ knownAtMs }: Partner): boolean {
    const due = this.schedule.liveAt(this.now());
    return due !== undefined && due.version !== this.live?.published.version && knownAtMs < due.liveFromMs;
  }

  private refuse(key: string, error: VersionRefused): void {
    this.refused.set(key, error);
    this.deps.observe({ kind: 'refused', version: error.version, reason: error.reason, message: error.message });
  }

  /** The database was restored and holds other versions now. What is live stays until another one is known. */
  private forget(): void {
    this.schedule = new Schedule([]);
    this.compiled.clear();
    this.refused.clear();
    this.waiting = null;
    if (this.live !== null) this.live = { ...this.live, published: NEVER };
  }
}

function isSame(a: Published, b: Published): boolean {
  return a.version === b.version && a.hash === b.hash;
}
