import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Members and the ledger.
 *
 * `bucket` leads every hot key, so that the tables can be distributed by it. Entries, sales and operations are only ever
 * inserted; accounts, lots and holds are the current state, and every state can be re-played from the entries. `period` is the
 * accounting period a row counts in, `link` its place in the hash chain of its bucket.
 */
export class Ledger1763800001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MEMBERS);
    await runner.query(ACCOUNTS);
    await runner.query(ENTRIES);
    await runner.query(SALES);
    await runner.query(BUDGETS_AND_COUPONS);
    await runner.query(VIEWS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back');
  }
}

const MEMBERS = `
CREATE SCHEMA member;
CREATE SCHEMA ledger;

CREATE TABLE member.member (
  bucket smallint NOT NULL CHECK (bucket BETWEEN 0 AND 1023),
  member_id uuid NOT NULL,
  tier text NOT NULL DEFAULT '',
  segments text[] NOT NULL DEFAULT '{}',
  birth_date date,
  attributes jsonb NOT NULL DEFAULT '{}',
  enrolled_at timestamptz NOT NULL DEFAULT now(),
  blocked_at timestamptz,
  PRIMARY KEY (bucket, member_id)
);

-- Cards are found by their number, so their bucket is the number's, not the member's.
CREATE TABLE member.card (
  card_bucket smallint NOT NULL CHECK (card_bucket BETWEEN 0 AND 1023),
  card_number text NOT NULL,
  bucket smallint NOT NULL,
  member_id uuid NOT NULL,
  blocked_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (card_bucket, card_number)
);
CREATE INDEX card_member ON member.card (bucket, member_id);
`;

const ACCOUNTS = `
-- The balances of one member. active may fall below zero down to floor, which only a return's shortfall lowers.
CREATE TABLE ledger.account (
  bucket smallint NOT NULL,
  member_id uuid NOT NULL,
  version bigint NOT NULL DEFAULT 0 CHECK (version >= 0),
  pending bigint NOT NULL DEFAULT 0 CHECK (pending >= 0),
  active bigint NOT NULL DEFAULT 0,
  held bigint NOT NULL DEFAULT 0 CHECK (held >= 0),
  floor bigint NOT NULL DEFAULT 0 CHECK (floor <= 0),
  -- The earliest instant at which a lot activates or expires or a hold runs out; null when there is none.
  due_at timestamptz,
  -- Use of limits, purchases and spend by day (core/member.ts, MemberCounters); moves with the version.
  counters jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (bucket, member_id),
  CONSTRAINT account_floor CHECK (active >= floor)
) WITH (fillfactor = 75);
CREATE INDEX account_due ON ledger.account (bucket, due_at) WHERE due_at IS NOT NULL;

-- Points of one origin. lot_no is the account version that opened it × 4096 + its place there, so it is unique and ordered.
CREATE TABLE ledger.lot (
  bucket smallint NOT NULL,
  member_id uuid NOT NULL,
  lot_no bigint NOT NULL,
  points bigint NOT NULL CHECK (points > 0),
  remaining bigint NOT NULL,
  expired bigint NOT NULL DEFAULT 0,
  pending boolean NOT NULL,
  activates_at timestamptz NOT NULL,
  expires_at timestamptz,
  origin text NOT NULL,
  rule_id text,
  sale_id uuid,
  -- The link that opened it, which covers all but remaining, expired and pending.
  link bigint NOT NULL,
  PRIMARY KEY (bucket, member_id, lot_no),
  CONSTRAINT lot_remaining CHECK (remaining >= 0 AND expired >= 0 AND remaining + expired <= points)
) WITH (fillfactor = 85);

-- Points, coupons and limits reserved by an authorize. hold_id is the id of its sale.
CREATE TABLE ledger.hold (
  bucket smallint NOT NULL,
  hold_id uuid NOT NULL,
  member_id uuid,
  points bigint NOT NULL CHECK (points >= 0),
  -- What was reserved, to be given back when the hold ends without capture: lots, usage, coupons.
  reserved json NOT NULL,
  expires_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'captured', 'voided', 'expired')),
  PRIMARY KEY (bucket, hold_id)
);
CREATE INDEX hold_open ON ledger.hold (bucket, expires_at) WHERE status = 'open';
CREATE INDEX hold_open_member ON ledger.hold (bucket, member_id) WHERE status = 'open';
`;

