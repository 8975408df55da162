/** `npm run model -- [--operations N] [--seed N] [--worlds N]`: the long form of the model test, on a database of its own. */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Client, Pool } from 'pg';
import { migrate } from '../../../src/edge/cli/migrate.js';
import { servicesForCommand } from '../../../src/embedded/services.js';
import { verifyLedger } from '../../../src/jobs/verify/verify-ledger.js';
import { runModel } from './run-model.js';

const { values } = parseArgs({ options: { operations: { type: 'string' }, seed: { type: 'string' }, worlds: { type: 'string' } } });
const operations = Number(values.operations ?? 1_000_000);
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const worlds = Number(values.worlds ?? 64);

const services = await servicesForCommand(console.error);
const name = `model_${randomBytes(4).toString('hex')}`;
const url = new URL(services.databaseUrl);
url.pathname = `/${name}`;

async function execute(sql: string): Promise<void> {
  const client = new Client({ connectionString: services.databaseUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

console.log(`Model test: ${operations} operations in ${worlds} worlds, seed ${seed}`);
const from = performance.now();
let told = from;
try {
  await execute(`create database ${name}`);
  await migrate(url.href);
  const onProgress = (done: number): void => {
    const now = performance.now();
    if (now - told < 10_000) return;
    told = now;
    console.error(`${done} operations · ${Math.floor((done / (now - from)) * 1000)}/s`);
  };
  const run = await runModel({ databaseUrl: url.href, seed, operations, worlds, onProgress });
  const seconds = Math.ceil((performance.now() - from) / 1000);
  console.log(`${run.operations} operations in ${seconds} s: ${run.accepted} accepted, ${run.replayed} repeated, ${run.members} members`);
  console.log(`refused: ${JSON.stringify(run.refused)}`);
  const pool = new Pool({ connectionString: url.href, max: 1 });
  const { checks } = await verifyLedger(pool, { parts: 32 }).finally(() => pool.end());
  const wrong = checks.filter((check) => check.wrong > 0 && check.name !== 'rule-set versions');
  console.log(wrong.length === 0 ? 'The ledger did what the model did, and verify finds it whole.' : JSON.stringify(wrong, null, 2));
  process.exitCode = wrong.length === 0 ? 0 : 1;
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
} finally {
  await execute(`drop database if exists ${name} with (force)`);
  await services.stop();
}
