import pg from 'pg';
import { loadCommandConfig } from '../../config.js';
import { servicesForCommand } from '../../embedded/services.js';
import { connectAnnouncer } from '../../rulebook/connect-announcer.js';

export type CommandAnnouncer = Awaited<ReturnType<typeof connectAnnouncer>>;

/** Runs a command on the database and Redis of the environment, else on those of the engine that runs here, and lets go of both. */
export async function withRulebook(
  work: (db: pg.Pool, databaseUrl: string, announcer: CommandAnnouncer) => Promise<number>,
): Promise<number> {
  const services = await servicesForCommand(console.error);
  const { databaseUrl, redisUrl, redisNamespace } = loadCommandConfig(services.databaseUrl, services.redisUrl);
  const db = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const announcer = await connectAnnouncer(redisUrl, redisNamespace, console.error);
  try {
    return await work(db, databaseUrl, announcer);
  } finally {
    announcer?.close();
    await db.end();
    await services.stop();
  }
}
