/**
 * `npm run bench`: quotes and durable sales a second through gRPC, each beside its floor in the same run. The floor of a quote is an echo
 * server on the same transport, message and codec; the floor of a sale is the same SQL with prebuilt parameters straight from pg.
 *
 * Starts its own Postgres with its default durability. `--quick` runs one short round of each.
 */
import { mkdtempSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connectEngine } from '../src/edge/cli/engine/client.js';
import { serviceAccount, serviceHome } from '../src/embedded/home.js';
import { ensurePostgres } from '../src/embedded/postgres.js';
import { removeData } from '../src/embedded/services.js';
import { createDataSource } from '../src/ledger/datasource.js';
import { enrolMembers } from '../src/ledger/enrol.js';
import { createTerminal } from '../src/rulebook/create-terminal.js';
import { publish } from '../src/rulebook/publish.js';
import { startEngineProcess, type EngineProcess } from '../test/sim/engine-process.js';
import { startPart } from './throughput/child.js';
import type { DirectAnswer, DirectRequest } from './throughput/direct.js';
import type { EchoRequest } from './throughput/echo.js';
import type { LoadAnswer, LoadRequest } from './throughput/load.js';
import { cpuMs, fsyncMs, machine } from './throughput/machine.js';
import { benchProgramme, CARDS, cardNumber, STORE, wireReceipt } from './throughput/messages.js';
import { markdown, writeReport, type Report, type Sample } from './throughput/report.js';

const QUICK = process.argv.includes('--quick');
const ROUNDS = QUICK ? 1 : 4;
const MEASURE_MS = QUICK ? 3_000 : 8_000;
const WARM_MS = QUICK ? 1_000 : 2_000;
const IN_FLIGHT = { quote: 64, sale: 256 } as const;
const DIRECT_SALES = QUICK ? 5_000 : 20_000;

interface Shop {
  readonly databaseUrl: string;
  readonly postgresPid: number;
  readonly home: string;
  readonly key: string;
  readonly engine: EngineProcess;
  close(): Promise<void>;
}

async function openShop(): Promise<Shop> {
  const dataDir = mkdtempSync(join(tmpdir(), `tallystick-bench-${process.pid}-`));
  try {
    return await openIn(dataDir);
  } catch (error) {
    await removeData(dataDir);
    throw error;
  }
}

async function openIn(dataDir: string): Promise<Shop> {
  const account = serviceAccount();
  const home = serviceHome(dataDir, account);
  const postgres = await ensurePostgres(home, account);
  const source = await createDataSource(postgres.url).initialize();
  await source.runMigrations();
  await source.destroy();
  const key = await stock(postgres.url);
  const engine = await startEngineProcess({ databaseUrl: postgres.url, env: { NODE_ENV: 'production', LOG_LEVEL: 'info' } });
  const close = async (): Promise<void> => {
    await engine.stop();
    await removeData(dataDir);
  };
  return { databaseUrl: postgres.url, postgresPid: postgres.pid, home, key, engine, close };
}

/** Rules, a terminal and cards; answers the terminal's key. */
async function stock(databaseUrl: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const published = await publish(pool, null, benchProgramme(), { by: 'bench', comment: '' });
    if (published.outcome !== 'published') throw new Error(JSON.stringify(published));
    const terminal = await createTerminal(pool, null, { terminalId: 'T1', storeId: STORE, name: 'T1', mayEnrol: false });
    if (terminal.outcome !== 'created') throw new Error('the terminal is there already');
    const cards = Array.from({ length: CARDS }, (_, k) => ({ cardNumber: cardNumber(k) }));
    for (let from = 0; from < CARDS; from += 1000) await enrolMembers(pool, cards.slice(from, from + 1000));
    return terminal.key;
  } finally {
    await pool.end();
  }
}

const [loadBefore = 0] = loadavg();
const shop = await openShop();
const load = startPart<LoadRequest, LoadAnswer>('./load.ts');
const echo = startPart<EchoRequest, string>('./echo.ts');
const direct = startPart<DirectRequest, DirectAnswer>('./direct.ts');
let round = 0;

