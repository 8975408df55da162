import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Accounting periods: open → closing (late items go to the next) → closed. They close in order, so that one bound says what is closed:
 * the CHECK constraint period_not_closed of the append-only tables, which closing renews. It costs a comparison of two dates a row.
 */
export class Periods1763800001400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PERIODS);
    await runner.query(ADD_PERIODS);
    await runner.query(CLOSE_PERIOD);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back');
  }
}

const PERIODS = `
-- How periods are cut. Every batch reads this table and nothing else does, so that a lock on it waits for batches alone.
CREATE TABLE ledger.calendar (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  zone text NOT NULL,
  months integer NOT NULL CHECK (months IN (1, 2, 3, 4, 6, 12))
);
INSERT INTO ledger.calendar (zone, months) VALUES ('UTC', 1);

CREATE TABLE ledger.period (
  -- The first day, which is its name.
  period date PRIMARY KEY,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL UNIQUE,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closing', 'closed')),
  closing_at timestamptz,
  closed_at timestamptz,
  closed_by text,
  -- What a point was worth when the period was closed, and its roll-forward then.
  rate_points bigint CHECK (rate_points > 0),
  rate_minor bigint CHECK (rate_minor >= 0),
  totals json,
  CONSTRAINT period_has_a_length CHECK (ends_at > starts_at),
  CONSTRAINT closed_period_says_so CHECK (
    (state = 'open') = (closing_at IS NULL) AND (state = 'closed') = (closed_at IS NOT NULL AND closed_by IS NOT NULL AND totals IS NOT NULL))
);

CREATE FUNCTION ledger.refuse_period_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'period % cannot be removed', OLD.period USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.state = 'closed' THEN
    RAISE EXCEPTION 'period % is closed and never changes', OLD.period USING ERRCODE = 'restrict_violation';
  END IF;
  IF (NEW.period, NEW.starts_at, NEW.ends_at) IS DISTINCT FROM (OLD.period, OLD.starts_at, OLD.ends_at)
    OR (OLD.state, NEW.state) NOT IN (('open', 'open'), ('open', 'closing'), ('closing', 'closing'), ('closing', 'closed')) THEN
    RAISE EXCEPTION 'period %: % cannot become %', OLD.period, OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER period_only_goes_forward BEFORE UPDATE OR DELETE ON ledger.period
  FOR EACH ROW EXECUTE FUNCTION ledger.refuse_period_change();
CREATE TRIGGER period_is_not_truncated BEFORE TRUNCATE ON ledger.period
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
`;

const ADD_PERIODS = `
-- Makes sure that every event from p_from to p_to finds an open period that ends after it. A period is made when its first event
-- comes, without gaps; before the first one only while that is open, for periods close in order.
CREATE FUNCTION ledger.add_periods(p_from timestamptz, p_to timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first record;
  last record;
  cut record;
  low timestamp;
  high timestamp;
BEGIN
  SELECT zone, months, make_interval(months => months) AS step INTO cut FROM ledger.calendar;
  SELECT * INTO first FROM ledger.period ORDER BY ends_at LIMIT 1;
  SELECT * INTO last FROM ledger.period ORDER BY ends_at DESC LIMIT 1;
  low := CASE WHEN first.state IS NULL THEN p_from WHEN first.state = 'open' THEN least(p_from, first.starts_at) ELSE first.starts_at END
    AT TIME ZONE cut.zone;
  high := greatest(p_to, CASE WHEN last.state = 'open' THEN last.starts_at ELSE last.ends_at END) AT TIME ZONE cut.zone;
  low := date_trunc('month', low) - make_interval(months => (extract(month FROM low)::integer - 1) % cut.months);
  INSERT INTO ledger.period (period, starts_at, ends_at)
  SELECT d::date, d AT TIME ZONE cut.zone, (d + cut.step) AT TIME ZONE cut.zone
  FROM generate_series(low, high, cut.step) AS d ORDER BY d
  ON CONFLICT DO NOTHING;
END $$;
`;

const CLOSE_PERIOD = `
-- Late items go to the next period from now on. Waits for the batches in flight, which may still write into this one.
CREATE FUNCTION ledger.begin_closing(p_period date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE ledger.calendar IN ACCESS EXCLUSIVE MODE;
  IF EXISTS (SELECT FROM ledger.period WHERE period < p_period AND state = 'open') THEN
    RAISE EXCEPTION 'an earlier period than % is open', p_period USING ERRCODE = 'restrict_violation';
  END IF;
  UPDATE ledger.period SET state = 'closing', closing_at = now() WHERE period = p_period;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no period %', p_period USING ERRCODE = 'no_data_found';
  END IF;
END $$;

-- Nothing can be written into the period any more, by whatever means.
CREATE FUNCTION ledger.close_period(p_period date, p_by text, p_rate_points bigint, p_rate_minor bigint, p_totals json) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  name text;
BEGIN
  IF EXISTS (SELECT FROM ledger.period WHERE period < p_period AND state <> 'closed') THEN
    RAISE EXCEPTION 'an earlier period than % is not closed', p_period USING ERRCODE = 'restrict_violation';
  END IF;
  FOREACH name IN ARRAY ARRAY['entry', 'operation', 'sale'] LOOP
    EXECUTE format('ALTER TABLE ledger.%I DROP CONSTRAINT period_not_closed, ADD CONSTRAINT period_not_closed CHECK (period > %L) NOT VALID', name, p_period);
  END LOOP;
  UPDATE ledger.period
  SET state = 'closed', closed_at = now(), closed_by = p_by, rate_points = p_rate_points, rate_minor = p_rate_minor, totals = p_totals
  WHERE period = p_period;
END $$;
`;
