/** Real processes, really killed: each piece of work is continued by the next process, and nothing is there twice or missing. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { authorize } from '../../src/checkout/authorize.js';
import { sale } from '../../src/checkout/sale.js';
import { writeExport } from '../../src/edge/export/write-export.js';
import { verifyLedger } from '../../src/jobs/verify/verify-ledger.js';
import { enrolMembers } from '../../src/ledger/enrol.js';
import { EXPORT_KINDS } from '../../src/ledger/export/read-pages.js';
import { memberCalls, ok } from '../checkout/member-calls.js';
import { DAY_MS, NOW, openCheckout, saleOf, type OpenCheckout } from '../checkout/open-checkout.js';
import type { Work } from './killed-child.js';
import { SHORT_LIFE } from './short-life.js';

const CHILD = fileURLToPath(new URL('./killed-child.ts', import.meta.url));
const REGISTER = new URL('../sim/register.mjs', import.meta.url).href;
const MEMBERS = 80;
/** KILLED_LONG=1 kills an exporter again and again. */
const IS_LONG = process.env['KILLED_LONG'] === '1';
const folder = mkdtempSync(join(tmpdir(), 'tallystick-killed-'));

let open: OpenCheckout;
let cards: string[];
beforeAll(async () => {
  open = await openCheckout(SHORT_LIFE);
  const enrolled = await enrolMembers(
    open.deps.ledger.pool,
    Array.from({ length: MEMBERS }, (_, k) => ({ cardNumber: `k${k}` })),
  );
  cards = enrolled.map(({ cardNumber }) => cardNumber);
  await Promise.all(cards.map(async (card) => ok(await sale(open.deps, saleOf({ card, lines: [['tea', 1, 1000]] })))));
});
afterAll(async () => {
  await open.close();
  rmSync(folder, { recursive: true });
});

