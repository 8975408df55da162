import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkGrants } from '../../src/edge/cli/grant/read-grants.js';
import { enrolMembers } from '../../src/ledger/enrol.js';
import { verifyLedger } from '../../src/jobs/verify/verify-ledger.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const COMMAND = fileURLToPath(new URL('../../src/edge/cli/grant.ts', import.meta.url));
const REGISTER = new URL('../sim/register.mjs', import.meta.url).href;
const MEMBERS = 1500;
const folder = mkdtempSync(join(tmpdir(), 'grant-'));

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = new Pool({ connectionString: database.url, max: 2 });
  await enrolMembers(
    pool,
    Array.from({ length: MEMBERS }, (_, k) => ({ cardNumber: `g${k}` })),
  );
});
afterAll(async () => {
  await pool.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});

function list(name: string, rows: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, ['card_number,points,expires_on', ...rows].join('\n'));
  return file;
}

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

async function run(args: readonly string[], killWhen?: () => Promise<boolean>): Promise<Run> {
  const env = { PATH: process.env['PATH'] ?? '', NODE_ENV: 'test', DATABASE_URL: database.url, REDIS_URL: 'redis://127.0.0.1:1' };
  const child = spawn(process.execPath, ['--import', REGISTER, COMMAND, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  if (killWhen !== undefined) {
    while (child.exitCode === null && !(await killWhen())) await sleep(5);
    child.kill('SIGKILL');
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, errors };
}

const granted = async (): Promise<number> =>
  (await pool.query<{ n: number }>(`SELECT count(*)::integer AS n FROM ledger.member_operation WHERE kind = 'grant'`)).rows[0]!.n;

it('grants each row once, although it is killed again and again', async () => {
  const rows = Array.from({ length: MEMBERS }, (_, k) => `g${k},${1 + (k % 50)},`);
  const file = list('bonus.csv', [...rows, 'g0,7,2027-02-28']);
  const args = [file, '--author', 'ann', '--reason', 'spring', '--json', '--concurrency', '64'];
  for (const stopAt of [1, 600]) {
    const killed = await run(args, async () => (await granted()) >= stopAt);
    expect(killed.code).toBe(null);
  }
  const before = await granted();
  expect(before).toBeLessThan(MEMBERS);
  const last = await run(args);
  expect(last).toMatchObject({ code: 0 });
  expect(JSON.parse(last.out)).toMatchObject({ rows: MEMBERS + 1, granted: MEMBERS + 1 - before, before, refused: 0 });
  expect(JSON.parse((await run(args)).out)).toMatchObject({ granted: 0, before: MEMBERS + 1 });
  const { rows: wrong } = await pool.query(
    `SELECT c.card_number FROM member.card c JOIN ledger.account a USING (bucket, member_id)
     WHERE a.active <> 1 + substr(c.card_number, 2)::integer % 50 + CASE c.card_number WHEN 'g0' THEN 7 ELSE 0 END`,
  );
  expect(wrong).toEqual([]);
  const { rows: dated } = await pool.query<{ expires_at: Date }>('SELECT expires_at FROM ledger.lot WHERE expires_at IS NOT NULL');
  expect(dated.map((lot) => lot.expires_at.toISOString())).toEqual(['2027-03-01T00:00:00.000Z']);
  expect((await verifyLedger(pool)).checks.filter((check) => check.wrong > 0)).toEqual([]);
}, 120_000);

it('refuses a row alone, and says which', async () => {
  const result = await run([list('some.csv', ['g1,5,', 'nobody,5,', 'g2,5,']), '--author', 'ann', '--reason', 'r', '--json']);
  expect(result.code).toBe(1);
  expect(result.errors).toContain('row 2: unknown_card');
  expect(JSON.parse(result.out)).toMatchObject({ granted: 2, refused: 1 });
});

it.each([
  ['no points', 'g1,0,', 'row 2: points must be a whole number'],
  ['points with a comma', 'g1,"1,5",', 'row 2: points must be a whole number'],
  ['no member', ',5,', 'row 2: give one of'],
  ['a day that is none', 'g1,5,2026-02-30', 'row 2: expires_on must be a date'],
])('grants nothing of a list with %s', async (_what, row, message) => {
  const file = list('bad.csv', ['g1,5,', row]);
  await expect(checkGrants(file, { reason: 'r', timeZone: 'UTC' })).rejects.toThrow(message);
});
