/**
 * `npm start`: everything for a first look on one machine. Installs and builds what is missing, starts Postgres and Redis unless
 * DATABASE_URL and REDIS_URL name others, migrates, loads the demo programme into an empty embedded database, and runs the engine.
 * In production the engine runs alone: `node dist/src/main.js`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { buildIfStale } from './build.mjs';
import { ROOT, installIfNeeded } from './install.mjs';

const READY_TIMEOUT_MS = 60_000;
const NO_RULES_AFTER_MS = 5_000;
/**
 * A call leaves much garbage and nothing that lasts: with more room fewer of its objects are alive when they are looked at. V8 must not take
 * what lives while hundreds of sales wait for objects that last: made among the old ones, they keep young garbage alive (bench:ab). Old
 * objects may double before all are looked at, for which every till waits; and little that is alive is sooner copied by one thread than by
 * several that wait for a processor.
 */
const MEMORY = ['--max-semi-space-size=64', '--no-allocation-site-pretenuring', '--heap-growing-percent=100', '--no-parallel-scavenge'];
const dist = (...path) => join(ROOT, 'dist', 'src', ...path);
const load = (...path) => import(pathToFileURL(dist(...path)).href);
const say = (message) => console.log(`[start] ${message}`);

function isFree(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** A port the environment names is taken at its word; else the usual one, or the next that is free. */
async function choosePort(variable, usual, host, taken) {
  if (process.env[variable]) return process.env[variable];
  let port = usual;
  while (taken.includes(String(port)) || !(await isFree(host, port))) port += 1;
  if (port !== usual) say(`port ${usual} is in use; ${variable} is ${port}`);
  return String(port);
}

/** The exports want a token; one is made for this data folder and kept there, readable by its owner alone. */
function adminToken(dataDir) {
  if (process.env.ADMIN_TOKEN) return process.env.ADMIN_TOKEN;
  const file = join(dataDir, 'admin-token');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** `seed-demo --if-empty` leaves a database that has a published programme as it is. */
function loadDemo(env) {
  const script = dist('edge', 'cli', 'seed-demo.js');
  if (!existsSync(script)) return;
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', script, '--if-empty'], { cwd: ROOT, env, stdio: 'inherit' });
  if (status !== 0) throw new Error('the demo programme could not be loaded');
}

/** What /health/ready says, or null while nobody answers. */
async function health(http) {
  try {
    const answer = await fetch(`${http}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    return { ready: answer.ok, text: await answer.text() };
  } catch {
    return null;
  }
}

/** An engine without rules is not ready and never will be by itself, but it is up: a programme has to be published. */
const lacksRules = (answer) => /"rule_set_version":0\b/.test(answer?.text ?? '');

async function addresses() {
  const grpcHost = process.env.GRPC_HOST || '127.0.0.1';
  const httpHost = process.env.HTTP_HOST || '127.0.0.1';
  const grpcPort = await choosePort('GRPC_PORT', 50051, grpcHost, []);
  const httpPort = await choosePort('HTTP_PORT', 8080, httpHost, [grpcPort]);
  const reachable = (host) => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);
  return { grpcPort, httpPort, grpc: `${reachable(grpcHost)}:${grpcPort}`, http: `http://${reachable(httpHost)}:${httpPort}` };
}

function welcome({ grpc, http }, dataDir, ready) {
  const scheme = process.env.TLS_CERT_FILE ? 'TLS' : 'plain text';
  console.log(`
${ready ? 'Tallystick is ready.' : 'Tallystick is up, but has no programme yet: publish one with npm run publish.'}

  gRPC      ${grpc}  (${scheme})
  REST      ${http}  (token: ${process.env.ADMIN_TOKEN ? 'ADMIN_TOKEN' : relative(process.cwd(), join(dataDir, 'admin-token'))})
  metrics   ${http}/metrics

Try in another terminal:

  npm run till      scan a basket and pay with points
  npm run replay    send a day of receipts through the engine
  npm run verify    check every balance of the ledger

Ctrl-C stops everything; the data stays in ${relative(process.cwd(), dataDir) || '.'}. npm run reset deletes it.
`);
}

/** Signals may come at any time, also while Postgres is starting; whoever is at work says what to do about them. */
const signals = { count: 0, react: () => undefined };

/** Runs the engine until it ends or a signal comes; a second signal does not wait for the calls in work. Returns the exit code. */
async function runEngine(env, where, onReady) {
  // Detached: Ctrl-C reaches the whole process group, and the engine is to be told once, by us.
  const options = { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true };
  const engine = spawn(process.execPath, ['--enable-source-maps', ...MEMORY, dist('main.js')], options);
  const ended = new Promise((resolve) => engine.once('exit', (code) => resolve(code ?? 1)));
  const isRunning = () => engine.exitCode === null && engine.signalCode === null;
  signals.react = () => {
    if (signals.count === 1) say('stopping: waiting for the calls in work (once more to stop at once)');
    engine.kill(signals.count > 1 ? 'SIGKILL' : 'SIGTERM');
  };
  const started = Date.now();
  let answer = null;
  const isSettled = () => answer?.ready || (lacksRules(answer) && Date.now() - started > NO_RULES_AFTER_MS);
  while (isRunning() && signals.count === 0 && !isSettled() && Date.now() - started < READY_TIMEOUT_MS) {
    await sleep(50);
    answer = await health(where.http);
  }
  if (isSettled() && isRunning()) onReady(engine.pid, answer.ready);
  else if (isRunning() && signals.count === 0) {
    say(`the engine is not ready: ${answer?.text ?? `nobody answers at ${where.http}`}`);
    engine.kill('SIGTERM');
  }
  const code = await ended;
  return signals.count > 0 ? code : code || 1;
}

async function main() {
  installIfNeeded();
  buildIfStale();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      signals.count += 1;
      signals.react();
    });
  }
  const { ensureServices, locateServices, recordEngine, servicesFromEnvironment } = await load('embedded', 'services.js');
  const { migrate } = await load('edge', 'cli', 'migrate.js');
  const settings = servicesFromEnvironment();
  const services = await ensureServices({ ...settings, log: say });
  const running = locateServices(settings.dataDir)?.engine;
  if (running) {
    say(`already running: gRPC ${running.grpc}, REST ${running.http}, pid ${running.pid}`);
    return 1;
  }
  try {
    const where = await addresses();
    const env = {
      ...process.env,
      DATABASE_URL: services.databaseUrl,
      REDIS_URL: services.redisUrl ?? '',
      ADMIN_TOKEN: adminToken(settings.dataDir),
      GRPC_PORT: where.grpcPort,
      HTTP_PORT: where.httpPort,
    };
    const applied = await migrate(services.databaseUrl);
    if (applied.length > 0) say(`migrated: ${applied.join(', ')}`);
    if (services.owned.postgres) loadDemo(env);
    if (signals.count > 0) return 130;
    return await runEngine(env, where, (pid, ready) => {
      recordEngine(settings.dataDir, { pid, grpc: where.grpc, http: where.http });
      welcome(where, settings.dataDir, ready);
    });
  } finally {
    await services.stop();
    if (services.owned.postgres || services.owned.redis) say('stopped');
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`[start] ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
