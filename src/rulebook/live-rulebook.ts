import type pg from 'pg';
import type { CatalogueProduct } from '../core/assortment.js';
import type { EpochMs } from '../core/money.js';
import type { RuleSet } from '../core/rules/rule-set.js';
import type { PriceBook } from '../core/price-book.js';
import type { Product } from '../core/rules/types.js';
import { announce, announceVersion } from './announce.js';
import { CatalogueFollower } from './catalogue/follow-catalogue.js';
import { RedisCheck } from './check-redis.js';
import { enrolProducts, type EnrolledProducts } from './enrol-products.js';
import { RulesFollower } from './follow-rules.js';
import { Poller } from './poller.js';
import { PricesFollower } from './prices/follow-prices.js';
import type { LoadedBook } from './prices/price-book.js';
import { readDocument } from './read-versions.js';
import { CHANGES, type Change } from './redis-keys.js';
import { RedisLink } from './redis-link.js';
import type { Rulebook, RulebookEvent, RulebookStatus } from './rulebook.js';
import type { Published } from './schedule.js';
import { Terminals } from './terminals.js';

export interface RulebookOptions {
  /** Null: changes are found by polling Postgres alone. */
  readonly redisUrl: string | null;
  readonly namespace: string;
  /** How often Postgres is asked for changes and Redis for its pointer. A change that is not announced takes this long. */
  readonly pollMs: number;
  /** Compiled versions kept in memory for returns and offline receipts, besides the live and the next one. */
  readonly compiledVersionsMax: number;
}

/**
 * The rulebook of an engine process. Postgres alone says which versions exist, with which hash, live from when; Redis holds their
 * documents and announces changes. So nothing in Redis, be it lost, stale or wrong, can make an engine sell by unpublished rules.
 */
export class LiveRulebook implements Rulebook {
  readonly terminals: Terminals;
  private readonly rules: RulesFollower;
  private readonly catalogue: CatalogueFollower;
  private readonly priceLists: PricesFollower;
  private readonly link: RedisLink | null;
  private readonly redisCheck: RedisCheck | null;
  private readonly pollers: Readonly<Record<Change | 'redis', Poller>>;
  private readonly errors = new Map<string, string>();

  constructor(
    private readonly db: pg.Pool,
    { redisUrl, namespace, pollMs, compiledVersionsMax }: RulebookOptions,
    private readonly observe: (event: RulebookEvent) => void,
    clock: () => EpochMs = Date.now,
  ) {
    this.link = redisUrl === null ? null : this.createLink(redisUrl, namespace);
    this.redisCheck = this.link === null ? null : new RedisCheck(db, this.link, () => this.readHead());
    this.rules = new RulesFollower({ db, link: this.link, observe }, compiledVersionsMax, clock);
    this.terminals = new Terminals(db, () => this.pollers.terminals.poke(), clock);
    this.catalogue = new CatalogueFollower(db, observe, clock);
    this.priceLists = new PricesFollower(db, observe, clock);
    this.rules.partner = this.priceLists;
    this.priceLists.partner = this.rules;
    const poller = (part: Change, work: () => Promise<void>) => new Poller(pollMs, () => this.guard(part, work));
    this.pollers = {
      rules: poller('rules', () => this.rules.refresh()),
      terminals: poller('terminals', () => this.terminals.refresh()),
      catalogue: poller('catalogue', () => this.catalogue.refresh()),
      prices: poller('prices', () => this.priceLists.refresh()),
      redis: new Poller(pollMs, () => this.guard('redis', () => this.syncRedis())),
    };
  }

  /** Loads everything once, then follows. Rejects when Postgres does not answer; does not wait for Redis. */
  async start(): Promise<void> {
    this.link?.start();
    await Promise.all([this.rules.refresh(), this.terminals.refresh(), this.catalogue.refresh(), this.priceLists.refresh()]);
    for (const poller of Object.values(this.pollers)) poller.start();
  }

  async stop(): Promise<void> {
    this.link?.stop();
    await Promise.all(Object.values(this.pollers).map((poller) => poller.stop()));
    this.rules.stop();
    this.priceLists.stop();
  }

  current(): RuleSet | null {
    return this.rules.live === null ? null : this.rules.live.ruleSet;
  }

  async version(version: number): Promise<RuleSet | null> {
    const { schedule } = this.rules;
    // Another engine may have sold by a version that this one has not heard of yet.
    if (version > (schedule.head?.version ?? 0)) await this.pollers.rules.poke();
    const published = this.rules.schedule.find(version);
    return published === undefined ? null : (await this.rules.load(published)).ruleSet;
  }

