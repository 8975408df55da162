import type { MigrationInterface, QueryRunner } from 'typeorm';

const REFUSED = `
-- A list of which nothing was taken; it is kept with everything that is wrong with it.
ALTER TABLE member.upload DROP CONSTRAINT upload_status_check;
ALTER TABLE member.upload ADD CONSTRAINT upload_status_check CHECK (status IN ('running', 'done', 'cancelled', 'refused'));
`;

export class RefusedUploads1763900008000 implements MigrationInterface {
  readonly name = 'RefusedUploads1763900008000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(REFUSED);
  }

  /** Forward only: lists that were refused are there. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only'));
  }
}
