import type pg from 'pg';

const LOCK = `SELECT FROM catalogue.revision FOR UPDATE`;
const COUNT_UP = `UPDATE catalogue.revision SET revision = revision + 1 RETURNING revision::float8`;

/** Writers of the catalogue take turns: what is checked beside the tree stays so until the transaction ends. */
export async function lockCatalogue(tx: pg.PoolClient): Promise<void> {
  await tx.query(LOCK);
}

export async function nextRevision(tx: pg.PoolClient): Promise<number> {
  return (await tx.query<{ revision: number }>(COUNT_UP)).rows[0]!.revision;
}
