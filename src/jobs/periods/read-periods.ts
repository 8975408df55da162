import type { Pool } from 'pg';

export interface Period {
  /** The first day, YYYY-MM-DD; its name. */
  readonly period: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly state: 'open' | 'closing' | 'closed';
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
}

const READ = `
SELECT period::text AS period, starts_at AS "startsAt", ends_at AS "endsAt", state, closed_at AS "closedAt", closed_by AS "closedBy"
FROM ledger.period ORDER BY ends_at`;

/** All periods, the oldest first. */
export async function readPeriods(pool: Pick<Pool, 'query'>): Promise<Period[]> {
  return (await pool.query<Period>(READ)).rows;
}

/** YYYY-MM or YYYY-MM-DD as the name of a period; null where it is neither. */
export function periodName(text: string): string | null {
  const parts = /^(\d{4})-(\d{2})(-\d{2})?$/.exec(text);
  return parts === null ? null : `${parts[1]}-${parts[2]}${parts[3] ?? '-01'}`;
}
