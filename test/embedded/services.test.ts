import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { serviceAccount, serviceHome } from '../../src/embedded/home.js';
import { isAlive } from '../../src/embedded/processes.js';
import { ensureServices, locateServices, recordEngine, removeData, type Services } from '../../src/embedded/services.js';

const said: string[] = [];
const log = (message: string) => void said.push(message);

async function query(databaseUrl: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
}

/** The pids in services.json, which is what another process would go by. */
function pids(dataDir: string): { postgresPid: number; redisPid?: number } {
  return JSON.parse(readFileSync(join(dataDir, 'services.json'), 'utf8')) as { postgresPid: number; redisPid?: number };
}

/** Leaves the folder as a SIGKILL does: the servers run, and the state names an owner that is no more. */
async function orphaned(dataDir: string): Promise<void> {
  const gone = spawn('true');
  await once(gone, 'exit');
  const file = join(dataDir, 'services.json');
  const state = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...state, owner: { pid: gone.pid, startedAt: '1' } }));
}

describe('embedded services', () => {
  let dataDir = '';
  let services: Services;

  // mkdtemp makes the folder 0700, so that as root this is also the case of a project nobody else can reach.
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), `tallystick-test-${process.pid}-`));
    services = await ensureServices({ dataDir, log });
  }, 120_000);

  afterAll(async () => {
    await services.stop();
    await removeData(dataDir);
  }, 60_000);

  it('starts durable servers on the loopback, keeps the data over a restart and ends both on stop', async () => {
    expect(await query(services.databaseUrl, 'show fsync')).toEqual(['on']);
    expect(await query(services.databaseUrl, 'show synchronous_commit')).toEqual(['on']);
    expect(await query(services.databaseUrl, 'show listen_addresses')).toEqual(['127.0.0.1']);
    expect(statSync(join(dataDir, 'services.json')).mode & 0o077).toBe(0);
    await query(services.databaseUrl, 'create table answers as select 42 as answer');
    const { postgresPid, redisPid } = pids(dataDir);
    const firstUrl = services.databaseUrl;

    await services.stop();
    expect([isAlive(postgresPid), redisPid !== undefined && isAlive(redisPid), locateServices(dataDir)]).toEqual([false, false, null]);

    services = await ensureServices({ dataDir, log });
    expect(services.databaseUrl).toBe(firstUrl);
    expect(await query(services.databaseUrl, 'select answer from answers')).toEqual([42]);
  }, 60_000);

  it('loses nothing committed when Postgres is killed, and starts again at once', async () => {
    await query(services.databaseUrl, 'create table kept as select generate_series(1, 1000) as answer');
    const { postgresPid } = pids(dataDir);
    process.kill(postgresPid, 'SIGKILL');
    await orphaned(dataDir);
    services = await ensureServices({ dataDir, log });
    expect(await query(services.databaseUrl, 'select count(*)::int from kept')).toEqual([1000]);
  }, 60_000);

  it('starts although postmaster.pid names a process that lives but is no Postgres', async () => {
    await services.stop();
    const cluster = join(serviceHome(dataDir, serviceAccount()), 'postgres');
    writeFileSync(join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n`);
    services = await ensureServices({ dataDir, log });
    expect(pids(dataDir).postgresPid).not.toBe(process.pid);
  }, 60_000);

  it('takes over what a killed process left running, and then ends it', async () => {
    const left = pids(dataDir);
    await orphaned(dataDir);
    said.length = 0;
    services = await ensureServices({ dataDir, log });
    expect(pids(dataDir)).toMatchObject(left);
    expect(said.filter((message) => message.includes('taken over'))).toHaveLength(left.redisPid === undefined ? 1 : 2);
    await services.stop();
    expect(isAlive(left.postgresPid)).toBe(false);
    services = await ensureServices({ dataDir, log });
  });

  it('lends the servers of an engine to a second process, whose stop leaves them alone', async () => {
    const { postgresPid } = pids(dataDir);
    recordEngine(dataDir, { pid: process.pid, grpc: '127.0.0.1:1', http: 'http://127.0.0.1:2' });
    const guest = await ensureServices({ dataDir, log });
    expect(guest.owned).toEqual({ postgres: false, redis: false });
    expect(guest.databaseUrl).toBe(services.databaseUrl);
    await guest.stop();
    expect(isAlive(postgresPid)).toBe(true);
  });

  it('with both URLs given starts nothing, and still tells where the engine listens', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), `tallystick-test-${process.pid}-`));
    const given = await ensureServices({ dataDir: elsewhere, databaseUrl: 'postgres://db/x', redisUrl: 'redis://cache', log });
    expect(given).toMatchObject({ databaseUrl: 'postgres://db/x', redisUrl: 'redis://cache', owned: { postgres: false, redis: false } });
    const engine = { pid: process.pid, grpc: '127.0.0.1:1', http: 'http://127.0.0.1:2' };
    recordEngine(elsewhere, engine);
    expect(locateServices(elsewhere)).toEqual({ databaseUrl: null, redisUrl: null, engine });
    await expect(ensureServices({ dataDir: elsewhere, log })).rejects.toThrow('set DATABASE_URL');
    rmSync(elsewhere, { recursive: true });
  });
});