  liveAt(atMs: EpochMs): Promise<RuleSet | null> {
    return this.rules.liveAt(atMs);
  }

  product(sku: string): CatalogueProduct | undefined {
    return this.catalogue.product(sku);
  }

  /** All products of the catalogue, for those who look at a whole programme. */
  products(): Iterable<CatalogueProduct> {
    return this.catalogue.products();
  }

  withAbove(categories: readonly string[]): readonly string[] {
    return this.catalogue.withAbove(categories);
  }

  prices(): PriceBook {
    return this.priceLists.book;
  }

  pricesAt(atMs: EpochMs, skus: readonly string[]): Promise<PriceBook> {
    return this.priceLists.at(atMs, skus);
  }

  /** The same with what the lists are, for those who explain prices. */
  priceListsAt(atMs: EpochMs, skus: readonly string[]): Promise<LoadedBook> {
    return this.priceLists.at(atMs, skus);
  }

  /** Tells the engines of a change that was just committed; in force here when this resolves, in others when they hear or poll. */
  async tellOf(change: Exclude<Change, 'rules'>): Promise<void> {
    await Promise.all([this.link?.use((to) => announce(to, change)), this.pollers[change].poke()]);
  }

  /** Adds products to the catalogue, or replaces them. They are known here when this resolves, and to other engines when they hear of it. */
  async enrolProducts(products: readonly Product[]): Promise<EnrolledProducts> {
    const enrolled = await enrolProducts(this.db, null, products);
    await this.tellOf('catalogue');
    return enrolled;
  }

  /** Tells the engines of a version that was just published; in force here when this resolves, in others when they hear or poll. */
  async tell(published: Published): Promise<void> {
    const text = await readDocument(this.db, published.version);
    if (text !== null) await this.link?.use((to) => announceVersion(to, published, text));
    await this.pollers.rules.poke();
  }

  /** Tells the engines that something else changed; in force here when this resolves. */
  async announce(change: Change): Promise<void> {
    await this.link?.use((to) => announce(to, change));
    await this.pollers[change].poke();
  }

  /** Asks Postgres for changes now; resolves when they are in force. */
  async refresh(): Promise<void> {
    await Promise.all(CHANGES.map((change) => this.pollers[change].poke()));
  }

  status(): RulebookStatus {
    const { live } = this.rules;
    const upcoming = this.rules.upcoming();
    return {
      version: live?.ruleSet.version ?? 0,
      hash: live?.ruleSet.hash ?? '',
      loadedAtMs: live?.loadedAtMs ?? 0,
      source: live?.source ?? null,
      wantedVersion: this.rules.wantedVersion(),
      next: upcoming === undefined ? null : { version: upcoming.version, liveFromMs: upcoming.liveFromMs },
      syncedAtMs: {
        rules: this.rules.syncedAtMs,
        terminals: this.terminals.syncedAtMs,
        catalogue: this.catalogue.syncedAtMs,
        prices: this.priceLists.syncedAtMs,
      },
      priceRevision: this.priceLists.book.revision,
      prices: this.priceLists.book.rows,
      products: this.catalogue.size,
      catalogueRevision: this.catalogue.revision,
      terminals: this.terminals.size,
      redisUp: this.link?.up() ?? false,
      lastError: this.rules.whyNot() || ([...this.errors.values()][0] ?? ''),
    };
  }

  private createLink(redisUrl: string, namespace: string): RedisLink {
    return new RedisLink(redisUrl, namespace, {
      onUp: () => this.observe({ kind: 'redis_up' }),
      onDown: (message) => this.observe({ kind: 'redis_down', message }),
      onChange: (change) => void this.pollers[change].poke(),
    });
  }

  private async syncRedis(): Promise<void> {
    const repaired = (await this.redisCheck?.run(this.rules.schedule.head)) ?? null;
    if (repaired !== null) this.observe(repaired);
  }

  private async readHead(): Promise<Published | undefined> {
    await this.pollers.rules.poke();
    return this.rules.schedule.head;
  }

  /** A failure is reported and the next run tries again; what is in memory stays in force. */
  private async guard(part: Change | 'redis', work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.errors.delete(part);
    } catch (error) {
      const { message } = error as Error;
      this.errors.set(part, `${part}: ${message}`);
      this.observe({ kind: 'sync_failed', part, message });
    }
  }
}
