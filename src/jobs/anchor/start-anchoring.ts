import type { KeyObject } from 'node:crypto';
import type { Pool } from 'pg';
import { anchorChains } from './anchor-chains.js';

const LOOK_EVERY_MS = 600_000;

const DUE = `SELECT coalesce(max(anchored_at) < now() - interval '1 day', true) AS due FROM ledger.anchor`;

/** Anchors once a day, from whichever engine looks first. The returned function stops it. */
export function startAnchoring(pool: Pool, key: KeyObject, onError: (error: unknown) => void): () => void {
  const look = async (): Promise<void> => {
    try {
      const { rows } = await pool.query<{ due: boolean }>(DUE);
      if (rows[0]!.due) await anchorChains(pool, key);
    } catch (error) {
      onError(error);
    }
  };
  void look();
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
