import { Pool } from 'pg';
import { Turns } from '../../../src/checkout/turns.js';
import { enrolMembers } from '../../../src/ledger/enrol.js';
import { Ledger } from '../../../src/ledger/ledger.js';
import { setCalendar } from '../../../src/jobs/periods/set-calendar.js';
import { LiveRulebook } from '../../../src/rulebook/live-rulebook.js';
import { publish } from '../../../src/rulebook/publish.js';
import { WINTER, ZONE } from './programme.js';
import type { Shop } from './shop.js';

export interface OpenShop extends Shop {
  publish(programme: object): Promise<void>;
  enrol(cards: ReadonlySet<string>): Promise<void>;
  close(): Promise<void>;
}

const LEDGER = {
  lanes: 2,
  batchMax: 64,
  queueMax: 5000,
  queryTimeoutMs: 60_000,
  connectTimeoutMs: 10_000,
  readConnectionsMax: 4,
};
const LIMITS = { holdTtlMsDefault: 900_000, holdTtlMsMax: 3_600_000, clockAheadMsMax: 60_000, clockBehindMsMax: 0 };
const RULES = { redisUrl: null, namespace: 'months', pollMs: 60_000, compiledVersionsMax: 8 };

/** The engine's own ledger, rulebook and use cases on a database of the caller's, with a clock that follows the file. */
export async function openShop(databaseUrl: string): Promise<OpenShop> {
  const ledger = new Ledger({ ...LEDGER, databaseUrl });
  const db = new Pool({ connectionString: databaseUrl, max: 1 });
  const rulebook = new LiveRulebook(ledger.pool, RULES, () => undefined);
  const put = async (programme: object): Promise<void> => {
    const published = await publish(db, null, programme, { by: 'months', comment: '' });
    if (published.outcome !== 'published') throw new Error(JSON.stringify(published));
    await rulebook.refresh();
  };
  await put(WINTER);
  await setCalendar(ledger.pool, ZONE, 1);
  let nowMs = 0;
  const deps = { ledger, rulebook, turns: new Turns(), clock: () => nowMs, limits: LIMITS, onRetry: () => undefined };
  const sums = { earned: 0, burned: 0, clawedBack: 0, givenBack: 0, adjusted: 0 };
  return {
    deps,
    at: (ms) => void (nowMs = Math.max(nowMs, ms)),
    answered: { sales: 0, saleLines: 0, returns: 0, late: 0, ...sums },
    sold: new Map(),
    publish: put,
    enrol: async (cards) => {
      const members = [...cards].map((cardNumber) => ({ cardNumber }));
      for (let from = 0; from < members.length; from += 500) await enrolMembers(db, members.slice(from, from + 500), nowMs);
    },
    close: async () => {
      await rulebook.stop();
      await db.end();
      await ledger.close();
    },
  };
}
