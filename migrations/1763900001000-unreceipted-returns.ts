import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Returns without a receipt become part of the books: each is in an accounting period and in the hash chain, like every other row that
 * finance closes a month on. Rows that are there already are sealed by one new link for each chain they belong to.
 */
export class UnreceiptedReturns1763900001000 implements MigrationInterface {
  readonly name = 'UnreceiptedReturns1763900001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    await runner.query(BOOK);
    await runner.query(SEAL);
    await runner.query(CLOSE_PERIOD);
    await runner.query(VIEWS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back');
  }
}

const COLUMNS = `
ALTER TABLE ledger.unreceipted_return ADD COLUMN period date, ADD COLUMN link bigint;

CREATE FUNCTION ledger.unreceipted_return_digest(u ledger.unreceipted_return) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(convert_to(concat(ROW('unreceipted return', u.bucket, u.return_id, u.key, encode(u.body_hash, 'hex'), u.store_id, u.terminal_id,
  u.business_date - DATE '2000-01-01', u.receipt_number, u.rule_set_version, u.refund_minor, u.reason, ledger.micros(u.created_at),
  u.period - DATE '2000-01-01', u.link), E'\\n', u.answer), 'UTF8'));

-- The first open period that ends after the instant; makes it where there is none yet.
CREATE FUNCTION ledger.open_period(p_at timestamptz) RETURNS date LANGUAGE plpgsql AS $$
DECLARE
  found date;
BEGIN
  PERFORM FROM ledger.calendar;
  LOOP
    SELECT p.period INTO found FROM ledger.period p WHERE p.state = 'open' AND p.ends_at > p_at ORDER BY p.ends_at LIMIT 1;
    -- Before the first period there is, a new one is made only while that one is open.
    EXIT WHEN found IS NOT NULL AND NOT coalesce(
      (SELECT p.state = 'open' AND p.starts_at > p_at FROM ledger.period p ORDER BY p.ends_at LIMIT 1), false);
    PERFORM ledger.add_periods(p_at, p_at);
  END LOOP;
  RETURN found;
END $$;
`;

/** The chain of a bucket is its own, or, where buckets share one, that of its group, which is numbered after all buckets. */
const BOOK = `
CREATE FUNCTION ledger.book_unreceipted(
  p_bucket smallint, p_return_id uuid, p_key text, p_body_hash bytea, p_store_id text, p_terminal_id text, p_business_date date,
  p_receipt_number text, p_rule_set_version integer, p_refund_minor bigint, p_reason text, p_created_at timestamptz, p_answer json
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_period date := ledger.open_period(p_created_at);
  chain ledger.chain;
  row_digest bytea;
  new_digest bytea;
BEGIN
  SELECT * INTO chain FROM ledger.chain c WHERE c.bucket IN (p_bucket, 1024 + p_bucket / 64) ORDER BY c.bucket DESC LIMIT 1 FOR UPDATE;
  INSERT INTO ledger.unreceipted_return AS u
  VALUES (p_bucket, p_return_id, p_key, p_body_hash, p_store_id, p_terminal_id, p_business_date, p_receipt_number, p_rule_set_version,
    p_refund_minor, p_reason, p_created_at, p_answer, v_period, chain.link + 1)
  ON CONFLICT (key) DO NOTHING
  RETURNING ledger.unreceipted_return_digest(u) INTO row_digest;
  IF row_digest IS NULL THEN
    RETURN false;
  END IF;
  new_digest := ledger.link_digest(chain.digest, chain.bucket, chain.link + 1, now(), row_digest);
  INSERT INTO ledger.link (bucket, link, posted_at, digest) VALUES (chain.bucket, chain.link + 1, now(), new_digest);
  UPDATE ledger.chain c SET link = chain.link + 1, digest = new_digest WHERE c.bucket = chain.bucket;
  RETURN true;
END $$;
`;

