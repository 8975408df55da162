import type { Pool } from 'pg';
import { migrations } from '../migrations/index.js';

/** The database does not fit this program. The message says what to do. */
export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch';
}

const UNDEFINED_TABLE = '42P01';

/** Rejects with `SchemaMismatch` unless exactly the migrations of this program were applied. */
export async function checkSchema(pool: Pool): Promise<void> {
  const applied = await appliedMigrations(pool);
  const ours = migrations.map((Migration) => new Migration().name ?? Migration.name);
  const missing = ours.filter((name) => !applied.has(name));
  if (missing.length > 0)
    throw new SchemaMismatch(`the database lacks ${missing.length} migration(s), first ${missing[0]}: run \`npm run migrate\``);
  const unknown = [...applied].filter((name) => !ours.includes(name));
  if (unknown.length > 0)
    throw new SchemaMismatch(`the database is ahead of this program by ${unknown.join(', ')}: start the newer program`);
}

async function appliedMigrations(pool: Pool): Promise<Set<string>> {
  try {
    const { rows } = await pool.query<{ name: string }>('SELECT name FROM migrations');
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if ((error as { code?: unknown }).code === UNDEFINED_TABLE) return new Set();
    throw error;
  }
}
