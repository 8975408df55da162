/** The use cases on a ledger of their own, with a clock that the cases turn and a programme in which a point pays a minor unit. */
import type { CheckoutDeps } from '../../../checkout/deps.js';
import { Turns } from '../../../checkout/turns.js';
import { compile } from '../../../core/rules/compile.js';
import type { Programme } from '../../../core/rules/types.js';
import { bucketOfId, uuidOf } from '../../../ledger/ids.js';
import { Ledger } from '../../../ledger/ledger.js';
import { fixedRulebook } from '../../../rulebook/fixed-rulebook.js';

export const YEARS_MS = 10 * 365 * 86_400_000;
const START_MS = Date.parse('2026-11-22T12:00:00Z');

const PROGRAMME: Programme = {
  format: 'tallystick/1',
  id: 'golden',
  name: 'Golden',
  currency: 'GBP',
  minorDigits: 2,
  pointScale: 0,
  timeZone: 'UTC',
  settings: { burn: { rate: { points: 1, minor: 1 } } },
  stores: [{ id: 's' }],
  rules: [],
};

const REDEEMED = `
SELECT coalesce(sum(credit_points - debit_points), 0)::bigint AS redeemed
FROM ledger.posting WHERE bucket = $1 AND member_id = $2 AND account = 'redeemed'`;

export interface Engine {
  readonly deps: CheckoutDeps;
  forward(ms: number): void;
  /** Points of a member that were spent for good, by the postings. */
  redeemed(memberId: string): Promise<number>;
  close(): Promise<void>;
}

export function openEngine(databaseUrl: string): Engine {
  const ruleSet = compile(PROGRAMME, 1, 'golden');
  const limits = { holdTtlMsDefault: YEARS_MS, holdTtlMsMax: YEARS_MS, clockAheadMsMax: 0, clockBehindMsMax: Number.MAX_SAFE_INTEGER };
  const pools = { lanes: 2, batchMax: 64, queueMax: 1000, queryTimeoutMs: 10_000, connectTimeoutMs: 5_000, readConnectionsMax: 2 };
  const ledger = new Ledger({ databaseUrl, ...pools });
  let nowMs = START_MS;
  const rulebook = fixedRulebook(ruleSet);
  return {
    deps: { ledger, rulebook, turns: new Turns(), clock: () => nowMs, limits, onRetry: () => undefined },
    forward: (ms) => void (nowMs += ms),
    async redeemed(memberId) {
      const uuid = uuidOf('mbr', memberId)!;
      const { rows } = await ledger.pool.query<{ redeemed: number }>(REDEEMED, [bucketOfId(uuid), uuid]);
      return rows[0]!.redeemed;
    },
    close: () => ledger.close(),
  };
}