const SEAL = `
ALTER TABLE ledger.unreceipted_return DISABLE TRIGGER unreceipted_return_is_append_only;
UPDATE ledger.unreceipted_return SET period = ledger.open_period(created_at);
DO $$
DECLARE
  chain ledger.chain;
  row_digests bytea;
  new_digest bytea;
BEGIN
  FOR chain IN
    SELECT DISTINCT c.* FROM ledger.unreceipted_return u
    CROSS JOIN LATERAL (SELECT * FROM ledger.chain k WHERE k.bucket IN (u.bucket, 1024 + u.bucket / 64) ORDER BY k.bucket DESC LIMIT 1) c
    ORDER BY c.bucket
  LOOP
    UPDATE ledger.unreceipted_return u SET link = chain.link + 1 WHERE chain.bucket IN (u.bucket, 1024 + u.bucket / 64);
    SELECT string_agg(ledger.unreceipted_return_digest(u), '' ORDER BY ledger.unreceipted_return_digest(u)) INTO row_digests
    FROM ledger.unreceipted_return u WHERE chain.bucket IN (u.bucket, 1024 + u.bucket / 64);
    new_digest := ledger.link_digest(chain.digest, chain.bucket, chain.link + 1, now(), row_digests);
    INSERT INTO ledger.link (bucket, link, posted_at, digest) VALUES (chain.bucket, chain.link + 1, now(), new_digest);
    UPDATE ledger.chain c SET link = chain.link + 1, digest = new_digest WHERE c.bucket = chain.bucket;
  END LOOP;
  EXECUTE format('ALTER TABLE ledger.unreceipted_return ADD CONSTRAINT period_not_closed CHECK (period > %L) NOT VALID',
    coalesce((SELECT max(period)::text FROM ledger.period WHERE state = 'closed'), '-infinity'));
END $$;
ALTER TABLE ledger.unreceipted_return
  ENABLE TRIGGER unreceipted_return_is_append_only, ALTER COLUMN period SET NOT NULL, ALTER COLUMN link SET NOT NULL;
`;

const CLOSE_PERIOD = `
CREATE OR REPLACE FUNCTION ledger.close_period(p_period date, p_by text, p_rate_points bigint, p_rate_minor bigint, p_totals json) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  name text;
BEGIN
  IF EXISTS (SELECT FROM ledger.period WHERE period < p_period AND state <> 'closed') THEN
    RAISE EXCEPTION 'an earlier period than % is not closed', p_period USING ERRCODE = 'restrict_violation';
  END IF;
  FOREACH name IN ARRAY ARRAY['entry', 'operation', 'sale', 'unreceipted_return'] LOOP
    EXECUTE format('ALTER TABLE ledger.%I DROP CONSTRAINT period_not_closed, ADD CONSTRAINT period_not_closed CHECK (period > %L) NOT VALID', name, p_period);
  END LOOP;
  UPDATE ledger.period
  SET state = 'closed', closed_at = now(), closed_by = p_by, rate_points = p_rate_points, rate_minor = p_rate_minor, totals = p_totals
  WHERE period = p_period;
END $$;
`;

const VIEWS = `
CREATE VIEW finance.unreceipted_return AS
SELECT u.period, u.bucket, u.return_id, u.store_id, u.terminal_id, u.business_date, u.receipt_number, u.created_at, u.rule_set_version,
  u.refund_minor, u.reason, u.link
FROM ledger.unreceipted_return u;

CREATE OR REPLACE VIEW finance.control_total AS
SELECT k.kind, k.period, t.name, t.value
FROM (
  SELECT 'journal' AS kind, period, json_build_object('rows', count(*), 'points', sum(points)) AS totals FROM finance.journal GROUP BY period
  UNION ALL
  SELECT 'postings', period, json_build_object('rows', count(*), 'debit_points', sum(debit_points), 'credit_points', sum(credit_points))
  FROM finance.posting GROUP BY period
  UNION ALL
  SELECT 'sales', period, json_build_object('rows', count(*), 'regular_minor', sum(regular_minor), 'discount_minor', sum(discount_minor),
    'net_minor', sum(net_minor), 'burn_minor', sum(burn_minor), 'payable_minor', sum(payable_minor), 'burn_points', sum(burn_points),
    'earn_points', sum(earn_points))
  FROM finance.sale GROUP BY period
  UNION ALL
  SELECT 'operations', period, json_build_object('rows', count(*), 'refund_minor', sum(refund_minor), 'clawback_points', sum(clawback_points),
    'give_back_points', sum(give_back_points))
  FROM finance.operation GROUP BY period
  UNION ALL
  SELECT 'unreceipted-returns', period, json_build_object('rows', count(*), 'refund_minor', sum(refund_minor))
  FROM finance.unreceipted_return GROUP BY period
  UNION ALL
  SELECT 'discounts', period, json_build_object('rows', count(*), 'amount_minor', sum(amount_minor)) FROM finance.discount GROUP BY period
  UNION ALL
  SELECT 'lots', period, json_build_object('rows', count(*), 'points', sum(points)) FROM finance.lot GROUP BY period
) k
CROSS JOIN LATERAL json_each_text(k.totals) AS j (name, text)
CROSS JOIN LATERAL (SELECT j.name, j.text::bigint AS value) t;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'tallystick_finance') THEN
    GRANT SELECT ON finance.unreceipted_return TO tallystick_finance;
  END IF;
END $$;
`;
