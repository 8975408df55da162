import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * ledger.post: a batch of effects in one call and one database transaction.
 *
 * Each item was computed from a snapshot; it is posted only if the account still has the snapshot's version. Row by row outcomes
 * come back as codes, so one bad item fails alone:
 *   0 posted · 1 stale (another effect came first) · 2 repeated (the key, or a place in the sale's sequence, is taken)
 *   3 a total budget has no room (detail: key) · 4 a unique coupon has no use left (detail: code)
 *
 * Locks are taken in one order by everybody: accounts, holds, coupons, budgets, chains, then receipt and operation keys; each sorted.
 *
 * What is written gets its accounting period, which is the first open one that ends after the event, and its link in the chain of its
 * bucket. A period cannot be closed under a batch: the batch reads ledger.calendar first, and closing locks that table.
 */
export class Post1763800003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(POST);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back');
  }
}

const POST = `
CREATE FUNCTION ledger.post(
  p_items json, p_sales json, p_operations json, p_entries json, p_lots json,
  p_holds json, p_closes json, p_budgets json, p_coupons json, p_issues json,
  p_buckets smallint[], p_from_ms bigint, p_to_ms bigint, p_member_operations json DEFAULT NULL
) RETURNS TABLE (ord integer, code smallint, detail text)
LANGUAGE plpgsql AS $$
DECLARE
  refused_ord integer[] := '{}';
  refused_code smallint[] := '{}';
  refused_detail text[] := '{}';
  v_ord integer[];
  v_detail text[];
  -- Open periods by their ends, so that width_bucket finds the one of an event.
  period_ends timestamptz[];
  periods date[];
  is_before boolean;
  -- The chains of p_buckets, which is sorted, so that width_bucket finds the one of a row.
  links bigint[];
  digests bytea[];
  v_bucket smallint[];
  v_digest bytea[];
  row_bucket smallint[] := '{}';
  row_digest bytea[] := '{}';
BEGIN
  IF p_from_ms IS NOT NULL THEN
    PERFORM FROM ledger.calendar;
    LOOP
      SELECT array_agg(p.ends_at ORDER BY p.ends_at) FILTER (WHERE p.state = 'open'),
             array_agg(p.period ORDER BY p.ends_at) FILTER (WHERE p.state = 'open'),
             min(p.starts_at) > to_timestamp(p_from_ms / 1000.0) AND min(p.starts_at) = min(p.starts_at) FILTER (WHERE p.state = 'open')
      INTO period_ends, periods, is_before
      FROM ledger.period p;
      EXIT WHEN to_timestamp(p_to_ms / 1000.0) < period_ends[array_length(period_ends, 1)] AND NOT coalesce(is_before, false);
      PERFORM ledger.add_periods(to_timestamp(p_from_ms / 1000.0), to_timestamp(p_to_ms / 1000.0));
    END LOOP;
  END IF;

  -- Accounts: lock in order, then drop what was computed from an older version. Of two items for one member the first goes.
  WITH i AS (
    SELECT x.ord, x.bucket, x.member_id, x.base_version,
           row_number() OVER (PARTITION BY x.bucket, x.member_id ORDER BY x.ord) AS turn
    FROM json_to_recordset(p_items) AS x (ord integer, bucket smallint, member_id uuid, base_version bigint)
    WHERE x.member_id IS NOT NULL
  ), locked AS (
    SELECT a.bucket, a.member_id, a.version
    FROM ledger.account a JOIN i ON i.bucket = a.bucket AND i.member_id = a.member_id AND i.turn = 1
    ORDER BY a.bucket, a.member_id
    FOR UPDATE OF a
  )
  SELECT array_agg(i.ord) INTO v_ord
  FROM i LEFT JOIN locked l ON l.bucket = i.bucket AND l.member_id = i.member_id
  WHERE i.turn > 1 OR l.version IS DISTINCT FROM i.base_version;
  IF v_ord IS NOT NULL THEN
    refused_ord := v_ord;
    refused_code := array_fill(1::smallint, ARRAY[cardinality(v_ord)]);
    refused_detail := array_fill(''::text, ARRAY[cardinality(v_ord)]);
  END IF;

  IF json_array_length(p_closes) > 0 THEN
    WITH c AS (
      SELECT x.* FROM json_to_recordset(p_closes) AS x (ord integer, bucket smallint, hold_id uuid)
      WHERE x.ord <> ALL (refused_ord)
    ), locked AS (
      SELECT h.bucket, h.hold_id, h.status FROM ledger.hold h
      WHERE (h.bucket, h.hold_id) IN (SELECT c.bucket, c.hold_id FROM c)
      ORDER BY h.bucket, h.hold_id FOR UPDATE OF h
    )
    SELECT array_agg(DISTINCT c.ord) INTO v_ord
    FROM c LEFT JOIN locked l ON l.bucket = c.bucket AND l.hold_id = c.hold_id
    WHERE l.status IS DISTINCT FROM 'open'
       OR c.ord > (SELECT min(d.ord) FROM c d WHERE d.bucket = c.bucket AND d.hold_id = c.hold_id);
    IF v_ord IS NOT NULL THEN
      refused_ord := refused_ord || v_ord;
      refused_code := refused_code || array_fill(1::smallint, ARRAY[cardinality(v_ord)]);
      refused_detail := refused_detail || array_fill(''::text, ARRAY[cardinality(v_ord)]);
    END IF;
  END IF;

  -- Coupons: uses wanted so far in the batch count too; giving a use back is never refused.
  IF json_array_length(p_coupons) > 0 THEN
    WITH c AS (
      SELECT x.* FROM json_to_recordset(p_coupons) AS x (ord integer, code_bucket smallint, code text, uses integer)
      WHERE x.ord <> ALL (refused_ord)
    ), locked AS (
      SELECT k.code_bucket, k.code, k.uses, k.uses_max, k.blocked_at FROM ledger.coupon k
      WHERE (k.code_bucket, k.code) IN (SELECT c.code_bucket, c.code FROM c)
      ORDER BY k.code_bucket, k.code FOR UPDATE OF k
    ), wanted AS (
      SELECT c.ord, c.code, c.uses AS delta, l.uses + sum(greatest(c.uses, 0)) OVER (PARTITION BY c.code ORDER BY c.ord) AS reached,
             l.uses_max, l.blocked_at, l.code IS NULL AS missing
      FROM c LEFT JOIN locked l ON l.code_bucket = c.code_bucket AND l.code = c.code
    )
    SELECT array_agg(w.ord), array_agg(w.code) INTO v_ord, v_detail
    FROM (SELECT DISTINCT ON (x.ord) x.ord, x.code FROM wanted x
          WHERE x.delta > 0 AND (x.missing OR x.blocked_at IS NOT NULL OR x.reached > x.uses_max) ORDER BY x.ord) w;
    IF v_ord IS NOT NULL THEN
      refused_ord := refused_ord || v_ord;
      refused_code := refused_code || array_fill(4::smallint, ARRAY[cardinality(v_ord)]);
      refused_detail := refused_detail || v_detail;
    END IF;
  END IF;

  IF json_array_length(p_budgets) > 0 THEN
    INSERT INTO ledger.budget (key)
    SELECT DISTINCT x.key FROM json_to_recordset(p_budgets) AS x (key text) ORDER BY x.key
    ON CONFLICT DO NOTHING;
    WITH b AS (
      SELECT x.* FROM json_to_recordset(p_budgets) AS x
        (ord integer, key text, times bigint, minor bigint, points bigint, times_max bigint, minor_max bigint, points_max bigint)
      WHERE x.ord <> ALL (refused_ord)
    ), locked AS (
      SELECT g.key, g.times, g.minor, g.points FROM ledger.budget g
      WHERE g.key IN (SELECT b.key FROM b) ORDER BY g.key FOR UPDATE OF g
    ), wanted AS (
      SELECT b.ord, b.key, b.times_max, b.minor_max, b.points_max,
             l.times + sum(greatest(b.times, 0)) OVER w AS times, l.minor + sum(greatest(b.minor, 0)) OVER w AS minor,
             l.points + sum(greatest(b.points, 0)) OVER w AS points
      FROM b JOIN locked l ON l.key = b.key
      WINDOW w AS (PARTITION BY b.key ORDER BY b.ord)
    )
    SELECT array_agg(w.ord), array_agg(w.key) INTO v_ord, v_detail
    FROM (SELECT DISTINCT ON (x.ord) x.ord, x.key FROM wanted x
          WHERE x.times > x.times_max OR x.minor > x.minor_max OR x.points > x.points_max ORDER BY x.ord, x.key) w;
    IF v_ord IS NOT NULL THEN
      refused_ord := refused_ord || v_ord;
      refused_code := refused_code || array_fill(3::smallint, ARRAY[cardinality(v_ord)]);
      refused_detail := refused_detail || v_detail;
    END IF;
  END IF;

  SELECT array_agg(h.link + 1), array_agg(h.digest) INTO links, digests
  FROM (SELECT c.link, c.digest FROM ledger.chain c WHERE c.bucket = ANY (p_buckets) ORDER BY c.bucket FOR UPDATE) h;

  IF json_array_length(p_sales) > 0 THEN
    WITH s AS (
      SELECT x.* FROM json_to_recordset(p_sales) AS x
        (ord integer, bucket smallint, sale_id uuid, receipt_key text, idempotency_key text, body_hash text, kind text, member_id uuid,
         account_version bigint, store_id text, terminal_id text, business_date date, receipt_number text, purchased_ms bigint,
         booked_ms bigint, rule_set_version integer, regular_minor bigint, net_minor bigint, burn_minor bigint, payable_minor bigint,
         burn_points bigint, earn_points bigint, receipt json, member_state json, coupon_states json,
         budget_usage json, quote json, booking json)
      WHERE x.ord <> ALL (refused_ord)
    ), inserted AS (
      INSERT INTO ledger.sale AS k
      SELECT s.bucket, s.sale_id, s.receipt_key, s.idempotency_key, decode(s.body_hash, 'hex'), s.kind, s.member_id, s.account_version,
             s.store_id, s.terminal_id, s.business_date, s.receipt_number, to_timestamp(s.purchased_ms / 1000.0),
             to_timestamp(s.booked_ms / 1000.0), s.rule_set_version, s.regular_minor, s.net_minor, s.burn_minor, s.payable_minor,
             s.burn_points, s.earn_points, s.receipt, s.member_state, s.coupon_states, s.budget_usage, s.quote,
             s.booking, periods[width_bucket(to_timestamp(s.purchased_ms / 1000.0), period_ends) + 1], links[width_bucket(s.bucket, p_buckets)]
      FROM s ORDER BY s.receipt_key
      ON CONFLICT DO NOTHING
      RETURNING k.sale_id, k.bucket, ledger.sale_digest(k) AS digest
    )
    SELECT array_agg(s.ord) FILTER (WHERE n.sale_id IS NULL), array_agg(n.bucket) FILTER (WHERE n.sale_id IS NOT NULL),
           array_agg(n.digest) FILTER (WHERE n.sale_id IS NOT NULL)
    INTO v_ord, v_bucket, v_digest
    FROM s LEFT JOIN inserted n ON n.sale_id = s.sale_id;
    row_bucket := row_bucket || v_bucket;
    row_digest := row_digest || v_digest;
    IF v_ord IS NOT NULL THEN
      refused_ord := refused_ord || v_ord;
      refused_code := refused_code || array_fill(2::smallint, ARRAY[cardinality(v_ord)]);
      refused_detail := refused_detail || array_fill(''::text, ARRAY[cardinality(v_ord)]);
    END IF;
  END IF;

  IF json_array_length(p_operations) > 0 THEN
    WITH o AS (
      SELECT x.* FROM json_to_recordset(p_operations) AS x
        (ord integer, bucket smallint, sale_id uuid, sequence integer, operation_id uuid, key text, body_hash text, kind text,
         member_id uuid, account_version bigint, store_id text, terminal_id text, business_date date, event_ms bigint,
         created_ms bigint, refund_minor bigint, request json, answer json, state_after json)
      WHERE x.ord <> ALL (refused_ord)
    ), inserted AS (
      INSERT INTO ledger.operation AS k
      SELECT o.bucket, o.sale_id, o.sequence, o.operation_id, o.key, decode(o.body_hash, 'hex'), o.kind, o.member_id, o.account_version,
             o.store_id, o.terminal_id, o.business_date, to_timestamp(o.event_ms / 1000.0), to_timestamp(o.created_ms / 1000.0),
             o.refund_minor, o.request, o.answer, o.state_after,
             periods[width_bucket(to_timestamp(o.event_ms / 1000.0), period_ends) + 1], links[width_bucket(o.bucket, p_buckets)]
      FROM o ORDER BY o.key
      ON CONFLICT DO NOTHING
      RETURNING k.operation_id, k.bucket, ledger.operation_digest(k) AS digest
    )
    SELECT array_agg(o.ord) FILTER (WHERE n.operation_id IS NULL), array_agg(n.bucket) FILTER (WHERE n.operation_id IS NOT NULL),
           array_agg(n.digest) FILTER (WHERE n.operation_id IS NOT NULL)
    INTO v_ord, v_bucket, v_digest
    FROM o LEFT JOIN inserted n ON n.operation_id = o.operation_id;
    row_bucket := row_bucket || v_bucket;
    row_digest := row_digest || v_digest;
    IF v_ord IS NOT NULL THEN
      refused_ord := refused_ord || v_ord;
      refused_code := refused_code || array_fill(2::smallint, ARRAY[cardinality(v_ord)]);
      refused_detail := refused_detail || array_fill(''::text, ARRAY[cardinality(v_ord)]);
    END IF;
  END IF;

  IF json_array_length(p_member_operations) > 0 THEN
    WITH inserted AS (
      INSERT INTO ledger.member_operation AS k
      SELECT o.bucket, o.operation_id, o.key, decode(o.body_hash, 'hex'), o.kind, o.member_id, o.account_version, o.other_member_id,
             o.other_version, o.reverses, o.author, o.reason, to_timestamp(o.created_ms / 1000.0), o.request, o.answer,
             links[width_bucket(o.bucket, p_buckets)]
      FROM json_to_recordset(p_member_operations) AS o
        (ord integer, bucket smallint, operation_id uuid, key text, body_hash text, kind text, member_id uuid, account_version bigint,
         other_member_id uuid, other_version bigint, reverses uuid, author text, reason text, created_ms bigint, request json, answer json)
      WHERE o.ord <> ALL (refused_ord)
      ORDER BY o.key
      RETURNING k.bucket, ledger.member_operation_digest(k) AS digest
    )
    SELECT row_bucket || array_agg(n.bucket), row_digest || array_agg(n.digest) INTO row_bucket, row_digest FROM inserted n;
  END IF;

  -- From here on nothing is refused.
  WITH inserted AS (
    INSERT INTO ledger.entry AS k
    SELECT x.bucket, x.member_id, x.version, x.kind, x.sale_id, x.store_id, x.rule_set_version, to_timestamp(x.event_ms / 1000.0),
           to_timestamp(x.created_ms / 1000.0), x.move_kinds, x.debits, x.credits, x.points, x.lots, x.pending_after, x.active_after,
           x.held_after, x.reason, x.author, periods[width_bucket(to_timestamp(x.event_ms / 1000.0), period_ends) + 1],
           links[width_bucket(x.bucket, p_buckets)]
    FROM json_to_recordset(p_entries) AS x
      (ord integer, bucket smallint, member_id uuid, version bigint, kind text, sale_id uuid, store_id text, rule_set_version integer,
       event_ms bigint, created_ms bigint, move_kinds text[], debits smallint[], credits smallint[], points bigint[], lots bigint[],
       pending_after bigint, active_after bigint, held_after bigint, reason text, author text)
    WHERE x.ord <> ALL (refused_ord)
    RETURNING k.bucket, ledger.entry_digest(k) AS digest
  )
  SELECT row_bucket || array_agg(n.bucket), row_digest || array_agg(n.digest) INTO row_bucket, row_digest FROM inserted n;

  UPDATE ledger.account a
  SET version = x.version, pending = x.pending, active = x.active, held = x.held, floor = x.floor,
      due_at = to_timestamp(x.due_ms / 1000.0), counters = x.counters
  FROM json_to_recordset(p_items) AS x
    (ord integer, bucket smallint, member_id uuid, version bigint, pending bigint, active bigint, held bigint, floor bigint,
     due_ms bigint, counters jsonb)
  WHERE a.bucket = x.bucket AND a.member_id = x.member_id AND x.ord <> ALL (refused_ord);

  IF json_array_length(p_lots) > 0 THEN
    WITH written AS (
      INSERT INTO ledger.lot AS k
      SELECT x.bucket, x.member_id, x.lot_no, x.points, x.remaining, x.expired, x.pending, to_timestamp(x.activates_ms / 1000.0),
             to_timestamp(x.expires_ms / 1000.0), x.origin, x.rule_id, x.sale_id, links[width_bucket(x.bucket, p_buckets)]
      FROM json_to_recordset(p_lots) AS x
        (ord integer, bucket smallint, member_id uuid, lot_no bigint, points bigint, remaining bigint, expired bigint, pending boolean,
         activates_ms bigint, expires_ms bigint, origin text, rule_id text, sale_id uuid)
      WHERE x.ord <> ALL (refused_ord)
      ON CONFLICT (bucket, member_id, lot_no)
      DO UPDATE SET remaining = excluded.remaining, expired = excluded.expired, pending = excluded.pending
      RETURNING k.bucket, CASE WHEN k.link = links[width_bucket(k.bucket, p_buckets)] THEN ledger.lot_digest(k) END AS digest
    )
    -- Only a lot that was opened now carries a link of this batch.
    SELECT row_bucket || array_agg(n.bucket), row_digest || array_agg(n.digest) INTO row_bucket, row_digest
    FROM written n WHERE n.digest IS NOT NULL;
  END IF;

  WITH linked AS (
    INSERT INTO ledger.link (bucket, link, posted_at, digest)
    SELECT h.bucket, h.link, now(), ledger.link_digest(h.digest, h.bucket, h.link, now(), r.digests)
    FROM unnest(p_buckets, links, digests) AS h (bucket, link, digest)
    JOIN (SELECT u.bucket, string_agg(u.digest, '' ORDER BY u.digest) AS digests
          FROM unnest(row_bucket, row_digest) AS u (bucket, digest) GROUP BY u.bucket) r ON r.bucket = h.bucket
    RETURNING bucket, link, digest
  )
  UPDATE ledger.chain c SET link = l.link, digest = l.digest FROM linked l WHERE c.bucket = l.bucket;

  IF json_array_length(p_holds) > 0 THEN
    INSERT INTO ledger.hold
    SELECT x.bucket, x.hold_id, x.member_id, x.points, x.reserved, to_timestamp(x.expires_ms / 1000.0), 'open'
    FROM json_to_recordset(p_holds) AS x
      (ord integer, bucket smallint, hold_id uuid, member_id uuid, points bigint, reserved json, expires_ms bigint)
    WHERE x.ord <> ALL (refused_ord);
  END IF;

  IF json_array_length(p_closes) > 0 THEN
    UPDATE ledger.hold h SET status = x.status
    FROM json_to_recordset(p_closes) AS x (ord integer, bucket smallint, hold_id uuid, status text)
    WHERE h.bucket = x.bucket AND h.hold_id = x.hold_id AND x.ord <> ALL (refused_ord);
  END IF;

  IF json_array_length(p_coupons) > 0 THEN
    UPDATE ledger.coupon k SET uses = greatest(k.uses + c.uses, 0)
    FROM (SELECT x.code_bucket, x.code, sum(x.uses) AS uses
          FROM json_to_recordset(p_coupons) AS x (ord integer, code_bucket smallint, code text, uses integer)
          WHERE x.ord <> ALL (refused_ord) GROUP BY x.code_bucket, x.code) c
    WHERE k.code_bucket = c.code_bucket AND k.code = c.code;
  END IF;

  IF json_array_length(p_budgets) > 0 THEN
    UPDATE ledger.budget g
    SET times = greatest(g.times + b.times, 0), minor = greatest(g.minor + b.minor, 0), points = greatest(g.points + b.points, 0)
    FROM (SELECT x.key, sum(x.times) AS times, sum(x.minor) AS minor, sum(x.points) AS points
          FROM json_to_recordset(p_budgets) AS x (ord integer, key text, times bigint, minor bigint, points bigint)
          WHERE x.ord <> ALL (refused_ord) GROUP BY x.key) b
    WHERE g.key = b.key;
  END IF;

  IF json_array_length(p_issues) > 0 THEN
    INSERT INTO ledger.coupon (code_bucket, code, series_id, member_id, uses_max, valid_from, valid_to, issued_by_sale)
    SELECT x.code_bucket, x.code, x.series_id, x.member_id, x.uses_max, to_timestamp(x.from_ms / 1000.0), to_timestamp(x.to_ms / 1000.0),
           x.sale_id
    FROM json_to_recordset(p_issues) AS x
      (ord integer, code_bucket smallint, code text, series_id text, member_id uuid, uses_max bigint, from_ms bigint, to_ms bigint,
       sale_id uuid)
    WHERE x.ord <> ALL (refused_ord);
  END IF;

  RETURN QUERY SELECT r.ord, r.code, r.detail FROM unnest(refused_ord, refused_code, refused_detail) AS r (ord, code, detail);
END $$;
`;
