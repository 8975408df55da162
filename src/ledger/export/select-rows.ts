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

/** By bucket, the last link of the chain it is in; all links of the chains of old are before that. */
const CUT = `
SELECT (SELECT array_agg(c.link ORDER BY b) FROM generate_series(0, 1023) AS b JOIN ledger.chain c ON c.bucket = 1024 + b / 64) AS cut,
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