const ENTRIES = `
-- Accounts of the chart; member accounts are liabilities.
CREATE TABLE ledger.chart (account smallint PRIMARY KEY, name text NOT NULL UNIQUE, member boolean NOT NULL);
INSERT INTO ledger.chart VALUES
  (1, 'pending', true), (2, 'active', true), (3, 'held', true),
  (4, 'issued', false), (5, 'redeemed', false), (6, 'breakage', false), (7, 'adjusted', false), (8, 'in_transit', false);

-- One journal entry for each business event and member, in account versions without gaps. Its moves each debit one account and
-- credit another, so an entry cannot be out of balance; the balances after it are kept with it.
CREATE TABLE ledger.entry (
  bucket smallint NOT NULL,
  member_id uuid NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  kind text NOT NULL CHECK (kind IN
    ('sale', 'authorize', 'capture', 'void', 'return', 'release', 'activate', 'expire', 'adjust', 'transfer', 'merge')),
  sale_id uuid,
  store_id text,
  rule_set_version integer,
  event_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  move_kinds text[] NOT NULL,
  debits smallint[] NOT NULL,
  credits smallint[] NOT NULL,
  points bigint[] NOT NULL,
  lots bigint[] NOT NULL,
  pending_after bigint NOT NULL,
  active_after bigint NOT NULL,
  held_after bigint NOT NULL,
  reason text,
  author text,
  period date NOT NULL,
  link bigint NOT NULL,
  PRIMARY KEY (bucket, member_id, version),
  CONSTRAINT entry_balanced CHECK (
    cardinality(debits) = cardinality(points) AND cardinality(credits) = cardinality(points)
    AND cardinality(move_kinds) = cardinality(points) AND cardinality(lots) = cardinality(points)
    AND 0 < ALL (points) AND array_position(debits, NULL) IS NULL AND array_position(credits, NULL) IS NULL),
  CONSTRAINT period_not_closed CHECK (period > '-infinity')
);
CREATE INDEX entry_sale ON ledger.entry (bucket, sale_id) WHERE kind <> 'sale' AND sale_id IS NOT NULL;
`;

const SALES = `
-- A sale or an authorize with everything it was computed from. Never changed; what happens to it later is in operation.
CREATE TABLE ledger.sale (
  bucket smallint NOT NULL,
  sale_id uuid NOT NULL,
  receipt_key text NOT NULL,
  idempotency_key text,
  body_hash bytea NOT NULL CHECK (octet_length(body_hash) = 16),
  kind text NOT NULL CHECK (kind IN ('sale', 'authorize')),
  member_id uuid,
  account_version bigint,
  store_id text NOT NULL,
  terminal_id text NOT NULL,
  business_date date NOT NULL,
  receipt_number text NOT NULL,
  purchased_at timestamptz NOT NULL,
  booked_at timestamptz NOT NULL,
  rule_set_version integer NOT NULL,
  regular_minor bigint NOT NULL,
  net_minor bigint NOT NULL,
  burn_minor bigint NOT NULL,
  payable_minor bigint NOT NULL,
  burn_points bigint NOT NULL,
  earn_points bigint NOT NULL,
  receipt json NOT NULL,
  member_state json,
  coupon_states json,
  -- What total budgets had given before it, of those the receipt could draw on.
  budget_usage json,
  quote json NOT NULL,
  -- Lots opened and lots burned from; balance answered.
  booking json NOT NULL,
  period date NOT NULL,
  link bigint NOT NULL,
  PRIMARY KEY (bucket, sale_id),
  CONSTRAINT sale_amounts CHECK (regular_minor >= net_minor AND net_minor = burn_minor + payable_minor
    AND burn_minor >= 0 AND payable_minor >= 0 AND burn_points >= 0 AND earn_points >= 0),
  CONSTRAINT period_not_closed CHECK (period > '-infinity')
);
-- Plain Postgres can keep receipts unique over all buckets; a distributed one adds the bucket and leaves the rest to verify.
CREATE UNIQUE INDEX sale_receipt_key ON ledger.sale (receipt_key);
CREATE UNIQUE INDEX sale_idempotency_key ON ledger.sale (idempotency_key) WHERE idempotency_key IS NOT NULL;

-- What happened to a sale after it was stored, numbered without gaps. Never changed.
CREATE TABLE ledger.operation (
  bucket smallint NOT NULL,
  sale_id uuid NOT NULL,
  sequence integer NOT NULL CHECK (sequence > 0),
  operation_id uuid NOT NULL,
  key text NOT NULL,
  body_hash bytea NOT NULL CHECK (octet_length(body_hash) = 16),
  kind text NOT NULL CHECK (kind IN ('capture', 'void', 'return')),
  member_id uuid,
  account_version bigint,
  store_id text NOT NULL,
  terminal_id text NOT NULL,
  business_date date NOT NULL,
  event_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  refund_minor bigint NOT NULL CHECK (refund_minor >= 0),
  request json NOT NULL,
  answer json NOT NULL,
  state_after json NOT NULL,
  period date NOT NULL,
  link bigint NOT NULL,
  PRIMARY KEY (bucket, sale_id, sequence),
  CONSTRAINT period_not_closed CHECK (period > '-infinity')
);
CREATE UNIQUE INDEX operation_key ON ledger.operation (key);
`;

