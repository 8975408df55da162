import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * ledger.post on the lean tables, with operations on members in the same call. It replaces the one of 1763800003000, whose order of locks
 * and codes of outcomes it keeps, and ledger.post_operations.
 *
 * What nearly every effect writes comes as arrays of rows, which Postgres takes over without parsing; what is rare comes as JSON, or null.
 * An account appears once in a call, and accounts come in the order of their keys; whoever calls sees to both.
 */
export class LeanPost1763900006100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TYPES);
    await runner.query(POST);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back');
  }
}

/** `ord` is the place of the item in the call. */
const TYPES = `
DROP FUNCTION ledger.post_operations;
DROP FUNCTION ledger.post;

CREATE TYPE ledger.account_change AS (
  ord integer, bucket smallint, member_id uuid, base_version bigint, version bigint, pending bigint, active bigint, held bigint,
  floor bigint, due_at timestamptz, counters text);

CREATE TYPE ledger.new_sale AS (
  ord integer, bucket smallint, sale_id uuid, receipt_key text, idempotency_key text, body_hash bytea, kind text, member_id uuid,
  account_version bigint, store_id text, terminal_id text, business_date date, receipt_number text, purchased_at timestamptz,
  booked_at timestamptz, rule_set_version integer, regular_minor bigint, net_minor bigint, burn_minor bigint, payable_minor bigint,
  burn_points bigint, earn_points bigint, coupon_states json, budget_usage json, document text);

CREATE TYPE ledger.new_entry AS (
  ord integer, bucket smallint, member_id uuid, version bigint, kind text, sale_id uuid, store_id text, rule_set_version integer,
  event_at timestamptz, created_at timestamptz, move_kinds text[], debits smallint[], credits smallint[], points bigint[], lots bigint[],
  pending_after bigint, active_after bigint, held_after bigint, reason text, author text);

CREATE TYPE ledger.lot_change AS (
  ord integer, bucket smallint, member_id uuid, lot_no bigint, points bigint, remaining bigint, expired bigint, pending boolean,
  activates_at timestamptz, expires_at timestamptz, origin text, rule_id text, sale_id uuid, is_new boolean);
`;

