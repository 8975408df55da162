import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What accountants read: views in a schema of their own, and a role that may read them and nothing else. */
export class Finance1763800005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(BOOKS);
    await runner.query(ROLL_FORWARD);
    await runner.query(CONTROL_TOTALS);
    await runner.query(ROLE);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back');
  }
}

const BOOKS = `
CREATE SCHEMA finance;

-- What a point is worth: as it was frozen when the period was closed, else by the programme that was the latest when it ended.
CREATE VIEW finance.period AS
SELECT p.period, p.starts_at, p.ends_at, p.state, p.closing_at, p.closed_at, p.closed_by,
  CASE WHEN p.state = 'closed' THEN p.rate_points ELSE r.rate_points END AS rate_points,
  CASE WHEN p.state = 'closed' THEN p.rate_minor ELSE r.rate_minor END AS rate_minor
FROM ledger.period p
LEFT JOIN LATERAL (
  SELECT (v.document #>> '{settings,burn,rate,points}')::bigint AS rate_points, (v.document #>> '{settings,burn,rate,minor}')::bigint AS rate_minor
  FROM rulebook.version v ORDER BY v.live_from < p.ends_at DESC, v.version DESC LIMIT 1
) r ON true;

CREATE VIEW finance.rule AS
SELECT v.version AS rule_set_version, r.id AS rule_id, r.name, r.stage, coalesce(r.campaign, '') AS campaign_id
FROM rulebook.version v
CROSS JOIN LATERAL json_to_recordset(coalesce(v.document -> 'rules', '[]')) AS r (id text, name text, stage text, campaign text);

CREATE VIEW finance.journal AS
SELECT e.period, e.bucket, e.member_id, e.version, e.kind, e.sale_id, e.store_id, e.rule_set_version, e.event_at, e.created_at,
  (SELECT coalesce(sum(m.points), 0)::bigint FROM unnest(e.points) AS m (points)) AS points,
  e.pending_after, e.active_after, e.held_after, e.reason, e.author, e.link
FROM ledger.entry e;

CREATE VIEW finance.posting AS
SELECT period, bucket, member_id, version, position, entry_kind, kind, account, debit_points, credit_points, lot_no, sale_id, store_id,
  rule_set_version, event_at, created_at, link
FROM ledger.posting;

CREATE VIEW finance.sale AS
SELECT s.period, s.bucket, s.sale_id, s.kind, s.store_id, s.terminal_id, s.business_date, s.receipt_number, s.purchased_at, s.booked_at,
  s.member_id, s.rule_set_version, s.regular_minor, s.regular_minor - s.net_minor AS discount_minor, s.net_minor, s.burn_minor,
  s.payable_minor, s.burn_points, s.earn_points, s.link
FROM ledger.sale s;

-- Captures, voids and returns.
CREATE VIEW finance.operation AS
SELECT o.period, o.bucket, o.sale_id, o.sequence, o.operation_id, o.kind, o.store_id, o.terminal_id, o.business_date, o.member_id,
  o.event_at, o.created_at, o.refund_minor, coalesce((o.answer ->> 'clawbackPoints')::bigint, 0) AS clawback_points,
  coalesce((o.answer ->> 'giveBackPoints')::bigint, 0) AS give_back_points, o.link
FROM ledger.operation o;

-- What each rule or price list took off each line; sums to the discounts of the sale.
CREATE VIEW finance.discount AS
SELECT s.period, s.bucket, s.sale_id, q."lineNumber" AS line_number, d.position::integer AS position, q.sku, d.stage, d."ruleId" AS rule_id,
  d."amountMinor" AS amount_minor, s.store_id, s.rule_set_version, s.purchased_at, s.link
FROM ledger.sale s
CROSS JOIN LATERAL json_to_recordset(s.quote -> 'lines') AS q ("lineNumber" integer, sku text, discounts json)
CROSS JOIN LATERAL ROWS FROM (json_to_recordset(q.discounts) AS (stage text, "ruleId" text, "amountMinor" bigint))
  WITH ORDINALITY AS d (stage, "ruleId", "amountMinor", position);

-- Points of one origin, with the store and campaign that gave them.
CREATE VIEW finance.lot AS
SELECT e.period, l.bucket, l.member_id, l.lot_no, l.origin, coalesce(e.store_id, '') AS store_id, l.rule_id, coalesce(r.campaign_id, '') AS campaign_id,
  l.sale_id, l.points, l.activates_at, l.expires_at, l.remaining, l.expired, l.pending, l.link
FROM ledger.lot l
JOIN ledger.entry e ON e.bucket = l.bucket AND e.member_id = l.member_id AND e.version = l.lot_no / 4096
LEFT JOIN (SELECT rule_set_version, rule_id, min(campaign_id) AS campaign_id FROM finance.rule GROUP BY rule_set_version, rule_id) r
  ON r.rule_set_version = e.rule_set_version AND r.rule_id = l.rule_id;

CREATE VIEW finance.balance AS
SELECT bucket, member_id, version, pending, active, held, floor FROM ledger.account;
`;

