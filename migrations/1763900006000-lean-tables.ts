import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The durable path made lean: what a sale was computed from is one document instead of four columns of JSON, counters are text that
 * Postgres only stores, and one hash chain serves 64 buckets.
 *
 * Rows that are there stay as they are: a sale with `document` null has its parts in the old columns, a row whose link is not above the
 * old chains of its group belongs to the chain of its bucket. Both kinds are read, exported, verified and recomputed alike.
 */
export class LeanTables1763900006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    await runner.query(READERS);
    await runner.query(DIGEST);
    await runner.query(CHAINS);
    await runner.query(VIEWS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back');
  }
}

/**
 * A row is kept whole in its page up to 8 kB: trying to compress a document of 2 kB costs more than writing it.
 */
const COLUMNS = `
ALTER TABLE ledger.sale
  ADD COLUMN document text,
  ALTER COLUMN receipt DROP NOT NULL,
  ALTER COLUMN quote DROP NOT NULL,
  ALTER COLUMN booking DROP NOT NULL,
  ADD CONSTRAINT sale_has_its_contents CHECK (
    document IS NOT NULL AND receipt IS NULL AND quote IS NULL AND booking IS NULL AND member_state IS NULL
    OR document IS NULL AND receipt IS NOT NULL AND quote IS NOT NULL AND booking IS NOT NULL) NOT VALID,
  SET (toast_tuple_target = 8160);
ALTER TABLE ledger.account ALTER COLUMN counters DROP DEFAULT;
ALTER TABLE ledger.account ALTER COLUMN counters TYPE text USING counters::text;
ALTER TABLE ledger.account ALTER COLUMN counters SET DEFAULT '{}';
`;

