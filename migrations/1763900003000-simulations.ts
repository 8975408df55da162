import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Simulations of past receipts: what was asked for, who works on it, how far it is, and what came of it. */
const SIMULATIONS = `
CREATE TABLE rulebook.simulation (
  simulation_id text COLLATE "C" PRIMARY KEY,
  against text NOT NULL,
  -- Of a draft, which may be changed meanwhile; 0 for a version.
  revision integer NOT NULL,
  -- The programme that is simulated, until it is not needed any more.
  document json,
  period_from timestamptz NOT NULL,
  period_to timestamptz NOT NULL,
  -- Null for all.
  store_ids text[],
  sample_bps integer NOT NULL CHECK (sample_bps BETWEEN 1 AND 10000),
  seed integer NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  -- Why it failed.
  reason text NOT NULL DEFAULT '',
  receipts_done bigint NOT NULL DEFAULT 0,
  -- Null until they are counted.
  receipts_total bigint,
  attempts integer NOT NULL DEFAULT 0,
  -- A new one for each attempt: what an attempt writes counts only while it holds the claim.
  claim uuid,
  heartbeat_at timestamptz,
  cancel_asked boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  report json,
  CONSTRAINT simulation_has_a_period CHECK (period_from < period_to),
  CONSTRAINT running_simulation_is_claimed CHECK ((state = 'running') = (claim IS NOT NULL) AND (state <> 'running' OR heartbeat_at IS NOT NULL)),
  CONSTRAINT done_simulation_has_a_report CHECK ((state = 'done') = (report IS NOT NULL)),
  CONSTRAINT open_simulation_has_its_document CHECK (document IS NOT NULL OR state NOT IN ('queued', 'running'))
);
CREATE INDEX simulation_open ON rulebook.simulation (created_at) WHERE state IN ('queued', 'running');
`;

export class Simulations1763900003000 implements MigrationInterface {
  readonly name = 'Simulations1763900003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SIMULATIONS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only'));
  }
}