/**
 * The liability is what members have: pending, active and held. Each move belongs to the lot whose points moved, so a campaign and a
 * store are followed from the day they gave points to the day these are redeemed or expire, wherever that is. Points that a member owes
 * belong to no lot; a repayment takes them from a lot, so it appears twice and sums to zero.
 */
const ROLL_FORWARD = `
CREATE VIEW finance.movement AS
SELECT m.period, coalesce(l.store_id, '') AS store_id, coalesce(l.campaign_id, '') AS campaign_id,
  sum(CASE WHEN m.kind = 'earn' THEN m.points ELSE 0 END)::bigint AS issued,
  sum(CASE WHEN m.kind = 'clawback' THEN m.points ELSE 0 END)::bigint AS clawed_back,
  sum(CASE WHEN m.kind IN ('burn', 'capture') THEN m.points ELSE 0 END)::bigint AS redeemed,
  sum(CASE WHEN m.kind = 'give_back' THEN m.points ELSE 0 END)::bigint AS given_back,
  sum(CASE WHEN m.credit = 6 THEN m.points WHEN m.debit = 6 THEN -m.points ELSE 0 END)::bigint AS expired,
  sum(CASE WHEN m.debit = 7 THEN m.points WHEN m.credit = 7 THEN -m.points ELSE 0 END)::bigint AS adjusted,
  sum(CASE WHEN m.debit = 8 THEN m.points WHEN m.credit = 8 THEN -m.points ELSE 0 END)::bigint AS transferred,
  sum(CASE WHEN m.kind = 'repay' THEN -m.points ELSE 0 END)::bigint AS repaid
FROM ledger.move m
LEFT JOIN finance.lot l ON l.bucket = m.bucket AND l.member_id = m.member_id AND l.lot_no = m.lot_no
GROUP BY 1, 2, 3
UNION ALL
SELECT m.period, '', '', 0, 0, 0, 0, 0, 0, 0, sum(m.points)::bigint FROM ledger.move m WHERE m.kind = 'repay' GROUP BY m.period;

-- opening + issued - clawed_back - redeemed + given_back - expired + adjusted + transferred + repaid = closing
CREATE VIEW finance.roll_forward AS
WITH moved AS MATERIALIZED (
  SELECT period, store_id, campaign_id, sum(issued) AS issued, sum(clawed_back) AS clawed_back, sum(redeemed) AS redeemed,
    sum(given_back) AS given_back, sum(expired) AS expired, sum(adjusted) AS adjusted, sum(transferred) AS transferred, sum(repaid) AS repaid
  FROM finance.movement GROUP BY period, store_id, campaign_id
), grid AS (
  SELECT p.period, f.store_id, f.campaign_id
  FROM (SELECT store_id, campaign_id, min(period) AS first FROM moved GROUP BY store_id, campaign_id) f
  JOIN ledger.period p ON p.period >= f.first
), filled AS (
  SELECT g.period, g.store_id, g.campaign_id, coalesce(m.issued, 0) AS issued, coalesce(m.clawed_back, 0) AS clawed_back,
    coalesce(m.redeemed, 0) AS redeemed, coalesce(m.given_back, 0) AS given_back, coalesce(m.expired, 0) AS expired,
    coalesce(m.adjusted, 0) AS adjusted, coalesce(m.transferred, 0) AS transferred, coalesce(m.repaid, 0) AS repaid
  FROM grid g LEFT JOIN moved m ON m.period = g.period AND m.store_id = g.store_id AND m.campaign_id = g.campaign_id
), summed AS (
  SELECT f.*, sum(issued - clawed_back - redeemed + given_back - expired + adjusted + transferred + repaid)
    OVER (PARTITION BY store_id, campaign_id ORDER BY period) AS closing
  FROM filled f
)
SELECT period, store_id, campaign_id,
  (closing - (issued - clawed_back - redeemed + given_back - expired + adjusted + transferred + repaid))::bigint AS opening,
  issued::bigint, clawed_back::bigint, redeemed::bigint, given_back::bigint, expired::bigint, adjusted::bigint, transferred::bigint,
  repaid::bigint, closing::bigint
FROM summed;

-- The same by period alone, in points and in money: points given are deferred revenue, which is recognised when they are redeemed and
-- becomes breakage when they expire. Where the value of a point changes, what is owed is valued anew.
CREATE VIEW finance.liability AS
WITH summed AS (
  SELECT r.period, sum(r.opening)::bigint AS opening, sum(r.issued)::bigint AS issued, sum(r.clawed_back)::bigint AS clawed_back,
    sum(r.redeemed)::bigint AS redeemed, sum(r.given_back)::bigint AS given_back, sum(r.expired)::bigint AS expired,
    sum(r.adjusted)::bigint AS adjusted, sum(r.transferred)::bigint AS transferred, sum(r.closing)::bigint AS closing
  FROM finance.roll_forward r GROUP BY r.period
), valued AS (
  SELECT s.*, p.state, p.rate_points, p.rate_minor,
    round(s.opening * lag(p.rate_minor, 1, p.rate_minor) OVER w::numeric / lag(p.rate_points, 1, p.rate_points) OVER w)::bigint AS opening_minor,
    round((s.issued - s.clawed_back) * p.rate_minor::numeric / p.rate_points)::bigint AS deferred_minor,
    round((s.redeemed - s.given_back) * p.rate_minor::numeric / p.rate_points)::bigint AS recognised_minor,
    round(s.expired * p.rate_minor::numeric / p.rate_points)::bigint AS breakage_minor,
    round((s.adjusted + s.transferred) * p.rate_minor::numeric / p.rate_points)::bigint AS adjusted_minor,
    round(s.closing * p.rate_minor::numeric / p.rate_points)::bigint AS closing_minor
  FROM summed s JOIN finance.period p ON p.period = s.period
  WINDOW w AS (ORDER BY s.period)
)
SELECT period, state, opening, issued, clawed_back, redeemed, given_back, expired, adjusted, transferred, closing, rate_points, rate_minor,
  opening_minor, deferred_minor, recognised_minor, breakage_minor, adjusted_minor,
  closing_minor - (opening_minor + deferred_minor - recognised_minor - breakage_minor + adjusted_minor) AS revaluation_minor, closing_minor
FROM valued;
`;

/** The totals that the manifests of exports carry, under the same names. */
const CONTROL_TOTALS = `
CREATE VIEW finance.control_total AS
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
  SELECT 'discounts', period, json_build_object('rows', count(*), 'amount_minor', sum(amount_minor)) FROM finance.discount GROUP BY period
  UNION ALL
  SELECT 'lots', period, json_build_object('rows', count(*), 'points', sum(points)) FROM finance.lot GROUP BY period
) k
CROSS JOIN LATERAL json_each_text(k.totals) AS j (name, text)
CROSS JOIN LATERAL (SELECT j.name, j.text::bigint AS value) t;
`;

/** Where the migration may not make roles, the operator makes it and runs the grants. */
const ROLE = `
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tallystick_finance') THEN
    CREATE ROLE tallystick_finance NOLOGIN;
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN RAISE NOTICE 'no right to make the role tallystick_finance: make it, then grant it the views of finance';
  WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'tallystick_finance') THEN
    GRANT USAGE ON SCHEMA finance TO tallystick_finance;
    GRANT SELECT ON ALL TABLES IN SCHEMA finance TO tallystick_finance;
  END IF;
END $$;
`;
