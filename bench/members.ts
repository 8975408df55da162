/**
 * Segments and tiers of 100,000 members in one call, with quotes going on beside it: how long the call and the work behind it take, the most
 * memory the engine ever had, what quotes paid for it, a repetition after a lost reply, and a list with wrong lines. Brings its own
 * Postgres and engine. `--members=N` other sizes.
 */
import pg from 'pg';
import { startPart } from './child.js';
import { cardNumber } from './load/messages.js';
import type { LoadAnswer, LoadRequest } from './load/load.js';
import { residentMb } from './measure/processors.js';
import { buildEngine } from './shop/engine.js';
import { openShop } from './shop/open-shop.js';

const MEMBERS = Number(process.argv.find((argument) => argument.startsWith('--members='))?.split('=')[1] ?? 100_000);
const RULES = 1_000;
const QUOTES_PER_SECOND = 100;
const LOAD_MS = 20_000;
const WRONG_EVERY = 100;
const TOKEN = 'a-token-of-the-bench-only';

const shown = (value: number, digits = 1): string => new Intl.NumberFormat('en', { maximumFractionDigits: digits }).format(value);
const seconds = (ms: number): string => shown(ms / 1_000);
const mb = (value: number): string => shown(value, 0);

interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly ms: number;
}

function listOf(isWrong: (k: number) => boolean): string {
  const lines = Array.from(
    { length: MEMBERS },
    (_, k) => `${isWrong(k) ? '' : cardNumber(k)},${k % 3 === 0 ? 'gold' : ''},autumn|s${k % 100}\n`,
  );
  return `card_number,tier,segments\n${lines.join('')}`;
}

async function call(base: string, method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Reply> {
  const started = performance.now();
  const init = { method, headers: { authorization: `Bearer ${TOKEN}`, ...headers }, ...(body === undefined ? {} : { body }) };
  const response = await fetch(`http://${base}${path}`, init);
  return { status: response.status, body: (await response.json()) as Reply['body'], ms: performance.now() - started };
}

buildEngine();
const shop = await openShop({ rules: RULES, cards: MEMBERS });
const generator = startPart<LoadRequest, LoadAnswer>('./load/load.ts');
try {
  const engine = await shop.engine({ ADMIN_TOKEN: TOKEN, ADMIN_CALLS_PER_MINUTE_MAX: '100000' });
  let firstCall = 0;
  const quotes = (): Promise<LoadAnswer> => {
    const scale = { connections: 8, rules: RULES, cards: MEMBERS, warmMs: 1_000, measureMs: LOAD_MS, timeoutMs: null };
    const loop = { perSecond: QUOTES_PER_SECOND };
    return generator.ask({ addresses: [engine.grpc], key: shop.key, call: 'quote', loop, firstCall: (firstCall += 1_000_000), ...scale });
  };
  const send = (list: string, key: string): Promise<Reply> =>
    call(engine.http, 'POST', '/v1/members/uploads?reason=bench', list, { 'content-type': 'text/csv', 'idempotency-key': key });
  const finished = async (uploadId: unknown): Promise<Reply['body']> => {
    for (;;) {
      const { body } = await call(engine.http, 'GET', `/v1/uploads/${String(uploadId)}`);
      if (body['status'] !== 'running') return body;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const good = listOf(() => false);
  const wrong = listOf((k) => k % WRONG_EVERY === 0);
  const quiet = await quotes();
  const before = residentMb(engine.pid);
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, residentMb(engine.pid))), 20);
  const started = performance.now();
  const loaded = quotes();
  const sent = await send(good, 'the-list');
  const done = await finished(sent.body['uploadId']);
  const doneMs = performance.now() - started;
  const again = await send(good, 'the-list');
  const refused = await send(wrong, 'the-wrong-list');
  clearInterval(watch);
  const busy = await loaded;
  const db = new pg.Client({ connectionString: shop.databaseUrl });
  await db.connect();
  const changed = await db.query(`SELECT count(*)::integer AS n FROM member.member WHERE 'autumn' = ANY (segments)`);
  await db.end();
  const isRight =
    sent.status === 202 &&
    done['done'] === MEMBERS &&
    changed.rows[0].n === MEMBERS &&
    again.body['uploadId'] === sent.body['uploadId'] &&
    refused.status === 422;
  const size = `${MEMBERS} lines, ${shown(good.length / 2 ** 20)} MB`;
  console.log(
    `${size}: taken in ${seconds(sent.ms)} s, all done after ${seconds(doneMs)} s (${String(done['done'])} changed, ${String(done['refused'])} refused)`,
  );
  console.log(
    `the same call again: ${seconds(again.ms)} s, the same upload; with every ${WRONG_EVERY}th line wrong: ${seconds(refused.ms)} s, ${String(refused.body['detail'])}`,
  );
  console.log(`memory of the engine: ${mb(before)} MB before, ${mb(peak)} MB at most`);
  const told = ({ latency }: LoadAnswer): string => `p50 ${shown(latency.p50Ms)} ms, p99 ${shown(latency.p99Ms)} ms`;
  console.log(`${QUOTES_PER_SECOND} quotes a second meanwhile: ${told(busy)}; in the quiet ${LOAD_MS / 1_000} s before: ${told(quiet)}`);
  console.log(isRight ? 'every member has its segments' : `WRONG: ${JSON.stringify([sent, done, again.body, refused.status])}`);
  process.exitCode = isRight ? 0 : 1;
} finally {
  generator.stop();
  await shop.close();
}
