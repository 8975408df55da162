import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a product costs the shop; and what the catalogue comes to, by which an engine finds out whether it has all of it. The sums are kept by
 * triggers, so that a change by hand is seen too; nothing of it is on the way of a receipt.
 */
const CATALOGUE = `
ALTER TABLE catalogue.product ADD COLUMN cost_minor bigint CHECK (cost_minor BETWEEN 0 AND 100000000000);
CREATE INDEX product_by_sku ON catalogue.product (sku COLLATE "C");
CREATE INDEX category_parent ON catalogue.category (parent);

ALTER TABLE catalogue.revision
  ADD COLUMN entries bigint NOT NULL DEFAULT 0,
  ADD COLUMN checksum bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN catalogue.revision.entries IS 'products and categories, with those that ended';
COMMENT ON COLUMN catalogue.revision.checksum IS 'the sum of their revisions';

UPDATE catalogue.revision SET (entries, checksum) = (
  SELECT count(*), coalesce(sum(revision), 0)
  FROM (SELECT revision FROM catalogue.product UNION ALL SELECT revision FROM catalogue.category) AS entry);

CREATE FUNCTION catalogue.keep_sums() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  added bigint := 0;
  gone bigint := 0;
  plus bigint := 0;
  minus bigint := 0;
BEGIN
  IF TG_OP <> 'DELETE' THEN
    SELECT count(*), coalesce(sum(revision), 0) INTO added, plus FROM now_there;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    SELECT count(*), coalesce(sum(revision), 0) INTO gone, minus FROM was_there;
  END IF;
  IF (added, plus) <> (gone, minus) THEN
    UPDATE catalogue.revision SET entries = entries + added - gone, checksum = checksum + plus - minus;
  END IF;
  RETURN NULL;
END $$;
`;

const keepSums = (table: string): string => `
CREATE TRIGGER sums_after_insert AFTER INSERT ON catalogue.${table}
  REFERENCING NEW TABLE AS now_there FOR EACH STATEMENT EXECUTE FUNCTION catalogue.keep_sums();
CREATE TRIGGER sums_after_update AFTER UPDATE ON catalogue.${table}
  REFERENCING OLD TABLE AS was_there NEW TABLE AS now_there FOR EACH STATEMENT EXECUTE FUNCTION catalogue.keep_sums();
CREATE TRIGGER sums_after_delete AFTER DELETE ON catalogue.${table}
  REFERENCING OLD TABLE AS was_there FOR EACH STATEMENT EXECUTE FUNCTION catalogue.keep_sums();
`;

export class Catalogue1763900007000 implements MigrationInterface {
  readonly name = 'Catalogue1763900007000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CATALOGUE);
    await runner.query(keepSums('product') + keepSums('category'));
  }

  /** Forward only: costs that were loaded are not thrown away by a program. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only'));
  }
}
