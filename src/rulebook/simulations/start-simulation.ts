import type pg from 'pg';
import { validateProgramme } from '../../core/rules/validate.js';
import type { Effect } from '../access/change.js';
import { isRefusal, refuse, type Refusal } from '../access/refusal.js';
import type { Actor } from '../access/roles.js';
import { readCategoryIds } from '../catalogue/read-categories.js';
import { parseSource, readSource } from '../drafts/source.js';
import { makeId } from '../make-id.js';

/** Waiting ones beyond these are refused. */
export const WAITING_MAX = 100;
/** Ended ones beyond these are forgotten, the oldest first. */
const KEPT = 1_000;

const WAITING = `SELECT count(*)::int AS count FROM rulebook.simulation WHERE state IN ('queued', 'running')`;
const INSERT = `
INSERT INTO rulebook.simulation
  (simulation_id, against, revision, document, period_from, period_to, store_ids, sample_bps, seed, state, created_by)
VALUES ($1, $2, $3, $4::json, $5, $6, $7, $8, $9, 'queued', $10)`;
const FORGET = `
DELETE FROM rulebook.simulation WHERE simulation_id IN (
  SELECT simulation_id FROM rulebook.simulation WHERE state NOT IN ('queued', 'running') ORDER BY simulation_id DESC OFFSET $1)`;

export interface SimulationWanted {
  /** `live`, `version:N` or `draft:ID`. */
  readonly against: string;
  readonly from: Date;
  readonly to: Date;
  /** Null: all. */
  readonly storeIds: readonly string[] | null;
  readonly sampleBps: number;
  readonly seed: number;
}

/**
 * Puts a simulation into the queue with the programme as it is now; an engine takes it from there. Refuses what `readSource` refuses,
 * `invalid_programme`, `malformed` (a period that ends before it begins) and `too_many_simulations`.
 */
export async function startSimulation(
  tx: pg.PoolClient,
  actor: Actor,
  wanted: SimulationWanted,
  nowMs: number,
): Promise<Effect<{ readonly simulationId: string }> | Refusal> {
  const { against, from, to, storeIds, sampleBps, seed } = wanted;
  if (from >= to) return refuse('malformed', '`to` must be after `from`; it is exclusive');
  const source = await readSource(tx, parseSource(against));
  if (isRefusal(source)) return source;
  const { programme, errors, warnings } = validateProgramme(source.document, null, await readCategoryIds(tx));
  if (programme === null && against.startsWith('draft:'))
    return refuse('invalid_programme', `The draft has ${errors.length} error(s)`, { errors, warnings });
  const waiting = (await tx.query<{ count: number }>(WAITING)).rows[0]!.count;
  if (waiting >= WAITING_MAX) return refuse('too_many_simulations', `${waiting} simulations wait already: cancel some, or come back later`);
  const simulationId = makeId('sim', nowMs);
  const values = [against, source.revision, JSON.stringify(source.document), from, to, storeIds, sampleBps, seed, actor.name];
  await tx.query(INSERT, [simulationId, ...values]);
  await tx.query(FORGET, [KEPT]);
  const facts = { against, revision: source.revision, from, to, storeIds, sampleBps };
  return { answer: { simulationId }, note: { action: 'simulation.start', subject: simulationId, facts } };
}