/** What SQL wants to know of the contents of a sale, from either layout. */
const READERS = `
-- A place in the values of a document; left out or 0 is what is usual there.
CREATE FUNCTION ledger.value(p_values json, p_place integer) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce((p_values ->> p_place)::bigint, 0);

-- The lines of a quote with their sums; null sums where a line has no discounts, or is one portion.
CREATE FUNCTION ledger.sale_line(s ledger.sale) RETURNS TABLE (
  line_number integer, sku text, quantity_milli bigint, regular_minor bigint, net_minor bigint, burn_minor bigint, payable_minor bigint,
  burn_points bigint, earn_points bigint, discount_minor bigint, portions_net_minor bigint, portions_quantity_milli bigint
) LANGUAGE sql STABLE PARALLEL SAFE BEGIN ATOMIC
  SELECT coalesce((v.more ->> 'lineNumber')::integer, nullif(ledger.value(v.line, 0), 0)::integer, v.position::integer),
    coalesce(v.more ->> 'sku', v.line ->> 1), coalesce((v.more ->> 'quantityMilli')::bigint, ledger.value(v.line, 2)),
    coalesce((v.more ->> 'regularMinor')::bigint, ledger.value(v.line, 4)), ledger.value(v.priced, 0), ledger.value(v.priced, 4),
    coalesce((v.more ->> 'payableMinor')::bigint, ledger.value(v.priced, 0) - ledger.value(v.priced, 4)),
    ledger.value(v.priced, 5), ledger.value(v.priced, 1),
    CASE WHEN json_typeof(v.priced -> 2) = 'array' THEN
      (SELECT sum(x.value::text::bigint) FROM json_array_elements(v.priced -> 2) WITH ORDINALITY AS x (value, place) WHERE x.place % 2 = 0) END,
    CASE WHEN json_typeof(v.priced -> 6) = 'array' THEN
      (SELECT sum(x.value::text::bigint) FROM json_array_elements(v.priced -> 6) WITH ORDINALITY AS x (value, place) WHERE x.place % 2 = 0) END,
    CASE WHEN json_typeof(v.priced -> 6) = 'array' THEN
      (SELECT sum(x.value::text::bigint) FROM json_array_elements(v.priced -> 6) WITH ORDINALITY AS x (value, place) WHERE x.place % 2 = 1) END
  FROM (
    SELECT r.line, q.priced, q.priced -> 7 AS more, q.position
    FROM (SELECT s.document::json AS document WHERE s.document IS NOT NULL) d
    CROSS JOIN LATERAL json_array_elements(d.document #> '{2,0}') WITH ORDINALITY AS q (priced, position)
    LEFT JOIN LATERAL json_array_elements(d.document #> '{1,0}') WITH ORDINALITY AS r (line, position) ON r.position = q.position
  ) v
  UNION ALL
  SELECT q."lineNumber", q.sku, q."quantityMilli", q."regularMinor", q."netMinor", coalesce(q."burnMinor", 0), q."payableMinor",
    coalesce(q."burnPoints", 0), coalesce(q."earnPoints", 0),
    (SELECT sum((x ->> 'amountMinor')::bigint) FROM json_array_elements(q.discounts) AS x),
    (SELECT sum((x ->> 'netMinor')::bigint) FROM json_array_elements(q.portions) AS x),
    (SELECT sum((x ->> 'quantityMilli')::bigint) FROM json_array_elements(q.portions) AS x)
  FROM json_to_recordset(s.quote -> 'lines') AS q
    ("lineNumber" integer, sku text, "quantityMilli" bigint, "regularMinor" bigint, "netMinor" bigint, "burnMinor" bigint,
     "payableMinor" bigint, "burnPoints" bigint, "earnPoints" bigint, discounts json, portions json);
END;

-- What each rule or price list took off each line, in the order in which it did.
CREATE FUNCTION ledger.sale_discount(s ledger.sale) RETURNS TABLE (
  line_number integer, "position" integer, sku text, stage text, rule_id text, amount_minor bigint
) LANGUAGE sql STABLE PARALLEL SAFE BEGIN ATOMIC
  SELECT coalesce((q.priced -> 7 ->> 'lineNumber')::integer, nullif(ledger.value(r.line, 0), 0)::integer, q.position::integer),
    (x.place / 2)::integer, coalesce(q.priced -> 7 ->> 'sku', r.line ->> 1),
    (ARRAY['card_price', 'line', 'receipt', 'burn', 'earn'])[1 + coalesce((w.rule ->> 1)::integer, (w.named ->> 0)::integer)],
    coalesce(w.rule ->> 0, w.named ->> 1), x.value::text::bigint
  FROM (SELECT s.document::json AS document WHERE s.document IS NOT NULL) d
  CROSS JOIN LATERAL json_array_elements(d.document #> '{2,0}') WITH ORDINALITY AS q (priced, position)
  LEFT JOIN LATERAL json_array_elements(d.document #> '{1,0}') WITH ORDINALITY AS r (line, position) ON r.position = q.position
  CROSS JOIN LATERAL json_array_elements(CASE WHEN json_typeof(q.priced -> 2) = 'array' THEN q.priced -> 2 END)
    WITH ORDINALITY AS x (value, place)
  CROSS JOIN LATERAL (
    SELECT CASE WHEN json_typeof(y.rule) = 'number' THEN d.document #> ARRAY['2', '1', y.rule::text] END AS rule,
      CASE WHEN json_typeof(y.rule) = 'array' THEN y.rule END AS named
    FROM (SELECT q.priced #> ARRAY['2', (x.place - 2)::text] AS rule) y
  ) w
  WHERE x.place % 2 = 0
  UNION ALL
  SELECT q."lineNumber", x.position::integer, q.sku, x.stage, x."ruleId", x."amountMinor"
  FROM json_to_recordset(s.quote -> 'lines') AS q ("lineNumber" integer, sku text, discounts json)
  CROSS JOIN LATERAL ROWS FROM (json_to_recordset(q.discounts) AS (stage text, "ruleId" text, "amountMinor" bigint))
    WITH ORDINALITY AS x (stage, "ruleId", "amountMinor", position);
END;

-- The rules and price lists that applied, with the code each needed.
CREATE FUNCTION ledger.sale_applied(s ledger.sale) RETURNS TABLE (
  "position" integer, rule_id text, name text, stage text, coupon text, amount_minor bigint, points bigint, times bigint
) LANGUAGE sql STABLE PARALLEL SAFE BEGIN ATOMIC
  SELECT a.position::integer, a.rule ->> 0, CASE WHEN json_typeof(a.rule -> 7) = 'string' THEN a.rule ->> 7 ELSE a.rule ->> 0 END,
    (ARRAY['card_price', 'line', 'receipt', 'burn', 'earn'])[1 + (a.rule ->> 1)::integer],
    CASE WHEN json_typeof(a.rule -> 8) = 'string' THEN a.rule ->> 8 ELSE '' END, ledger.value(a.rule, 3), ledger.value(a.rule, 4),
    ledger.value(a.rule, 5)
  FROM (SELECT s.document::json AS document WHERE s.document IS NOT NULL) d
  CROSS JOIN LATERAL json_array_elements(d.document #> '{2,1}') WITH ORDINALITY AS a (rule, position)
  UNION ALL
  SELECT a.position::integer, a."ruleId", a.name, a.stage, a.coupon, a."amountMinor", a.points, a.times
  FROM ROWS FROM (json_to_recordset(s.quote -> 'applied') AS
    ("ruleId" text, name text, stage text, coupon text, "amountMinor" bigint, points bigint, times bigint))
    WITH ORDINALITY AS a ("ruleId", name, stage, coupon, "amountMinor", points, times, position);
END;
`;

