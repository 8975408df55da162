/** The queue of simulations: which engine works on which, how it says that it lives, and what becomes of the work of one that died. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { SimulationReport } from '../../core/simulation/report.js';

/** Without a sign of life for so long, whoever worked on it is taken for dead. */
const LOST = `interval '15 seconds'`;
const ATTEMPTS_MAX = 3;

const IS_OPEN = `SELECT EXISTS (SELECT FROM rulebook.simulation WHERE state IN ('queued', 'running')) AS "isOpen"`;
/** One engine at a time looks for work, so that together they never have more at once than they should. */
const TURN = `LOCK TABLE rulebook.simulation IN SHARE UPDATE EXCLUSIVE MODE`;
const RECLAIM = `
UPDATE rulebook.simulation SET claim = NULL,
  state = CASE WHEN cancel_asked THEN 'cancelled' WHEN attempts >= ${ATTEMPTS_MAX} THEN 'failed' ELSE 'queued' END,
  reason = CASE WHEN NOT cancel_asked AND attempts >= ${ATTEMPTS_MAX} THEN 'The engine that worked on it died, ' || attempts || ' times' ELSE '' END,
  document = CASE WHEN cancel_asked OR attempts >= ${ATTEMPTS_MAX} THEN NULL ELSE document END,
  ended_at = CASE WHEN cancel_asked OR attempts >= ${ATTEMPTS_MAX} THEN clock_timestamp() END
WHERE state = 'running' AND heartbeat_at < clock_timestamp() - ${LOST}`;
const CLAIM = `
UPDATE rulebook.simulation SET state = 'running', claim = $1, attempts = attempts + 1, heartbeat_at = clock_timestamp(),
  started_at = coalesce(started_at, clock_timestamp()), receipts_done = 0, receipts_total = NULL
WHERE simulation_id = (
  SELECT simulation_id FROM rulebook.simulation
  WHERE state = 'queued' AND (SELECT count(*) FROM rulebook.simulation WHERE state = 'running') < $2
  ORDER BY simulation_id LIMIT 1 FOR UPDATE)
RETURNING simulation_id AS "simulationId"`;
const READ = `
SELECT document, period_from AS "from", period_to AS "to", store_ids AS "storeIds", sample_bps AS "sampleBps", seed, created_at AS "createdAt",
  cancel_asked AS "cancelAsked"
FROM rulebook.simulation WHERE simulation_id = $1 AND claim = $2`;
const BEAT = `
UPDATE rulebook.simulation SET heartbeat_at = clock_timestamp(), receipts_done = $3, receipts_total = $4
WHERE simulation_id = $1 AND claim = $2 AND state = 'running' RETURNING cancel_asked AS "cancelAsked"`;
const END = `
UPDATE rulebook.simulation SET state = $3, reason = $4, report = $5::json, receipts_done = coalesce($6, receipts_done),
  receipts_total = coalesce($6, receipts_total), claim = NULL, document = NULL,
  ended_at = clock_timestamp()
WHERE simulation_id = $1 AND claim = $2 AND state = 'running'`;
const RELEASE = `
UPDATE rulebook.simulation SET claim = NULL,
  state = CASE WHEN cancel_asked THEN 'cancelled' ELSE 'queued' END, document = CASE WHEN cancel_asked THEN NULL ELSE document END,
  ended_at = CASE WHEN cancel_asked THEN clock_timestamp() END, attempts = attempts - 1
WHERE simulation_id = $1 AND claim = $2 AND state = 'running'`;

const LAPSE = `UPDATE rulebook.simulation SET heartbeat_at = '-infinity' WHERE simulation_id = $1 AND claim = $2 AND state = 'running'`;

export interface Claim {
  readonly simulationId: string;
  readonly claim: string;
}

export interface ClaimedSimulation {
  readonly document: object;
  readonly from: Date;
  readonly to: Date;
  readonly storeIds: readonly string[] | null;
  readonly sampleBps: number;
  readonly seed: number;
  readonly createdAt: Date;
  readonly cancelAsked: boolean;
}

type Db = Pick<pg.Pool, 'query'>;

/** The oldest that waits, where fewer than `most` run in all engines together; takes back first what dead engines left. */
export async function claimNext(pool: pg.Pool, most: number): Promise<Claim | null> {
  const open = await pool.query<{ isOpen: boolean }>({ name: 'simulation-is-open', text: IS_OPEN });
  if (!open.rows[0]!.isOpen) return null;
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    await tx.query('BEGIN');
    await tx.query(TURN);
    await tx.query(RECLAIM);
    const claim = randomUUID();
    const { rows } = await tx.query<{ simulationId: string }>(CLAIM, [claim, most]);
    await tx.query('COMMIT');
    return rows[0] === undefined ? null : { simulationId: rows[0].simulationId, claim };
  } catch (error) {
    await tx.query('ROLLBACK').catch((failed: Error) => (broken = failed));
    throw error;
  } finally {
    tx.release(broken);
  }
}

/** Null: the claim was lost. */
export async function readClaimed(db: Db, { simulationId, claim }: Claim): Promise<ClaimedSimulation | null> {
  return (await db.query<ClaimedSimulation>(READ, [simulationId, claim])).rows[0] ?? null;
}

/** Says that the work goes on, and how far it is. Answers whether it is to go on, was cancelled, or belongs to somebody else now. */
export async function beat(
  db: Db,
  { simulationId, claim }: Claim,
  done: number,
  total: number | null,
): Promise<'go_on' | 'cancelled' | 'lost'> {
  const { rows } = await db.query<{ cancelAsked: boolean }>(BEAT, [simulationId, claim, done, total]);
  if (rows[0] === undefined) return 'lost';
  return rows[0].cancelAsked ? 'cancelled' : 'go_on';
}

export type Outcome =
  | { readonly state: 'done'; readonly report: SimulationReport }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'cancelled' };

/** Writes down how it ended; nothing where the claim was lost. */
export async function endSimulation(db: Db, { simulationId, claim }: Claim, outcome: Outcome): Promise<void> {
  const reason = outcome.state === 'failed' ? outcome.reason : '';
  const report = outcome.state === 'done' ? outcome.report : null;
  const values = [
    simulationId,
    claim,
    outcome.state,
    reason,
    report === null ? null : JSON.stringify(report),
    report?.receipts.looked ?? null,
  ];
  await db.query(END, values);
}

/** Gives work back to the queue in good order: it is no failed attempt. */
export async function releaseSimulation(db: Db, { simulationId, claim }: Claim): Promise<void> {
  await db.query(RELEASE, [simulationId, claim]);
}

/** Says that nobody works on it any more; whoever looks next takes it up, or gives it up after the last attempt. */
export async function lapseSimulation(db: Db, { simulationId, claim }: Claim): Promise<void> {
  await db.query(LAPSE, [simulationId, claim]);
}
