import type { Pool } from 'pg';

const SET = `
UPDATE ledger.calendar SET zone = $1, months = coalesce($2, months)
WHERE (zone, months) <> ($1, coalesce($2, months)) AND NOT EXISTS (SELECT FROM ledger.period)`;

/**
 * Says in which zone accounting periods begin and end, and how many months one has. Only before the first booking: afterwards
 * nothing happens and the answer is false, since what is booked keeps the period it has.
 */
export async function setCalendar(pool: Pick<Pool, 'query'>, zone: string, months: number | null): Promise<boolean> {
  const { rowCount } = await pool.query(SET, [zone, months]);
  return rowCount === 1;
}
