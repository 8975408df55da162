import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Published rule sets: immutable, gapless, content-hashed. */
const RULEBOOK = `
CREATE SCHEMA rulebook;

-- The last number given out. Its one row is locked by each publication, so that numbers have no gaps and instants never run backwards.
CREATE TABLE rulebook.head (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  version integer NOT NULL CHECK (version >= 0),
  published_at timestamptz NOT NULL
);
INSERT INTO rulebook.head (version, published_at) VALUES (0, '-infinity');

-- The document is kept as the canonical text that was hashed; json keeps every byte of it, which jsonb does not.
CREATE TABLE rulebook.version (
  version integer PRIMARY KEY CHECK (version > 0),
  hash text NOT NULL,
  document json NOT NULL,
  -- The schema by which the publisher validated it. An engine that knows the same one need not do that again.
  schema_hash text NOT NULL,
  published_at timestamptz NOT NULL,
  published_by text NOT NULL,
  comment text NOT NULL,
  live_from timestamptz NOT NULL,
  CONSTRAINT version_has_the_hash_of_its_document CHECK (hash = encode(sha256(convert_to(document::text, 'UTF8')), 'hex')),
  CONSTRAINT version_is_not_live_before_it_is_published CHECK (live_from >= published_at)
);

CREATE FUNCTION rulebook.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published version is immutable: publish a new one' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER version_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON rulebook.version
  FOR EACH STATEMENT EXECUTE FUNCTION rulebook.refuse_change();
`;

/** Product facts. Each change of a row takes the revision of its transaction, so that engines load only what changed. */
const CATALOGUE = `
CREATE SCHEMA catalogue;

-- A row and not a sequence: it stays locked until commit, so a revision is never seen before a smaller one.
CREATE TABLE catalogue.revision (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  revision bigint NOT NULL
);
INSERT INTO catalogue.revision (revision) VALUES (0);

CREATE TABLE catalogue.product (
  sku text PRIMARY KEY CHECK (length(sku) BETWEEN 1 AND 64),
  name text NOT NULL,
  categories text[] NOT NULL,
  brand text NOT NULL,
  tags text[] NOT NULL,
  attributes jsonb NOT NULL CHECK (jsonb_typeof(attributes) = 'object'),
  unit_price_minor bigint CHECK (unit_price_minor >= 0),
  min_unit_price_minor bigint NOT NULL CHECK (min_unit_price_minor >= 0),
  weighed boolean NOT NULL,
  discountable boolean NOT NULL,
  burnable boolean NOT NULL,
  earning boolean NOT NULL,
  revision bigint NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX product_revision ON catalogue.product (revision, sku);
`;

/** Who may call the engine. Two slots a terminal, so that a key can be replaced while the old one still works. */
const ACCESS = `
CREATE SCHEMA access;

CREATE TABLE access.revision (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  revision bigint NOT NULL
);
INSERT INTO access.revision (revision) VALUES (0);

CREATE TABLE access.terminal (
  terminal_id text PRIMARY KEY CHECK (length(terminal_id) BETWEEN 1 AND 64),
  store_id text NOT NULL CHECK (length(store_id) BETWEEN 1 AND 64),
  name text NOT NULL,
  may_enrol boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  revision bigint NOT NULL
);
CREATE INDEX terminal_revision ON access.terminal (revision);

CREATE TABLE access.terminal_key (
  terminal_id text NOT NULL REFERENCES access.terminal,
  slot smallint NOT NULL CHECK (slot IN (1, 2)),
  key_hash bytea NOT NULL CHECK (octet_length(key_hash) = 32),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (terminal_id, slot)
);
`;

export class Rulebook1763800002000 implements MigrationInterface {
  readonly name = 'Rulebook1763800002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RULEBOOK);
    await runner.query(CATALOGUE);
    await runner.query(ACCESS);
  }

  /** Forward only: what was published and who may call is not undone by a program. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only'));
  }
}