/** Runs the work and reads the clocks of the processors around it. */
async function sample(serverPid: number, work: () => Promise<LoadAnswer | DirectAnswer>, prepared = false): Promise<Sample> {
  const before = [cpuMs(serverPid), cpuMs(shop.postgresPid)] as const;
  const answer = await work();
  const after = [cpuMs(serverPid), cpuMs(shop.postgresPid)] as const;
  const share = (MEASURE_MS + WARM_MS) / MEASURE_MS;
  const micros = (k: 0 | 1): number | null =>
    prepared || after[k] === 0 ? null : ((after[k] - before[k]) * 1000) / (answer.calls * share);
  const latency = 'p50Ms' in answer ? { p50Ms: answer.p50Ms, p99Ms: answer.p99Ms } : { p50Ms: null, p99Ms: null };
  return { perSecond: answer.perSecond, ...latency, serverMicros: micros(0), postgresMicros: micros(1) };
}

function loadRound(address: string, call: 'quote' | 'sale'): Promise<LoadAnswer> {
  round++;
  const timing = { warmMs: WARM_MS, measureMs: MEASURE_MS };
  return load.ask({ address, key: shop.key, call, inFlight: IN_FLIGHT[call], ...timing, round: `b${round}`, firstSeed: round * 7_919 });
}

/** Floor, engine, engine, floor, so that a machine that warms up or tires favours neither. */
async function compare(floor: () => Promise<Sample>, measured: () => Promise<Sample>): Promise<{ floor: Sample[]; measured: Sample[] }> {
  const samples = { floor: [] as Sample[], measured: [] as Sample[] };
  // Once each for nothing, so that no side is measured while it is still being compiled.
  await floor();
  await measured();
  for (let k = 0; k < ROUNDS; k++) {
    const [first, second] = k % 2 === 0 ? (['floor', 'measured'] as const) : (['measured', 'floor'] as const);
    for (const side of [first, second]) {
      const one = await (side === 'floor' ? floor() : measured());
      console.error(`${side}: ${Math.floor(one.perSecond)}/s`);
      samples[side].push(one);
    }
  }
  return samples;
}

try {
  const client = connectEngine({ address: shop.engine.address, key: shop.key, tls: null }, { deadlineMs: 5_000, patienceMs: 10_000 });
  const answer = await client.quote({ receipt: wireReceipt(1, cardNumber(1), 'first') });
  client.close();
  const echoAddress = await echo.ask({ answer });
  const fsyncBefore = fsyncMs(shop.home);
  const quotes = await compare(
    () => sample(echo.pid, () => loadRound(echoAddress, 'quote')),
    () => sample(shop.engine.pid, () => loadRound(shop.engine.address, 'quote')),
  );
  const lanes = { sales: DIRECT_SALES, batch: 128, lanes: 2 };
  const sales = await compare(
    () => sample(direct.pid, () => direct.ask({ databaseUrl: shop.databaseUrl, ...lanes, round: `d${++round}` }), true),
    () => sample(shop.engine.pid, () => loadRound(shop.engine.address, 'sale')),
  );
  const report: Report = {
    at: new Date().toISOString(),
    command: `npm run bench${QUICK ? ' -- --quick' : ''}`,
    machine: machine(),
    loadBefore,
    fsyncMs: [fsyncBefore, fsyncMs(shop.home)],
    comparisons: [
      {
        floor: { name: 'echo', what: `grpc-js, same message and codec, ${IN_FLIGHT.quote} in flight`, samples: quotes.floor },
        measured: { name: 'quote', what: `one engine, ${IN_FLIGHT.quote} in flight`, samples: quotes.measured },
      },
      {
        floor: { name: 'SQL', what: 'ledger.post from pg, batches of 128, 2 connections', samples: sales.floor },
        measured: { name: 'sale', what: `durable, one engine, ${IN_FLIGHT.sale} in flight`, samples: sales.measured },
      },
    ],
  };
  console.log(markdown(report));
  console.error(`written to ${writeReport(report)}`);
} finally {
  for (const part of [load, echo, direct]) part.stop();
  await shop.close();
}
