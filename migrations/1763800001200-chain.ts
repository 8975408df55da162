import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tamper evidence: each bucket has a chain of links, one for each posted batch that wrote there. A link's digest covers the digest
 * before it and every immutable column of the rows that carry its number, so whoever changes, removes, adds or moves a row would have
 * to rewrite all links after it, and then the anchors that somebody else keeps.
 */
export class Chain1763800001200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHAIN);
    await runner.query(DIGESTS);
    await runner.query(APPEND_ONLY);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back');
  }
}

const CHAIN = `
-- The last link of each bucket. Its row is locked by every batch that writes to the bucket, so links of a bucket commit in order.
CREATE TABLE ledger.chain (
  bucket smallint PRIMARY KEY CHECK (bucket BETWEEN 0 AND 1023),
  link bigint NOT NULL CHECK (link >= 0),
  digest bytea NOT NULL CHECK (octet_length(digest) = 32)
) WITH (fillfactor = 30);
INSERT INTO ledger.chain SELECT b, 0, sha256(convert_to('tallystick bucket ' || b, 'UTF8')) FROM generate_series(0, 1023) AS b;

CREATE TABLE ledger.link (
  bucket smallint NOT NULL,
  link bigint NOT NULL CHECK (link > 0),
  posted_at timestamptz NOT NULL,
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  PRIMARY KEY (bucket, link)
);

-- All heads at one instant, signed; a copy is kept elsewhere, by somebody else.
CREATE TABLE ledger.anchor (
  anchored_at timestamptz PRIMARY KEY,
  -- The signed text itself: json keeps every byte.
  document json NOT NULL,
  public_key text NOT NULL,
  signature bytea NOT NULL
);
`;

/**
 * The digest of a row, from its stored columns alone: the same function when the row is written and when it is verified. Instants are
 * whole microseconds and dates days, so that no setting of a session changes the text; texts of json close themselves.
 */
const DIGESTS = `
CREATE FUNCTION ledger.micros(at timestamptz) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN (date_part('epoch', at) * 1000000)::bigint;

CREATE FUNCTION ledger.entry_digest(e ledger.entry) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(convert_to(ROW('entry', e.bucket, e.member_id, e.version, e.kind, e.sale_id, e.store_id, e.rule_set_version,
  ledger.micros(e.event_at), ledger.micros(e.created_at), e.move_kinds, e.debits, e.credits, e.points, e.lots, e.pending_after,
  e.active_after, e.held_after, e.reason, e.author, e.period - DATE '2000-01-01', e.link)::text, 'UTF8'));

CREATE FUNCTION ledger.lot_digest(l ledger.lot) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(convert_to(ROW('lot', l.bucket, l.member_id, l.lot_no, l.points, ledger.micros(l.activates_at),
  ledger.micros(l.expires_at), l.origin, l.rule_id, l.sale_id, l.link)::text, 'UTF8'));

CREATE FUNCTION ledger.sale_digest(s ledger.sale) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(convert_to(concat(ROW('sale', s.bucket, s.sale_id, s.receipt_key, s.idempotency_key, encode(s.body_hash, 'hex'), s.kind,
  s.member_id, s.account_version, s.store_id, s.terminal_id, s.business_date - DATE '2000-01-01', s.receipt_number,
  ledger.micros(s.purchased_at), ledger.micros(s.booked_at), s.rule_set_version, s.regular_minor, s.net_minor, s.burn_minor,
  s.payable_minor, s.burn_points, s.earn_points, s.period - DATE '2000-01-01', s.link),
  E'\\n', s.receipt, E'\\n', s.member_state, E'\\n', s.coupon_states, E'\\n', s.budget_usage, E'\\n', s.quote, E'\\n', s.booking), 'UTF8'));

CREATE FUNCTION ledger.operation_digest(o ledger.operation) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(convert_to(concat(ROW('operation', o.bucket, o.sale_id, o.sequence, o.operation_id, o.key, encode(o.body_hash, 'hex'), o.kind,
  o.member_id, o.account_version, o.store_id, o.terminal_id, o.business_date - DATE '2000-01-01', ledger.micros(o.event_at),
  ledger.micros(o.created_at), o.refund_minor, o.period - DATE '2000-01-01', o.link),
  E'\\n', o.request, E'\\n', o.answer, E'\\n', o.state_after), 'UTF8'));

-- The rows' digests are sorted, so the order of a batch does not matter, only what is in it.
CREATE FUNCTION ledger.link_digest(before bytea, bucket smallint, link bigint, posted_at timestamptz, rows bytea) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(before || int2send(bucket) || int8send(link) || int8send(ledger.micros(posted_at)) || rows);
`;

/** For the honest mistake in psql; the chain is for the other kind. Inserts fire no trigger. */
const APPEND_ONLY = `
CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%.% is append-only: book a correction, which is a new entry', TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER sale_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.sale
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER operation_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.operation
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER link_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.link
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER anchor_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.anchor
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER lot_is_not_deleted BEFORE DELETE OR TRUNCATE ON ledger.lot
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
`;