/** Runs the work in a process of its own; with `steps`, kills it with SIGKILL when it has said so many. True: it came to its end. */
async function run(work: Omit<Work, 'databaseUrl'>, steps = Infinity): Promise<boolean> {
  const args = ['--import', REGISTER, CHILD, JSON.stringify({ ...work, databaseUrl: open.databaseUrl })];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = 0;
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => void ((said += chunk.length) >= steps && child.kill('SIGKILL')));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the child ended with ${code}: ${errors}`);
  return code === 0;
}

const count = async (sql: string): Promise<number> => (await open.deps.ledger.pool.query<{ n: number }>(sql)).rows[0]!.n;
const damages = async () =>
  (await verifyLedger(open.deps.ledger.pool)).checks.filter(({ wrong, name }) => wrong > 0 && name !== 'rule-set versions');

it.each([
  ['csv', IS_LONG ? [3, 2, 5] : [3]],
  ['ndjson', [4]],
  ['parquet', [3]],
] as const)('an exporter that is killed writes %s, byte for byte as one that was not', async (format, kills) => {
  const postings = EXPORT_KINDS.get('postings')!;
  const name = `whole-${format}`;
  const wanted = { from: null, to: null, at: null, since: null };
  const whole = await writeExport(open.deps.ledger.pool, { ...postings, keysPerPage: 5 }, wanted, { folder, name, format });
  const killed = join(folder, `killed.${format}`);
  const work = { verb: 'export' as const, nowMs: NOW, kind: 'postings', format, folder };
  for (const steps of kills) {
    expect(await run(work, steps)).toBe(false);
    expect([existsSync(killed), existsSync(`${killed}.part`)]).toEqual([false, true]);
  }
  expect(await run(work)).toBe(true);
  expect(readFileSync(killed).equals(readFileSync(join(folder, whole.file)))).toBe(true);
  const manifest = JSON.parse(readFileSync(`${killed}.manifest.json`, 'utf8')) as typeof whole;
  expect(manifest).toEqual({ ...whole, file: `killed.${format}` });
  expect(manifest.totals['rows']).toBe(2 * MEMBERS);
});

it('the job that activates, expires and releases is killed and continued: each once', async () => {
  const { deps } = open;
  open.at(NOW + DAY_MS);
  // Active now: half of the members put some points into holds, and so does nobody in particular.
  for (const card of cards.slice(0, MEMBERS / 2))
    ok(await authorize(deps, { ...saleOf({ card, burn: 4, lines: [['tea', 1, 1000]] }), holdTtlMs: 60_000 }));
  for (let k = 0; k < 10; k++) ok(await authorize(deps, { ...saleOf({ lines: [['tea', 1, 1000]] }), holdTtlMs: 60_000 }));
  const later = { verb: 'settle' as const, nowMs: NOW + 30 * DAY_MS };
  const settled = () => count(`SELECT count(*) AS n FROM ledger.entry WHERE kind IN ('activate', 'expire', 'release')`);
  let before = await settled();
  for (const steps of [25]) {
    // Two at once; each is killed in its own round.
    expect(await Promise.all([run(later, steps), run(later, steps)])).toEqual([false, false]);
    const now = await settled();
    expect(now).toBeGreaterThan(before);
    before = now;
  }
  expect(await count('SELECT count(*) AS n FROM ledger.account WHERE due_at IS NOT NULL')).toBeGreaterThan(0);
  expect(await Promise.all([run(later), run(later)])).toEqual([true, true]);
  for (const [kind, times] of Object.entries({ activate: MEMBERS, expire: MEMBERS, release: MEMBERS / 2 }))
    expect([kind, await count(`SELECT count(*) AS n FROM ledger.entry WHERE kind = '${kind}'`)]).toEqual([kind, times]);
  expect(await count(`SELECT count(*) AS n FROM ledger.hold WHERE status = 'expired'`)).toBe(MEMBERS / 2 + 10);
  expect(await count(`SELECT sum(credit_points)::bigint AS n FROM ledger.posting WHERE account = 'breakage'`)).toBe(10 * MEMBERS);
  expect(await count('SELECT count(*) AS n FROM ledger.account WHERE due_at IS NOT NULL OR pending + active + held <> 0')).toBe(0);
  expect(await damages()).toEqual([]);
}, 60_000);

it('a transfer whose process or connection dies is there whole or not at all, and settled by repeating it', async () => {
  const calls = memberCalls(open.deps);
  open.at(NOW + 30 * DAY_MS);
  for (const card of cards.slice(0, 20)) ok(await calls.grant(card, 30));
  const pairs = Array.from({ length: 300 }, (_, k) => [cards[k % 20]!, cards[20 + (k % 7)]!] as const);
  const work = { verb: 'transfer' as const, nowMs: NOW + 30 * DAY_MS, pairs };
  const moved = () => count(`SELECT count(*) AS n FROM ledger.member_operation WHERE kind = 'transfer'`);
  const sides = () => count(`SELECT count(*) AS n FROM ledger.entry WHERE kind = 'transfer'`);
  for (const steps of [120]) {
    expect(await run(work, steps)).toBe(false);
    const done = await moved();
    expect(done).toBeGreaterThanOrEqual(steps);
    expect(done).toBeLessThan(pairs.length);
    expect(await sides()).toBe(2 * done);
    expect(await count(`SELECT coalesce(sum(balance), 0)::bigint AS n FROM ledger.trial_balance WHERE account = 'in_transit'`)).toBe(0);
  }
  // The connections die under it too: the process is told of an outage, and ends.
  let isOver = false;
  const cutOff = run(work)
    .catch(() => false)
    .finally(() => (isOver = true));
  const cut = async (): Promise<number> =>
    count(`SELECT count(pg_terminate_backend(pid)) AS n FROM pg_stat_activity WHERE datname = current_database()
      AND state = 'active' AND query LIKE '%ledger.post(%' AND pid <> pg_backend_pid()`);
  for (let cuts = 0; cuts === 0 && !isOver;) cuts = await cut();
  expect(await cutOff).toBe(false);
  expect(await sides()).toBe(2 * (await moved()));
  expect(await run(work)).toBe(true);
  expect(await moved()).toBe(pairs.length);
  expect(await sides()).toBe(2 * pairs.length);
  expect(await count('SELECT sum(active)::bigint AS n FROM ledger.account')).toBe(20 * 30);
  for (const [k, card] of cards.slice(0, 20).entries()) expect([k, (await calls.balance(card))[1]]).toEqual([k, 15]);
  expect(await damages()).toEqual([]);
}, 60_000);
