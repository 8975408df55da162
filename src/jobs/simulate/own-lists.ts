import type { ClientBase } from 'pg';
import type { PriceList } from '../../core/rules/types.js';
import type { RuleSet } from '../../core/rules/rule-set.js';
import { withListPrices } from '../../core/simulation/list-prices.js';
import type { PastReceipt } from '../../core/simulation/simulation.js';
import { canonicalJson, contentHash } from '../../rulebook/canonical.js';

const LISTS = `SELECT version, document -> 'priceLists' AS lists FROM rulebook.version WHERE version = ANY ($1::int[])`;

type Lists = readonly Pick<PriceList, 'id'>[];

/**
 * Prices of lists are stored with a receipt. Where the simulated programme has other lists in itself than the one a sale was made
 * under, the prices of those lists are looked up anew; else what is stored is left alone.
 */
export class OwnLists {
  private readonly hash: string;
  private readonly ids: readonly string[];
  /** By version: null where the lists are the same, else the lists whose stored prices go. */
  private readonly replaced = new Map<number, ReadonlySet<string> | null>();

  constructor(
    private readonly db: ClientBase,
    private readonly ruleSet: RuleSet,
  ) {
    const lists = ruleSet.programme.priceLists ?? [];
    this.hash = hashOf(lists);
    this.ids = lists.map(({ id }) => id);
  }

  /** Reads what is not known yet of the versions of a page. */
  async learn(page: readonly PastReceipt[]): Promise<void> {
    const unknown = [...new Set(page.map(({ ruleSetVersion }) => ruleSetVersion))].filter((version) => !this.replaced.has(version));
    if (unknown.length === 0) return;
    for (const version of unknown) this.replaced.set(version, null);
    const { rows } = await this.db.query<{ version: number; lists: Lists | null }>(LISTS, [unknown]);
    for (const { version, lists } of rows)
      if (hashOf(lists ?? []) !== this.hash) this.replaced.set(version, new Set([...this.ids, ...(lists ?? []).map(({ id }) => id)]));
  }

  apply(past: PastReceipt): PastReceipt {
    const replaced = this.replaced.get(past.ruleSetVersion) ?? null;
    return replaced === null ? past : { ...past, receipt: withListPrices(past.receipt, this.ruleSet, replaced) };
  }
}

const hashOf = (lists: unknown): string => contentHash(canonicalJson(lists));
