/** A whole engine in this process, on free ports and a database of its own, with a programme, two terminals and a way to call it. */
import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Pool } from 'pg';
import { loadConfig } from '../../src/config.js';
import { startEngine, type Engine } from '../../src/engine.js';
import type { Programme } from '../../src/core/rules/types.js';
import { createTerminal } from '../../src/rulebook/create-terminal.js';
import { publish } from '../../src/rulebook/publish.js';
import { createLogger } from '../../src/telemetry/logger.js';
import { freshDatabase } from './database.js';
import { GrpcCaller } from './grpc-caller.js';

/** 10 % off coffee; a point for each whole 1.00 of a member, spendable at once and worth a hundredth. */
export const PROGRAMME: Programme = {
  format: 'tallystick/1',
  id: 'test',
  name: 'Test programme',
  currency: 'GBP',
  minorDigits: 2,
  pointScale: 0,
  timeZone: 'Europe/London',
  settings: { burn: { rate: { points: 1, minor: 1 }, shareMaxBps: 5000, minMoneyMinor: 100 } },
  stores: [{ id: 'S1' }, { id: 'S2' }],
  rules: [
    { id: 'coffee', name: '10 % off coffee', stage: 'line', lines: { skus: ['coffee'] }, benefit: { kind: 'percent', rateBps: 1000 } },
    {
      id: 'earn',
      name: 'A point for each 1.00',
      stage: 'earn',
      when: { kind: 'member' },
      benefit: { kind: 'earnPerAmount', points: 1, perMinor: 100 },
    },
  ],
};

/** Jest compiles for itself alone; a process of its own needs a loader. */
const SIMULATION_PROCESS = {
  file: fileURLToPath(new URL('../../src/jobs/simulate/process.ts', import.meta.url)),
  execArgv: ['--import', new URL('../sim/register.mjs', import.meta.url).href],
};

export interface TestEngine {
  readonly engine: Engine;
  readonly databaseUrl: string;
  /** Keys of terminal T1 of store S1, which may enrol, and T2 of store S2, which may not. */
  readonly keys: { readonly t1: string; readonly t2: string };
  readonly grpc: GrpcCaller;
  readonly http: string;
  /** Everything that was logged. */
  readonly logged: string[];
  close(): Promise<void>;
}

/** `env` are settings beside those that make it run; `programme` null publishes nothing. */
export async function startTestEngine(env: Record<string, string> = {}, programme: object | null = PROGRAMME): Promise<TestEngine> {
  const database = await freshDatabase();
  const pool = new Pool({ connectionString: database.url, max: 1 });
  const terminal = async (terminalId: string, storeId: string, mayEnrol: boolean): Promise<string> => {
    const created = await createTerminal(pool, null, { terminalId, storeId, name: terminalId, mayEnrol });
    if (created.outcome !== 'created') throw new Error('the terminal is there already');
    return created.key;
  };
  const keys = { t1: await terminal('T1', 'S1', true), t2: await terminal('T2', 'S2', false) };
  if (programme !== null) {
    const result = await publish(pool, null, programme, { by: 'test', comment: '' });
    if (result.outcome !== 'published') throw new Error(JSON.stringify(result));
  }
  await pool.end();
  const logged: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged.push(chunk.toString());
      done();
    },
  });
  const settings = {
    NODE_ENV: 'test',
    GRPC_PORT: '0',
    HTTP_PORT: '0',
    DATABASE_URL: database.url,
    REDIS_NAMESPACE: `t${randomBytes(6).toString('hex')}`,
    ...env,
  };
  const config = loadConfig(settings);
  const engine = await startEngine(config, createLogger(config.logLevel, sink), SIMULATION_PROCESS);
  const grpc = new GrpcCaller(`127.0.0.1:${engine.grpcPort}`, keys.t1);
  return {
    engine,
    databaseUrl: database.url,
    keys,
    grpc,
    http: `http://127.0.0.1:${engine.httpPort}`,
    logged,
    async close() {
      grpc.close();
      await engine.stop();
      await database.drop();
    },
  };
}
