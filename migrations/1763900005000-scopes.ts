import type { MigrationInterface, QueryRunner } from 'typeorm';

const SCOPES = `
-- What a key is limited to; null for no limit.
ALTER TABLE access.api_key
  ADD COLUMN stores text[] CHECK (cardinality(stores) > 0),
  ADD COLUMN campaigns text[] CHECK (cardinality(campaigns) > 0);
CREATE INDEX audit_at ON access.audit (at, sequence);
`;

export class Scopes1763900005000 implements MigrationInterface {
  readonly name = 'Scopes1763900005000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCOPES);
  }

  /** Forward only: a key that was limited must not become one that is not. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only'));
  }
}
