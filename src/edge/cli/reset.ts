/** `npm run reset [-- --yes]`: deletes the embedded Postgres and Redis with all their data, for a fresh start. */
import { createInterface } from 'node:readline/promises';
import { removeData, servicesFromEnvironment } from '../../embedded/services.js';

async function confirmed(dataDir: string): Promise<boolean> {
  if (process.argv.includes('--yes')) return true;
  if (!process.stdin.isTTY) {
    console.error('Nobody to ask: run `npm run reset -- --yes`.');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Delete all data of ${dataDir}: members, points, sales and rules? Type "yes": `);
  terminal.close();
  return answer.trim() === 'yes';
}

async function main(): Promise<number> {
  const { dataDir } = servicesFromEnvironment();
  if (!(await confirmed(dataDir))) {
    console.log('Nothing was deleted.');
    return 2;
  }
  await removeData(dataDir);
  console.log(`Deleted the data of ${dataDir}. A database named by DATABASE_URL is not touched.`);
  return 0;
}

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message);
  return 1;
});
