import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Operations on members beside checkout: adjust, grant, transfer, block, merge, erase.
 *
 * `ledger.post_operations` is `ledger.post` with two more lists: the operations themselves, and what they change in members and
 * cards; all in the same database transaction. A key that is taken breaks the unique index, so the call fails as a whole and the
 * caller halves the batch until the one that repeats is alone.
 */
export class Operations1763800004000 implements MigrationInterface {
  readonly name = 'Operations1763800004000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(POST_OPERATIONS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back');
  }
}

const TABLES = `
-- A merged member stays, empty, with its history; what happens to its sales later is settled with the survivor.
ALTER TABLE member.member
  ADD COLUMN merged_into uuid CHECK (merged_into <> member_id),
  ADD COLUMN erased_at timestamptz;

ALTER TABLE access.terminal ADD COLUMN may_operate boolean NOT NULL DEFAULT false;

ALTER TABLE ledger.entry DROP CONSTRAINT entry_kind_check;
ALTER TABLE ledger.entry ADD CONSTRAINT entry_kind_check CHECK (kind IN
  ('sale', 'authorize', 'capture', 'void', 'return', 'release', 'activate', 'expire', 'adjust', 'grant', 'transfer', 'merge'));

-- What was done to a member outside of checkout, by whom and why. Never changed.
CREATE TABLE ledger.member_operation (
  bucket smallint NOT NULL,
  operation_id uuid NOT NULL,
  key text NOT NULL,
  body_hash bytea NOT NULL CHECK (octet_length(body_hash) = 16),
  kind text NOT NULL CHECK (kind IN ('adjust', 'grant', 'transfer', 'block', 'unblock', 'merge', 'erase')),
  member_id uuid NOT NULL,
  -- Null where no points moved.
  account_version bigint,
  -- The other side of a transfer or merge.
  other_member_id uuid,
  other_version bigint,
  -- The operation this one undoes; an operation is undone once.
  reverses uuid,
  author text NOT NULL CHECK (author <> ''),
  reason text NOT NULL CHECK (reason <> ''),
  created_at timestamptz NOT NULL,
  request json NOT NULL,
  answer json NOT NULL,
  link bigint NOT NULL,
  PRIMARY KEY (bucket, operation_id)
);

-- Goods that came back without a receipt: money alone, so no account is touched. Never changed.
CREATE TABLE ledger.unreceipted_return (
  bucket smallint NOT NULL,
  return_id uuid NOT NULL,
  key text NOT NULL,
  body_hash bytea NOT NULL CHECK (octet_length(body_hash) = 16),
  store_id text NOT NULL,
  terminal_id text NOT NULL,
  business_date date NOT NULL,
  receipt_number text NOT NULL,
  rule_set_version integer NOT NULL,
  refund_minor bigint NOT NULL CHECK (refund_minor >= 0),
  reason text NOT NULL,
  created_at timestamptz NOT NULL,
  answer json NOT NULL,
  PRIMARY KEY (bucket, return_id)
);
CREATE UNIQUE INDEX unreceipted_return_key ON ledger.unreceipted_return (key);
CREATE TRIGGER unreceipted_return_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.unreceipted_return
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE FUNCTION ledger.member_operation_digest(o ledger.member_operation) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(convert_to(concat(ROW('member operation', o.bucket, o.operation_id, o.key, encode(o.body_hash, 'hex'), o.kind, o.member_id,
  o.account_version, o.other_member_id, o.other_version, o.reverses, o.author, o.reason, ledger.micros(o.created_at), o.link),
  E'\\n', o.request, E'\\n', o.answer), 'UTF8'));
CREATE TRIGGER member_operation_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.member_operation
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE UNIQUE INDEX member_operation_key ON ledger.member_operation (key);
CREATE UNIQUE INDEX member_operation_reverses ON ledger.member_operation (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX member_operation_member ON ledger.member_operation (bucket, member_id);
CREATE INDEX member_operation_other ON ledger.member_operation (other_member_id) WHERE other_member_id IS NOT NULL;
`;

const POST_OPERATIONS = `
CREATE FUNCTION ledger.post_operations(
  p_items json, p_sales json, p_operations json, p_entries json, p_lots json,
  p_holds json, p_closes json, p_budgets json, p_coupons json, p_issues json,
  p_buckets smallint[], p_from_ms bigint, p_to_ms bigint, p_member_operations json, p_member_changes json
) RETURNS TABLE (ord integer, code smallint, detail text)
LANGUAGE plpgsql AS $$
DECLARE
  refused_ord integer[];
  refused_code smallint[];
  refused_detail text[];
BEGIN
  SELECT coalesce(array_agg(r.ord), '{}'), coalesce(array_agg(r.code), '{}'), coalesce(array_agg(r.detail), '{}')
  INTO refused_ord, refused_code, refused_detail
  FROM ledger.post(p_items, p_sales, p_operations, p_entries, p_lots, p_holds, p_closes, p_budgets, p_coupons, p_issues,
                   p_buckets, p_from_ms, p_to_ms, p_member_operations) r;

  IF json_array_length(p_member_changes) > 0 THEN
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
