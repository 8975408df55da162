import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Price lists that live apart from the rules: numbered revisions of lists, and rows that say from and until which revision they are there. */
const PRICES = `
CREATE SCHEMA prices;

-- The last revision given out, over all lists. Locked for an instant by each publication.
CREATE TABLE prices.head (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  revision integer NOT NULL CHECK (revision >= 0)
);
INSERT INTO prices.head (revision) VALUES (0);

CREATE TABLE prices.list (
  list_id text COLLATE "C" PRIMARY KEY CHECK (length(list_id) BETWEEN 1 AND 64),
  list_no integer GENERATED ALWAYS AS IDENTITY UNIQUE,
  -- In work: the next publication puts them live.
  settings json NOT NULL,
  settings_revision integer NOT NULL CHECK (settings_revision > 0),
  -- Everybody who wrote them since the last publication, and so cannot approve them.
  editors text[] NOT NULL,
  -- The last number given out for this list.
  list_revision integer NOT NULL DEFAULT 0 CHECK (list_revision >= 0),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_by text NOT NULL
);

CREATE TABLE prices.revision (
  revision integer PRIMARY KEY CHECK (revision > 0),
  list_id text COLLATE "C" NOT NULL REFERENCES prices.list,
  list_no integer NOT NULL,
  list_revision integer NOT NULL CHECK (list_revision > 0),
  settings json NOT NULL,
  upload_id text COLLATE "C",
  -- Of a rollback: the revision of the list whose content it has.
  restored integer,
  row_count bigint NOT NULL CHECK (row_count >= 0),
  added bigint NOT NULL CHECK (added >= 0),
  removed bigint NOT NULL CHECK (removed >= 0),
  -- Engines that have the revision before read these SKUs alone; null: too many, they read the list.
  changed_skus integer,
  -- The sum of the hashes of all rows, of both halves; the order of rows does not matter, so a small change needs no reading of all.
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{32}$'),
  published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  published_by text NOT NULL,
  comment text NOT NULL,
  live_from timestamptz NOT NULL,
  called_off_at timestamptz,
  called_off_by text,
  UNIQUE (list_no, list_revision),
  CONSTRAINT only_what_is_not_live_yet_is_called_off CHECK (called_off_at < live_from)
);
CREATE FUNCTION prices.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published revision of prices is immutable: publish a new one' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER revision_is_immutable
  BEFORE UPDATE OF revision, list_id, list_no, list_revision, settings, upload_id, restored, row_count, added, removed, changed_skus, hash,
    published_at, published_by, comment, live_from OR DELETE OR TRUNCATE ON prices.revision
  FOR EACH STATEMENT EXECUTE FUNCTION prices.refuse_change();

-- A row is there in the revisions of its list from since on and before until. What was once there stays readable.
CREATE TABLE prices.price (
  list_no integer NOT NULL,
  sku text COLLATE "C" NOT NULL CHECK (length(sku) BETWEEN 1 AND 64),
  valid_from timestamptz NOT NULL,
  valid_to timestamptz NOT NULL,
  unit_price_minor bigint NOT NULL CHECK (unit_price_minor BETWEEN 0 AND 100000000000),
  since integer NOT NULL,
  until integer NOT NULL DEFAULT 2147483647,
  PRIMARY KEY (list_no, sku, valid_from, since),
  CHECK (valid_from < valid_to),
  CHECK (since < until)
);

-- The SKUs of small revisions.
CREATE TABLE prices.changed (
  list_no integer NOT NULL,
  list_revision integer NOT NULL,
  sku text COLLATE "C" NOT NULL,
  PRIMARY KEY (list_no, list_revision, sku)
);

-- An approval is of settings at one revision together with one upload, or with none.
CREATE TABLE prices.approval (
  list_id text COLLATE "C" NOT NULL REFERENCES prices.list,
  settings_revision integer NOT NULL,
  upload_id text COLLATE "C" NOT NULL,
  approved_by text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (list_id, settings_revision, upload_id, approved_by)
);
`;

/** Files of rows that were uploaded, and what was wrong with them. */
const UPLOADS = `
CREATE SCHEMA upload;

CREATE TABLE upload.file (
  upload_id text COLLATE "C" PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('prices', 'products', 'categories')),
  list_id text COLLATE "C" REFERENCES prices.list,
  mode text NOT NULL CHECK (mode IN ('replace', 'upsert', 'delete')),
  status text NOT NULL CHECK (status IN ('staged', 'published', 'discarded', 'applied', 'refused')),
  rows bigint NOT NULL,
  bad_rows bigint NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  uploaded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  uploaded_by text NOT NULL,
  CHECK ((kind = 'prices') = (list_id IS NOT NULL)),
  CHECK ((status = 'refused') = (bad_rows > 0))
);
CREATE INDEX file_list ON upload.file (list_id, upload_id);

CREATE TABLE upload.problem (
  upload_id text COLLATE "C" NOT NULL REFERENCES upload.file,
  line_number bigint NOT NULL,
  code text NOT NULL,
  sentence text NOT NULL,
  PRIMARY KEY (upload_id, line_number)
);

-- Prices that wait for their publication.
CREATE TABLE prices.staged (
  upload_id text COLLATE "C" NOT NULL REFERENCES upload.file,
  sku text COLLATE "C" NOT NULL,
  -- Null in an upload that deletes: every row of the SKU.
  valid_from timestamptz,
  valid_to timestamptz,
  unit_price_minor bigint
);
CREATE INDEX staged_upload ON prices.staged (upload_id, sku);
`;

/** Products that ended are kept, for engines must hear of it; categories with their parents. */
const CATALOGUE = `
ALTER TABLE catalogue.product ADD COLUMN retired_at timestamptz;

CREATE TABLE catalogue.category (
  category_id text COLLATE "C" PRIMARY KEY CHECK (length(category_id) BETWEEN 1 AND 64),
  name text NOT NULL,
  parent text COLLATE "C" CHECK (parent <> category_id),
  retired_at timestamptz,
  revision bigint NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX category_revision ON catalogue.category (revision, category_id);
`;

export class Prices1763900002000 implements MigrationInterface {
  readonly name = 'Prices1763900002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PRICES);
    await runner.query(UPLOADS);
    await runner.query(CATALOGUE);
  }

  /** Forward only: prices that receipts were sold at are not undone by a program. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only'));
  }
}
