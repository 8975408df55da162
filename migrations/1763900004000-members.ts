import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Series of unique codes as administration knows them, and what generates their codes in the background. */
const COUPONS = `
CREATE TABLE ledger.coupon_series (
  series_id text COLLATE "C" PRIMARY KEY CHECK (length(series_id) BETWEEN 1 AND 64),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  -- The form of its codes; it never changes, for codes are out.
  prefix text NOT NULL CHECK (prefix ~ '^[0-9A-Z]{0,16}$'),
  length smallint NOT NULL CHECK (length BETWEEN 8 AND 30),
  checksum boolean NOT NULL,
  code_group smallint NOT NULL CHECK (code_group BETWEEN 0 AND 30),
  -- Terms. Null: no limit of its own; the programme's window holds besides.
  valid_from timestamptz,
  valid_to timestamptz,
  uses_max_per_code integer NOT NULL CHECK (uses_max_per_code > 0),
  uses_max_per_member integer CHECK (uses_max_per_member > 0),
  uses_max_total bigint CHECK (uses_max_total > 0),
  bound boolean NOT NULL,
  blocked_at timestamptz,
  revision integer NOT NULL DEFAULT 1 CHECK (revision > 0),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_by text NOT NULL,
  CONSTRAINT window_has_a_length CHECK (valid_to > valid_from)
);

-- Codes made or imported together. What is done is counted in the transaction that writes the codes, so a batch that is interrupted goes
-- on where it was and ends with exactly what was wanted.
CREATE TABLE ledger.coupon_batch (
  batch_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  series_id text COLLATE "C" NOT NULL REFERENCES ledger.coupon_series,
  origin text NOT NULL CHECK (origin IN ('generated', 'imported', 'issued')),
  wanted integer NOT NULL CHECK (wanted > 0),
  done integer NOT NULL DEFAULT 0 CHECK (done BETWEEN 0 AND wanted),
  status text NOT NULL CHECK (status IN ('running', 'done', 'cancelled')),
  valid_to timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL,
  finished_at timestamptz,
  CONSTRAINT a_batch_is_done_with_all CHECK (status <> 'done' OR done = wanted)
);
CREATE INDEX coupon_batch_series ON ledger.coupon_batch (series_id, batch_id);
CREATE INDEX coupon_batch_running ON ledger.coupon_batch (batch_id) WHERE status = 'running';

ALTER TABLE ledger.coupon ADD COLUMN batch_id integer;
-- For exports and statistics of one series; the till finds a code by the primary key.
CREATE INDEX coupon_series_code ON ledger.coupon (series_id COLLATE "C", code COLLATE "C");

-- Which sales used a code or a series. Only receipts with codes are in it.
CREATE INDEX sale_coupons ON ledger.sale USING gin ((coupon_states::jsonb) jsonb_path_ops) WHERE coupon_states IS NOT NULL;
`;

/** People: how they are found, what they are called, and lists of them that are worked on in the background. */
const MEMBERS = `
-- A card is whatever names a member at a till: a card number, a phone number, the id of another system, a token of a wallet. One number
-- leads to one member, of whatever kind it is.
ALTER TABLE member.card
  ADD COLUMN kind text NOT NULL DEFAULT 'card' CHECK (kind IN ('card', 'phone', 'external', 'wallet')),
  ADD COLUMN card_id uuid NOT NULL DEFAULT gen_random_uuid(),
  -- The card that took its place when it was lost; it stays blocked.
  ADD COLUMN replaced_by uuid;

-- A tier given by hand for a time holds until then, whatever bookings come to.
ALTER TABLE member.member ADD COLUMN tier_until timestamptz;

-- What no rule asks for: it is stored with no sale, so that erasing it here erases it.
CREATE TABLE member.person (
  bucket smallint NOT NULL,
  member_id uuid NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  PRIMARY KEY (bucket, member_id)
);

CREATE FUNCTION member.forget_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM member.person p WHERE p.bucket = NEW.bucket AND p.member_id = NEW.member_id;
  RETURN NULL;
END $$;
-- However somebody is erased or merged, over gRPC or REST, the person goes too.
CREATE TRIGGER person_is_forgotten AFTER UPDATE OF erased_at, merged_into ON member.member FOR EACH ROW
  WHEN (NEW.erased_at IS DISTINCT FROM OLD.erased_at OR NEW.merged_into IS DISTINCT FROM OLD.merged_into)
  EXECUTE FUNCTION member.forget_person();

CREATE TABLE member.upload (
  upload_id text COLLATE "C" PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('members', 'grants')),
  status text NOT NULL CHECK (status IN ('running', 'done', 'cancelled')),
  lines integer NOT NULL CHECK (lines > 0),
  done integer NOT NULL DEFAULT 0 CHECK (done >= 0),
  refused integer NOT NULL DEFAULT 0 CHECK (refused >= 0),
  reason text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL,
  finished_at timestamptz,
  CONSTRAINT an_upload_is_done_with_all CHECK (done + refused <= lines AND (status <> 'done' OR done + refused = lines))
);
CREATE INDEX upload_running ON member.upload (upload_id) WHERE status = 'running';

-- A line waits here until it is done, and is then gone; one that was refused stays, without what it said.
CREATE TABLE member.upload_line (
  upload_id text COLLATE "C" NOT NULL REFERENCES member.upload DEFERRABLE INITIALLY DEFERRED,
  line integer NOT NULL CHECK (line > 0),
  content json,
  refused_code text,
  refused_detail text,
  PRIMARY KEY (upload_id, line),
  CONSTRAINT it_waits_or_was_refused CHECK ((content IS NULL) = (refused_code IS NOT NULL AND refused_detail IS NOT NULL))
);
CREATE INDEX upload_line_waiting ON member.upload_line (upload_id, line) WHERE content IS NOT NULL;
`;

export class Members1763900004000 implements MigrationInterface {
  readonly name = 'Members1763900004000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COUPONS);
    await runner.query(MEMBERS);
  }

  /** Forward only: codes that are out cannot be taken back. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only'));
  }
}
