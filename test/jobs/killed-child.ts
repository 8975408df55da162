/** A process that is there to be killed: it works on a database until it is done, and says each step on its standard output. */
import { writeSync } from 'node:fs';
import { LRUCache } from 'lru-cache';
import { transfer } from '../../src/checkout/transfer.js';
import { points } from '../../src/core/money.js';
import { isRejection } from '../../src/core/rejection.js';
import type { Format } from '../../src/edge/export/encoder.js';
import { writeExport } from '../../src/edge/export/write-export.js';
import { settleDue } from '../../src/jobs/settle-due.js';
import { EXPORT_KINDS } from '../../src/ledger/export/read-pages.js';
import { checkoutOn, hashOf, TILL } from '../checkout/open-checkout.js';
import { SHORT_LIFE } from './short-life.js';

export interface Work {
  readonly verb: 'export' | 'settle' | 'transfer';
  readonly databaseUrl: string;
  readonly nowMs: number;
  readonly kind?: string;
  readonly format?: Format;
  readonly folder?: string;
  /** Transfers of one point each: from card, to card. */
  readonly pairs?: readonly (readonly [string, string])[];
}

const work = JSON.parse(process.argv[2]!) as Work;
const deps = checkoutOn(work.databaseUrl, SHORT_LIFE, () => work.nowMs);

/** Straight to the pipe: whoever listens may kill at this very step. */
const step = (): void => void writeSync(1, '.');

async function exportAll(): Promise<void> {
  const kind = EXPORT_KINDS.get(work.kind!)!;
  const target = { folder: work.folder!, name: 'killed', format: work.format!, keepEveryMs: 0 };
  const wanted = { from: null, to: null, at: null, since: null };
  await writeExport(deps.ledger.pool, { ...kind, keysPerPage: 5 }, wanted, target, step);
}

async function settleAll(): Promise<void> {
  const setAside = new LRUCache<string, true>({ max: 100 });
  const onError = (error: unknown): void => console.error(error);
  const post = deps.ledger.post.bind(deps.ledger);
  deps.ledger.post = (item) => post(item).finally(step);
  while ((await settleDue(deps, { perBucket: 1, concurrency: 4, setAside, onError })).due > 0);
}

/** Many at a time, each under a key of its own. */
async function transferAll(): Promise<void> {
  const pairs = [...(work.pairs ?? []).entries()];
  const worker = async (): Promise<void> => {
    for (let next = pairs.shift(); next !== undefined; next = pairs.shift()) {
      const [k, [from, to]] = next;
      const effect = {
        caller: { ...TILL, mayOperate: true },
        deadlineMs: null,
        idempotencyKey: `move ${k}`,
        bodyHash: hashOf([k, from, to]),
      };
      const what = { from: { cardNumber: from }, to: { cardNumber: to }, points: points(1), reason: 'a gift', author: 'ann' };
      let result = await transfer(deps, { ...effect, ...what });
      while (isRejection(result) && result.rejection === 'concurrent_update') result = await transfer(deps, { ...effect, ...what });
      if (isRejection(result)) throw new Error(`${result.rejection}: ${result.message}`);
      step();
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

const VERBS = { export: exportAll, settle: settleAll, transfer: transferAll };
await VERBS[work.verb]();
await deps.ledger.close();
