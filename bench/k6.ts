/**
 * `npm run bench:k6`: tills, carts and the people behind desks, as k6 plays them, on an engine of its own with Postgres and Redis; then the
 * ledger proves itself. `-- tills`, `-- carts` or `-- admin` a part, `-- --help` the options. Exit 1 where a threshold was missed or the
 * ledger is not whole, 2 where it could not run, 130 after Ctrl-C.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serviceAccount, writePrivate } from '../src/embedded/home.js';
import { ensureRedis } from '../src/embedded/redis.js';
import type { ShopFile } from './k6/shop-file.js';
import { findK6, thisMachine } from './load/find-k6.js';
import { HELP, readOptions, type K6Options } from './load/k6-options.js';
import { buildEngine } from './shop/engine.js';
import { openShop, verifyShop } from './shop/open-shop.js';
import { stockForK6 } from './shop/stock-k6.js';

const EXIT_MISSED = 1;
const EXIT_NOT_RUN = 2;
const EXIT_STOPPED = 130;
/** k6 says by this code that a threshold was missed. */
const K6_MISSED = 99;

const SCALES = { full: { rules: 2_000, cards: 20_000 }, short: { rules: 300, cards: 2_000 } } as const;

const say = (line: string): void => console.error(line);
const stopped = new AbortController();
// Ctrl-C reaches k6 and the engine by themselves, SIGTERM does not; what this process started is put away on its usual way out.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort(signal));

function options(): K6Options | null {
  try {
    const read = readOptions(process.argv.slice(2));
    if (read !== 'help') return read;
    console.log(HELP);
    process.exit(0);
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return null;
  }
}

/** k6's exit code; its summary and thresholds go to the screen. */
function play(k6: string, { script, seconds, rate, untimed }: K6Options, shop: ShopFile): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tallystick-k6-'));
  const file = join(folder, 'shop.json');
  writePrivate(file, JSON.stringify(shop));
  const settings = { SHOP: file, SECONDS: String(seconds), RATE: String(rate), UNTIMED: untimed ? 'yes' : 'no' };
  const env = Object.entries(settings).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const path = fileURLToPath(new URL(`./k6/${script}.ts`, import.meta.url));
  const child = spawn(k6, ['run', '--no-usage-report', '--address', '', ...env, path], { stdio: 'inherit' });
  const end = (): void => void (stopped.signal.reason === 'SIGTERM' && child.kill('SIGINT'));
  stopped.signal.addEventListener('abort', end);
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? EXIT_NOT_RUN));
  }).finally(() => {
    stopped.signal.removeEventListener('abort', end);
    rmSync(folder, { recursive: true, force: true });
  });
}

async function onOwnEngine(k6: string, asked: K6Options): Promise<number> {
  const scale = SCALES[asked.short ? 'short' : 'full'];
  buildEngine();
  say(`opening a shop with ${scale.rules} rules and ${scale.cards} cards`);
  const shop = await openShop(scale);
  try {
    const redis = await ensureRedis(shop.home, serviceAccount()).catch(() => null);
    if (redis === null) say('there is no Redis here: one engine goes without');
    const token = randomBytes(24).toString('hex');
    const settings = { ADMIN_TOKEN: token, REDIS_URL: redis?.url ?? '', ENGINE_PROCESSES: String(asked.processes) };
    const engine = await shop.engine(settings);
    const file = await stockForK6(shop, engine, token, scale);
    if (stopped.signal.aborted) return EXIT_STOPPED;
    const code = await play(k6, asked, file);
    if (stopped.signal.aborted) return EXIT_STOPPED;
    return await verified(code, () => shop.verify());
  } finally {
    await shop.close();
  }
}

async function onYours(k6: string, asked: K6Options, engine: NonNullable<K6Options['engine']>): Promise<number> {
  const { address, url, tls, shop } = engine;
  const file = { ...(JSON.parse(readFileSync(shop, 'utf8')) as ShopFile), address, url, tls };
  const code = await play(k6, asked, file);
  if (stopped.signal.aborted) return EXIT_STOPPED;
  const databaseUrl = process.env['DATABASE_URL'];
  if (databaseUrl) return verified(code, () => verifyShop(databaseUrl));
  say('the ledger was not verified: set DATABASE_URL for that');
  return exitOf(code);
}

async function verified(code: number, verify: () => Promise<number>): Promise<number> {
  try {
    say(`verify: the ledger is whole, ${await verify()} rows were looked at`);
    return exitOf(code);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return EXIT_MISSED;
  }
}

function exitOf(code: number): number {
  if (code === 0) return 0;
  say(code === K6_MISSED ? 'a threshold was missed' : `k6 ended with ${code}`);
  return code === K6_MISSED ? EXIT_MISSED : EXIT_NOT_RUN;
}

async function main(): Promise<number> {
  const asked = options();
  if (asked === null) return EXIT_NOT_RUN;
  const k6 = findK6(thisMachine);
  if (k6 === null) return EXIT_NOT_RUN;
  try {
    return asked.engine === null ? await onOwnEngine(k6, asked) : await onYours(k6, asked, asked.engine);
  } catch (error) {
    if (stopped.signal.aborted) return EXIT_STOPPED;
    say(error instanceof Error ? error.message : String(error));
    return EXIT_NOT_RUN;
  }
}

process.exit(await main());
