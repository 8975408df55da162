import type { Pool } from 'pg';
import { BUCKETS } from '../bucket.js';
import type { Selection } from './export-kind.js';

export interface Wanted {
  /** First days of the first and last period, both included; null for all there is. */
  readonly from: string | null;
  readonly to: string | null;
  readonly at: string | null;
  /** The cut of an earlier export, to have only what is new; null for everything. */
  readonly since: readonly number[] | null;
}

export interface Selected extends Selection {
  /** True where every period is closed: the same export is the same at any later time. */
  readonly isFinal: boolean;
}

const CUT = `
SELECT (SELECT array_agg(c.link ORDER BY c.bucket) FROM ledger.chain c) AS cut,
  (SELECT max(p.period) FILTER (WHERE p.state = 'closed')::text FROM ledger.period p) AS closed`;

const NONE: readonly number[] = Array.from({ length: BUCKETS }, () => 0);
const ALL = { from: '0001-01-01', to: '9999-12-31' };

/** Fixes what an export will have: the links that are committed now. */
export async function selectRows(pool: Pick<Pool, 'query'>, { from, to, at, since }: Wanted): Promise<Selected> {
  const { rows } = await pool.query<{ cut: (string | number)[]; closed: string | null }>(CUT);
  const { cut, closed } = rows[0]!;
  const isFinal = closed !== null && to !== null && to <= closed && since === null;
  return { from: from ?? ALL.from, to: to ?? ALL.to, at, since: since ?? NONE, cut: cut.map(Number), isFinal };
}
