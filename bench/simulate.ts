/**
 * `npm run bench:simulate`: stored receipts that are simulated in a second of processor time, reading and decoding included. Sells
 * receipts of ten lines by 300 rules into a Postgres of its own, then prices them by a draft with a few other rates, a limit for each
 * member and a budget; and by the live rules, which must change nothing. `--quick` sells fewer. `--profile` writes a .cpuprofile.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../src/core/rules/compile.js';
import { serviceAccount, serviceHome } from '../src/embedded/home.js';
import { ensurePostgres } from '../src/embedded/postgres.js';
import { removeData } from '../src/embedded/services.js';
import { createDataSource } from '../src/ledger/datasource.js';
import { machine } from './measure/machine.js';
import { readClocks, usedMs } from './measure/processors.js';
import { least, median, most } from './measure/statistics.js';
import { assertUnchanged, draft, PAST_RULES, sellPast, simulatePast, type Simulated } from './past.js';

const QUICK = process.argv.includes('--quick');
const PROFILE = process.argv.includes('--profile');
const RECEIPTS = QUICK ? 6_000 : 40_000;
const ROUNDS = QUICK ? 2 : 5;
const SECOND_MS = 1_000;

async function profiled(work: () => Promise<unknown>): Promise<void> {
  const session = new Session();
  session.connect();
  const post = (method: string): Promise<object | undefined> =>
    new Promise((resolve, reject) =>
      session.post(method, (error: Error | null, answer?: object) => (error ? reject(error) : resolve(answer))),
    );
  await post('Profiler.enable');
  await post('Profiler.start');
  await work();
  const { profile } = (await post('Profiler.stop')) as { profile: Profiler.Profile };
  writeFileSync('simulate.cpuprofile', JSON.stringify(profile));
  session.disconnect();
}

interface Measured extends Simulated {
  readonly wallMs: number;
  readonly postgresMs: number;
}

async function measured(databaseUrl: string, postgresPid: number): Promise<Measured> {
  const [postgresBefore, began] = [cpuMs(postgresPid), performance.now()];
  const one = await simulatePast(databaseUrl, byDraft);
  return { ...one, wallMs: performance.now() - began, postgresMs: cpuMs(postgresPid) - postgresBefore };
}

const cpuMs = (pid: number): number => usedMs(readClocks(), [pid]);
const perSecond = (count: number, ms: number): number => Math.floor((count * SECOND_MS) / ms);
const byDraft = compile(draft, 0, '');

const dataDir = mkdtempSync(join(tmpdir(), `tallystick-bench-${process.pid}-`));
try {
  const account = serviceAccount();
  const postgres = await ensurePostgres(serviceHome(dataDir, account), account);
  const source = await createDataSource(postgres.url).initialize();
  await source.runMigrations();
  await source.destroy();
  await sellPast(postgres.url, RECEIPTS);
  console.log(`${machine()}; ${RECEIPTS} receipts of ten lines, ${PAST_RULES} rules`);
  await measured(postgres.url, postgres.pid);
  const rounds: Measured[] = [];
  for (let k = 0; k < ROUNDS; k++) {
    const one = await measured(postgres.url, postgres.pid);
    rounds.push(one);
    const { looked } = one.report.receipts;
    console.log(
      `round ${k + 1}: ${perSecond(looked, one.ownMs)}/s of own processor time, ${perSecond(looked, one.wallMs)}/s by the clock; Postgres takes ${Math.floor((one.postgresMs * 100) / one.ownMs)} % beside it`,
    );
  }
  const own = rounds.map(({ report, ownMs }) => perSecond(report.receipts.looked, ownMs));
  const both = rounds.map(({ report, ownMs, postgresMs }) => perSecond(report.receipts.looked, ownMs + postgresMs));
  console.log(`median ${median(own)} receipts/s and core (${least(own)} to ${most(own)}); with Postgres' share ${median(both)}`);
  console.log(JSON.stringify(rounds[0]!.report.receipts));
  await assertUnchanged(postgres.url);
  if (PROFILE) await profiled(() => simulatePast(postgres.url, byDraft));
} finally {
  await removeData(dataDir);
}