const POST = `
CREATE FUNCTION ledger.post(
  p_accounts ledger.account_change[], p_sales ledger.new_sale[], p_entries ledger.new_entry[], p_lots ledger.lot_change[],
  p_operations json, p_holds json, p_closes json, p_budgets json, p_coupons json, p_issues json,
  p_member_operations json, p_member_changes json, p_chains smallint[], p_from_ms bigint, p_to_ms bigint
) RETURNS TABLE (ord integer, code smallint, detail text)
LANGUAGE plpgsql
-- One plan for all batches, by index from the rows that come in to those that are there: what is best for a hundred rows against millions.
SET plan_cache_mode = force_generic_plan
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
  refused_ord integer[] := '{}';
  refused_code smallint[] := '{}';
  refused_detail text[] := '{}';
  v_ord integer[];
  v_detail text[];
  v_sale uuid[];
  -- Open periods by their ends, so that width_bucket finds the one of an event.
  period_ends timestamptz[];
  periods date[];
  is_before boolean;
  -- The next link of each chain, by the chain's place among the sixteen.
  links bigint[];
  v_chain smallint[];
  v_digest bytea[];
  row_chain smallint[] := '{}';
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

  -- Accounts: lock in order, then drop what was computed from an older version.
  IF p_accounts IS NOT NULL THEN
    SELECT array_agg(DISTINCT x.ord) INTO v_ord
    FROM unnest(p_accounts) AS x
    LEFT JOIN LATERAL (
      SELECT a.version FROM ledger.account a WHERE a.bucket = x.bucket AND a.member_id = x.member_id FOR UPDATE
    ) l ON true
    WHERE l.version IS DISTINCT FROM x.base_version;
    IF v_ord IS NOT NULL THEN
      refused_ord := v_ord;
      refused_code := array_fill(1::smallint, ARRAY[cardinality(v_ord)]);
      refused_detail := array_fill(''::text, ARRAY[cardinality(v_ord)]);
    END IF;
  END IF;

  IF p_closes IS NOT NULL THEN
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
  IF p_coupons IS NOT NULL THEN
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

  IF p_budgets IS NOT NULL THEN
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

  SELECT array_agg(h.link + 1 ORDER BY h.bucket) INTO links
  FROM (
    SELECT g.bucket, l.link FROM generate_series(1024, 1039) AS g (bucket)
    LEFT JOIN LATERAL (SELECT c.link FROM ledger.chain c WHERE c.bucket = g.bucket AND c.bucket = ANY (p_chains) FOR UPDATE) l ON true
  ) h;

  IF p_sales IS NOT NULL THEN
    WITH inserted AS (
      INSERT INTO ledger.sale AS k
        (bucket, sale_id, receipt_key, idempotency_key, body_hash, kind, member_id, account_version, store_id, terminal_id, business_date,
         receipt_number, purchased_at, booked_at, rule_set_version, regular_minor, net_minor, burn_minor, payable_minor, burn_points,
         earn_points, coupon_states, budget_usage, document, period, link)
      SELECT s.bucket, s.sale_id, s.receipt_key, s.idempotency_key, s.body_hash, s.kind, s.member_id, s.account_version, s.store_id,
             s.terminal_id, s.business_date, s.receipt_number, s.purchased_at, s.booked_at, s.rule_set_version, s.regular_minor, s.net_minor,
             s.burn_minor, s.payable_minor, s.burn_points, s.earn_points, s.coupon_states, s.budget_usage, s.document,
             periods[width_bucket(s.purchased_at, period_ends) + 1], links[s.bucket / 64 + 1]
      FROM unnest(p_sales) AS s WHERE s.ord <> ALL (refused_ord)
      ON CONFLICT DO NOTHING
      RETURNING k.sale_id, (1024 + k.bucket / 64)::smallint AS chain, ledger.sale_digest_2(k) AS digest
    )
    SELECT array_agg(n.sale_id), row_chain || array_agg(n.chain), row_digest || array_agg(n.digest) INTO v_sale, row_chain, row_digest
    FROM inserted n;
    IF cardinality(v_sale) IS DISTINCT FROM cardinality(p_sales) THEN
      SELECT array_agg(s.ord) INTO v_ord FROM unnest(p_sales) AS s
      WHERE s.ord <> ALL (refused_ord) AND s.sale_id <> ALL (coalesce(v_sale, '{}'));
      IF v_ord IS NOT NULL THEN
        refused_ord := refused_ord || v_ord;
        refused_code := refused_code || array_fill(2::smallint, ARRAY[cardinality(v_ord)]);
        refused_detail := refused_detail || array_fill(''::text, ARRAY[cardinality(v_ord)]);
      END IF;
    END IF;
  END IF;

  IF p_operations IS NOT NULL THEN
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
             periods[width_bucket(to_timestamp(o.event_ms / 1000.0), period_ends) + 1], links[o.bucket / 64 + 1]
      FROM o ORDER BY o.key
      ON CONFLICT DO NOTHING
      RETURNING k.operation_id, k.bucket, ledger.operation_digest(k) AS digest
    )
    SELECT array_agg(o.ord) FILTER (WHERE n.operation_id IS NULL), array_agg((1024 + n.bucket / 64)::smallint) FILTER (WHERE n.operation_id IS NOT NULL),
           array_agg(n.digest) FILTER (WHERE n.operation_id IS NOT NULL)
    INTO v_ord, v_chain, v_digest
    FROM o LEFT JOIN inserted n ON n.operation_id = o.operation_id;
    row_chain := row_chain || v_chain;
    row_digest := row_digest || v_digest;
    IF v_ord IS NOT NULL THEN
      refused_ord := refused_ord || v_ord;
      refused_code := refused_code || array_fill(2::smallint, ARRAY[cardinality(v_ord)]);
      refused_detail := refused_detail || array_fill(''::text, ARRAY[cardinality(v_ord)]);
    END IF;
  END IF;

  IF p_member_operations IS NOT NULL THEN
    WITH inserted AS (
      INSERT INTO ledger.member_operation AS k
      SELECT o.bucket, o.operation_id, o.key, decode(o.body_hash, 'hex'), o.kind, o.member_id, o.account_version, o.other_member_id,
             o.other_version, o.reverses, o.author, o.reason, to_timestamp(o.created_ms / 1000.0), o.request, o.answer,
             links[o.bucket / 64 + 1]
      FROM json_to_recordset(p_member_operations) AS o
        (ord integer, bucket smallint, operation_id uuid, key text, body_hash text, kind text, member_id uuid, account_version bigint,
         other_member_id uuid, other_version bigint, reverses uuid, author text, reason text, created_ms bigint, request json, answer json)
      WHERE o.ord <> ALL (refused_ord)
      ORDER BY o.key
      RETURNING k.bucket, ledger.member_operation_digest(k) AS digest
    )
    SELECT row_chain || array_agg((1024 + n.bucket / 64)::smallint), row_digest || array_agg(n.digest) INTO row_chain, row_digest FROM inserted n;
  END IF;

  -- From here on nothing is refused.
  IF p_entries IS NOT NULL THEN
    WITH inserted AS (
      INSERT INTO ledger.entry AS k
      SELECT x.bucket, x.member_id, x.version, x.kind, x.sale_id, x.store_id, x.rule_set_version, x.event_at, x.created_at, x.move_kinds,
             x.debits, x.credits, x.points, x.lots, x.pending_after, x.active_after, x.held_after, x.reason, x.author,
             periods[width_bucket(x.event_at, period_ends) + 1], links[x.bucket / 64 + 1]
      FROM unnest(p_entries) AS x WHERE x.ord <> ALL (refused_ord)
      RETURNING (1024 + k.bucket / 64)::smallint AS chain, ledger.entry_digest(k) AS digest
    )
    SELECT row_chain || array_agg(n.chain), row_digest || array_agg(n.digest) INTO row_chain, row_digest FROM inserted n;
  END IF;

  IF p_accounts IS NOT NULL THEN
    UPDATE ledger.account a
    SET version = x.version, pending = x.pending, active = x.active, held = x.held, floor = x.floor, due_at = x.due_at, counters = x.counters
    FROM unnest(p_accounts) AS x
    WHERE a.bucket = x.bucket AND a.member_id = x.member_id AND x.ord <> ALL (refused_ord);
  END IF;

  IF p_lots IS NOT NULL THEN
    WITH opened AS (
      INSERT INTO ledger.lot AS k
      SELECT x.bucket, x.member_id, x.lot_no, x.points, x.remaining, x.expired, x.pending, x.activates_at, x.expires_at, x.origin, x.rule_id,
             x.sale_id, links[x.bucket / 64 + 1]
      FROM unnest(p_lots) AS x WHERE x.is_new AND x.ord <> ALL (refused_ord)
      RETURNING (1024 + k.bucket / 64)::smallint AS chain, ledger.lot_digest(k) AS digest
    )
    SELECT row_chain || array_agg(n.chain), row_digest || array_agg(n.digest) INTO row_chain, row_digest FROM opened n;
    UPDATE ledger.lot l SET remaining = x.remaining, expired = x.expired, pending = x.pending
    FROM unnest(p_lots) AS x
    WHERE NOT x.is_new AND l.bucket = x.bucket AND l.member_id = x.member_id AND l.lot_no = x.lot_no AND x.ord <> ALL (refused_ord);
  END IF;

  WITH linked AS (
    INSERT INTO ledger.link (bucket, link, posted_at, digest)
    SELECT c.bucket, c.link + 1, now(), ledger.link_digest(c.digest, c.bucket, c.link + 1, now(), r.digests)
    FROM (SELECT u.chain, string_agg(u.digest, '' ORDER BY u.digest) AS digests
          FROM unnest(row_chain, row_digest) AS u (chain, digest) GROUP BY u.chain) r
    JOIN ledger.chain c ON c.bucket = r.chain
    RETURNING bucket, link, digest
  )
  UPDATE ledger.chain c SET link = l.link, digest = l.digest FROM linked l WHERE c.bucket = l.bucket;

  IF p_holds IS NOT NULL THEN
    INSERT INTO ledger.hold
    SELECT x.bucket, x.hold_id, x.member_id, x.points, x.reserved, to_timestamp(x.expires_ms / 1000.0), 'open'
    FROM json_to_recordset(p_holds) AS x
      (ord integer, bucket smallint, hold_id uuid, member_id uuid, points bigint, reserved json, expires_ms bigint)
    WHERE x.ord <> ALL (refused_ord);
  END IF;

  IF p_closes IS NOT NULL THEN
    UPDATE ledger.hold h SET status = x.status
    FROM json_to_recordset(p_closes) AS x (ord integer, bucket smallint, hold_id uuid, status text)
    WHERE h.bucket = x.bucket AND h.hold_id = x.hold_id AND x.ord <> ALL (refused_ord);
  END IF;

  IF p_coupons IS NOT NULL THEN
    UPDATE ledger.coupon k SET uses = greatest(k.uses + c.uses, 0)
    FROM (SELECT x.code_bucket, x.code, sum(x.uses) AS uses
          FROM json_to_recordset(p_coupons) AS x (ord integer, code_bucket smallint, code text, uses integer)
          WHERE x.ord <> ALL (refused_ord) GROUP BY x.code_bucket, x.code) c
    WHERE k.code_bucket = c.code_bucket AND k.code = c.code;
  END IF;

  IF p_budgets IS NOT NULL THEN
    UPDATE ledger.budget g
    SET times = greatest(g.times + b.times, 0), minor = greatest(g.minor + b.minor, 0), points = greatest(g.points + b.points, 0)
    FROM (SELECT x.key, sum(x.times) AS times, sum(x.minor) AS minor, sum(x.points) AS points
          FROM json_to_recordset(p_budgets) AS x (ord integer, key text, times bigint, minor bigint, points bigint)
          WHERE x.ord <> ALL (refused_ord) GROUP BY x.key) b
    WHERE g.key = b.key;
  END IF;

  IF p_issues IS NOT NULL THEN
    INSERT INTO ledger.coupon (code_bucket, code, series_id, member_id, uses_max, valid_from, valid_to, issued_by_sale)
    SELECT x.code_bucket, x.code, x.series_id, x.member_id, x.uses_max, to_timestamp(x.from_ms / 1000.0), to_timestamp(x.to_ms / 1000.0),
           x.sale_id
    FROM json_to_recordset(p_issues) AS x
      (ord integer, code_bucket smallint, code text, series_id text, member_id uuid, uses_max bigint, from_ms bigint, to_ms bigint,
       sale_id uuid)
    WHERE x.ord <> ALL (refused_ord);
  END IF;

  IF p_member_changes IS NOT NULL THEN
    UPDATE member.member m
    SET blocked_at = CASE c.change WHEN 'block' THEN coalesce(m.blocked_at, to_timestamp(c.at_ms / 1000.0)) WHEN 'unblock' THEN NULL ELSE m.blocked_at END,
        merged_into = CASE c.change WHEN 'merge' THEN c.into_member_id ELSE m.merged_into END,
        -- The survivor's facts count; those of a merged member would only outlive an erasure of the survivor.
        birth_date = CASE WHEN c.change IN ('merge', 'erase') THEN NULL ELSE m.birth_date END,
        attributes = CASE WHEN c.change IN ('merge', 'erase') THEN '{}' ELSE m.attributes END,
        segments = CASE WHEN c.change IN ('merge', 'erase') THEN '{}' ELSE m.segments END,
        erased_at = CASE c.change WHEN 'erase' THEN coalesce(m.erased_at, to_timestamp(c.at_ms / 1000.0)) ELSE m.erased_at END
    FROM json_to_recordset(p_member_changes) AS c
      (ord integer, change text, bucket smallint, member_id uuid, into_member_id uuid, card_number text, at_ms bigint)
    WHERE m.bucket = c.bucket AND m.member_id = c.member_id AND c.card_number IS NULL AND c.ord <> ALL (refused_ord);

    -- An erased card keeps its row, so that the member's history can count its cards, under a number nobody can have.
    UPDATE member.card k
    SET bucket = coalesce(c.into_bucket, k.bucket), member_id = coalesce(c.into_member_id, k.member_id),
        blocked_at = CASE WHEN c.change = 'unblock' THEN NULL WHEN c.change IN ('block', 'erase')
          THEN coalesce(k.blocked_at, to_timestamp(c.at_ms / 1000.0)) ELSE k.blocked_at END,
        card_number = CASE c.change WHEN 'erase' THEN 'erased ' || gen_random_uuid() ELSE k.card_number END
    FROM json_to_recordset(p_member_changes) AS c
      (ord integer, change text, bucket smallint, member_id uuid, into_bucket smallint, into_member_id uuid, card_number text, at_ms bigint)
    WHERE k.bucket = c.bucket AND k.member_id = c.member_id AND c.ord <> ALL (refused_ord)
      AND CASE WHEN c.change IN ('merge', 'erase') THEN true ELSE k.card_number = c.card_number END;

    UPDATE ledger.coupon k SET member_id = c.into_member_id
    FROM json_to_recordset(p_member_changes) AS c (ord integer, change text, member_id uuid, into_member_id uuid)
    WHERE c.change = 'merge' AND k.member_id = c.member_id AND c.ord <> ALL (refused_ord);
  END IF;

  RETURN QUERY SELECT r.ord, r.code, r.detail FROM unnest(refused_ord, refused_code, refused_detail) AS r (ord, code, detail);
END $$;
`;