const BUDGETS_AND_COUPONS = `
-- What a rule or campaign has given in total. The row is updated once for each posted batch that uses it.
CREATE TABLE ledger.budget (
  key text PRIMARY KEY,
  times bigint NOT NULL DEFAULT 0 CHECK (times >= 0),
  minor bigint NOT NULL DEFAULT 0 CHECK (minor >= 0),
  points bigint NOT NULL DEFAULT 0 CHECK (points >= 0)
);

-- Unique coupon codes.
CREATE TABLE ledger.coupon (
  code_bucket smallint NOT NULL CHECK (code_bucket BETWEEN 0 AND 1023),
  code text NOT NULL,
  series_id text NOT NULL,
  member_id uuid,
  uses bigint NOT NULL DEFAULT 0,
  uses_max bigint NOT NULL DEFAULT 1 CHECK (uses_max > 0),
  valid_from timestamptz,
  valid_to timestamptz,
  blocked_at timestamptz,
  issued_by_sale uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (code_bucket, code),
  CONSTRAINT coupon_uses CHECK (uses BETWEEN 0 AND uses_max)
);
CREATE INDEX coupon_member ON ledger.coupon (member_id) WHERE member_id IS NOT NULL;
`;

const VIEWS = `
CREATE VIEW ledger.move AS
SELECT e.bucket, e.member_id, e.version, m.position::integer AS position, e.kind AS entry_kind, m.kind, m.debit, m.credit, m.points,
       m.lot_no, e.sale_id, e.store_id, e.rule_set_version, e.event_at, e.created_at, e.period, e.link
FROM ledger.entry e
CROSS JOIN LATERAL unnest(e.move_kinds, e.debits, e.credits, e.points, e.lots)
  WITH ORDINALITY AS m (kind, debit, credit, points, lot_no, position);

-- One row for each side of each move: the classic journal.
CREATE VIEW ledger.posting AS
SELECT m.bucket, m.member_id, m.version, m.position, m.entry_kind, m.kind, c.name AS account, s.debit_points, s.credit_points,
       m.lot_no, m.sale_id, m.store_id, m.rule_set_version, m.event_at, m.created_at, m.period, m.link
FROM ledger.move m
CROSS JOIN LATERAL (VALUES (m.debit, m.points, 0::bigint), (m.credit, 0::bigint, m.points)) AS s (account, debit_points, credit_points)
JOIN ledger.chart c ON c.account = s.account;

CREATE VIEW ledger.trial_balance AS
SELECT account, sum(debit_points) AS debit_points, sum(credit_points) AS credit_points, sum(credit_points) - sum(debit_points) AS balance
FROM ledger.posting GROUP BY account;
`;
