import type pg from 'pg';
import type { Effect } from '../access/change.js';
import { refuse, type Refusal } from '../access/refusal.js';
import type { SimulationState } from './simulation.entity.js';

const LOCK = `SELECT state FROM rulebook.simulation WHERE simulation_id = $1 FOR UPDATE`;
const END = `
UPDATE rulebook.simulation SET state = 'cancelled', cancel_asked = true, document = NULL, ended_at = clock_timestamp()
WHERE simulation_id = $1`;
const ASK = `UPDATE rulebook.simulation SET cancel_asked = true WHERE simulation_id = $1`;

/** Ends a simulation that waits at once, and one that runs within about a second; one that ended stays as it is. Refuses `unknown_simulation`. */
export async function cancelSimulation(
  tx: pg.PoolClient,
  simulationId: string,
): Promise<Effect<{ readonly simulationId: string }> | Refusal> {
  const { rows } = await tx.query<{ state: SimulationState }>(LOCK, [simulationId]);
  if (rows[0] === undefined) return refuse('unknown_simulation', 'There is no simulation with this id');
  const { state } = rows[0];
  const isOpen = state === 'queued' || state === 'running';
  if (isOpen) await tx.query(state === 'queued' ? END : ASK, [simulationId]);
  return { answer: { simulationId }, note: isOpen ? { action: 'simulation.cancel', subject: simulationId } : null };
}