/** The digest of a row says what it says; that of a sale from before is computed as it was. */
const DIGEST = `
ALTER FUNCTION ledger.sale_digest(ledger.sale) RENAME TO sale_digest_1;

CREATE FUNCTION ledger.sale_digest_2(s ledger.sale) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(convert_to(concat(ROW('sale 2', s.bucket, s.sale_id, s.receipt_key, s.idempotency_key, encode(s.body_hash, 'hex'), s.kind,
  s.member_id, s.account_version, s.store_id, s.terminal_id, s.business_date - DATE '2000-01-01', s.receipt_number,
  ledger.micros(s.purchased_at), ledger.micros(s.booked_at), s.rule_set_version, s.regular_minor, s.net_minor, s.burn_minor,
  s.payable_minor, s.burn_points, s.earn_points, s.period - DATE '2000-01-01', s.link),
  E'\\n', s.coupon_states, E'\\n', s.budget_usage, E'\\n', s.document), 'UTF8'));

CREATE FUNCTION ledger.sale_digest(s ledger.sale) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN s.document IS NULL THEN ledger.sale_digest_1(s) ELSE ledger.sale_digest_2(s) END;
`;

/**
 * A batch of a hundred sales adds a link to each chain of its lane, which was nearly one for each sale. Sixteen chains let lanes and
 * processes that share them work side by side as before.
 */
const CHAINS = `
ALTER TABLE ledger.chain DROP CONSTRAINT chain_bucket_check;
ALTER TABLE ledger.chain ADD CONSTRAINT chain_bucket_check CHECK (bucket BETWEEN 0 AND 1039);

-- Each begins with the last digests of the chains of its buckets, and its links are numbered after theirs: so a row's link says which
-- of the two chains the row is in.
INSERT INTO ledger.chain
SELECT 1024 + bucket / 64, max(link), sha256(convert_to('tallystick chain ' || bucket / 64, 'UTF8') || string_agg(digest, '' ORDER BY bucket))
FROM ledger.chain GROUP BY bucket / 64;

-- Where the chains of 64 buckets begin.
CREATE VIEW ledger.chain_start AS
SELECT (1024 + bucket / 64)::smallint AS chain, max(link) AS link,
  sha256(convert_to('tallystick chain ' || bucket / 64, 'UTF8') || string_agg(digest, '' ORDER BY bucket)) AS digest
FROM ledger.chain WHERE bucket < 1024 GROUP BY bucket / 64;
`;

const VIEWS = `
CREATE OR REPLACE VIEW finance.discount AS
SELECT s.period, s.bucket, s.sale_id, d.line_number, d.position, d.sku, d.stage, d.rule_id, d.amount_minor, s.store_id, s.rule_set_version,
  s.purchased_at, s.link
FROM ledger.sale s
CROSS JOIN LATERAL ledger.sale_discount(s) d;
`;
