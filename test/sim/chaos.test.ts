/**
 * The engine and Postgres are killed under load, again and again. Afterwards every acknowledged effect is there once, with the same answer;
 * every other one is whole or absent and settled by repeating it; and the ledger is whole. `npm run chaos` is the long form.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceAccount, serviceHome, type Account } from '../../src/embedded/home.js';
import { ensurePostgres } from '../../src/embedded/postgres.js';
import { removeData } from '../../src/embedded/services.js';
import { createDataSource } from '../../src/ledger/datasource.js';
import { connect } from './connect.js';
import { startEngineProcess, type EngineProcess } from './engine-process.js';
import { seeded } from './random.js';
import { checkReplay, SimTill, settleByRepeating } from './till.js';
import { createWorld, damages, type World } from './world.js';

const SEED = Number(process.env['SIM_SEED'] ?? 20261122);
const ENGINE_KILLS = Number(process.env['CHAOS_ENGINE_KILLS'] ?? 4);
const POSTGRES_KILLS = Number(process.env['CHAOS_POSTGRES_KILLS'] ?? 1);
const PATIENT_TILLS = 24;
const IMPATIENT_TILLS = 8;
/** A cashier thinks; without it the audit afterwards takes longer than the shop. */
const THINK_MS = 300;
const MINUTES = 60_000;

let dataDir: string;
let home: string;
let account: Account;
let postgresPid: number;
let world: World;
let engine: EngineProcess;

const startEngine = (grpcPort?: number): Promise<EngineProcess> =>
  startEngineProcess({ databaseUrl: world.databaseUrl, ...(grpcPort === undefined ? {} : { grpcPort }), env: { SETTLE_EVERY_MS: '200' } });

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), `tallystick-test-${process.pid}-`));
  account = serviceAccount();
  home = serviceHome(dataDir, account);
  const postgres = await ensurePostgres(home, account);
  postgresPid = postgres.pid;
  const source = await createDataSource(postgres.url).initialize();
  await source.runMigrations();
  await source.destroy();
  world = await createWorld(postgres.url, 40);
  engine = await startEngine();
}, 3 * MINUTES);

afterAll(async () => {
  await engine.kill();
  await removeData(dataDir);
}, MINUTES);

async function killEngine(): Promise<void> {
  const port = Number(engine.address.split(':').pop());
  await engine.kill();
  engine = await startEngine(port);
}

async function killPostgres(): Promise<void> {
  process.kill(postgresPid, 'SIGKILL');
  await sleep(100);
  postgresPid = (await ensurePostgres(home, account)).pid;
}

async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: 32 }, worker));
}

it(
  `survives ${ENGINE_KILLS} kills of the engine and ${POSTGRES_KILLS} of Postgres under load (seed ${SEED})`,
  async () => {
    const random = seeded(SEED);
    const patient = connect(engine.address, world.key, 20 * MINUTES);
    const impatient = connect(engine.address, world.key, 0);
    const tills = Array.from({ length: PATIENT_TILLS + IMPATIENT_TILLS }, (_, k) => {
      const repeats = k < PATIENT_TILLS;
      return new SimTill(`C${k}`, repeats ? patient : impatient, world.cards, seeded(SEED + k), repeats);
    });
    const pause = seeded(SEED);
    let open = true;
    const shop = Promise.all(
      tills.map(async (till) => {
        while (open) {
          await till.act();
          await sleep(pause.below(THINK_MS));
        }
      }),
    ).finally(() => (open = false));
    const kills = [
      ...Array<() => Promise<void>>(ENGINE_KILLS).fill(killEngine),
      ...Array<() => Promise<void>>(POSTGRES_KILLS).fill(killPostgres),
    ];
    const killed = (async () => {
      while (open && kills.length > 0) {
        await sleep(500 + random.below(2_000));
        const [kill] = kills.splice(random.below(kills.length), 1);
        await kill!();
      }
      await sleep(500);
      open = false;
    })();
    // Whatever fails, nothing may be killed or started any more when the test ends.
    const ends = await Promise.allSettled([shop, killed]);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;

    const journal = tills.flatMap((till) => till.journal);
    const acknowledged = journal.filter((line) => line.answer !== null);
    const unknown = journal.filter((line) => line.answer === null);
    expect(acknowledged.length).toBeGreaterThan(100);
    await eachOf(acknowledged, (line) => checkReplay(patient, line));
    const settled = { there: 0, absent: 0, refused: 0 };
    await eachOf(unknown, async (line) => void settled[await settleByRepeating(patient, line)]++);
    patient.close();
    impatient.close();
    expect(await damages(world.databaseUrl)).toEqual([]);
    console.log(`${acknowledged.length} effects acknowledged; of ${unknown.length} without an answer: ${JSON.stringify(settled)}`);
  },
  30 * MINUTES,
);
