import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may administer, what each of them changed, and the answers that a repeated request gets again. */
const ACCESS = `
CREATE TABLE access.api_key (
  key_id text COLLATE "C" PRIMARY KEY,
  -- Whoever holds it. Several keys may carry one name, so that a key can be replaced while the old one still works.
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
  roles text[] NOT NULL CHECK (cardinality(roles) > 0 AND roles <@ ARRAY['viewer', 'marketer', 'publisher', 'finance', 'support', 'operator']),
  key_hash bytea NOT NULL UNIQUE CHECK (octet_length(key_hash) = 32),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL,
  revoked_at timestamptz,
  revoked_by text
);

CREATE TABLE access.audit (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor text NOT NULL CHECK (actor <> ''),
  key_id text NOT NULL,
  action text NOT NULL CHECK (action <> ''),
  -- What was changed or looked at: a draft, a version, a key, a sale.
  subject text NOT NULL,
  reason text NOT NULL,
  facts jsonb NOT NULL CHECK (jsonb_typeof(facts) = 'object')
);
CREATE FUNCTION access.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access.audit
  FOR EACH STATEMENT EXECUTE FUNCTION access.refuse_change();

-- Written in the transaction of the change: a request that is repeated after a lost reply changes nothing twice.
CREATE TABLE access.answered (
  key_id text NOT NULL,
  idempotency_key text NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 128),
  body_hash bytea NOT NULL CHECK (octet_length(body_hash) = 32),
  answer json,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (key_id, idempotency_key)
);
`;

const DRAFTS = `
CREATE TABLE rulebook.draft (
  draft_id text COLLATE "C" PRIMARY KEY,
  -- Counted up by each change of the draft; the ETag.
  revision integer NOT NULL CHECK (revision > 0),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  labels text[] NOT NULL,
  -- The version it was made from or last brought up to; 0 where nothing was published yet.
  base_version integer NOT NULL CHECK (base_version >= 0),
  document json NOT NULL CHECK (json_typeof(document) = 'object'),
  status text NOT NULL CHECK (status IN ('open', 'published', 'discarded')),
  published_version integer REFERENCES rulebook.version,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_by text NOT NULL,
  -- Everybody who wrote a part of it, and so cannot approve it.
  editors text[] NOT NULL,
  CONSTRAINT draft_names_the_version_it_became CHECK ((status = 'published') = (published_version IS NOT NULL))
);

CREATE TABLE rulebook.draft_comment (
  comment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  draft_id text COLLATE "C" NOT NULL REFERENCES rulebook.draft,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  author text NOT NULL,
  text text NOT NULL CHECK (length(text) BETWEEN 1 AND 2000)
);
CREATE INDEX draft_comment_draft ON rulebook.draft_comment (draft_id, comment_id);

-- An approval is of one revision: a later change of the draft needs another one.
CREATE TABLE rulebook.draft_approval (
  draft_id text COLLATE "C" NOT NULL REFERENCES rulebook.draft,
  revision integer NOT NULL,
  approved_by text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (draft_id, revision, approved_by)
);
`;

export class Admin1763800006000 implements MigrationInterface {
  readonly name = 'Admin1763800006000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACCESS);
    await runner.query(DRAFTS);
  }

  /** Forward only: who changed what is not forgotten by a program. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only'));
  }
}
