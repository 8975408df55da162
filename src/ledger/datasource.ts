import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.js';

/** The connection TypeORM uses for migrations and admin entities; the caller initializes and destroys it. */
export function createDataSource(databaseUrl: string): DataSource {
  return new DataSource({ type: 'postgres', url: databaseUrl, migrations, migrationsTransactionMode: 'each', logging: false });
}
