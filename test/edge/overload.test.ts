/** More than the engine takes: what is refused has no effect, what is accepted has its effect once, and nothing starts after its deadline. */
import { status } from '@grpc/grpc-js';
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestEngine, type TestEngine } from '../support/engine.js';
import { receipt } from './receipts.js';

const CARDS = Array.from({ length: 120 }, (_, k) => `91${String(k).padStart(4, '0')}`);

async function open(env: Record<string, string>): Promise<{ at: TestEngine; db: pg.Pool }> {
  const at = await startTestEngine(env);
  await at.grpc.enrol('EnrolMembers', { members: CARDS.map((cardNumber) => ({ cardNumber })) });
  return { at, db: new pg.Pool({ connectionString: at.databaseUrl, max: 2 }) };
}

const sell = (at: TestEngine, number: string, cardNumber: string, deadlineMs: number) =>
  at.grpc.call('Sale', { receipt: { ...receipt(), receiptNumber: number, cardNumber } }, { deadline: Date.now() + deadlineMs });

async function booked(db: pg.Pool): Promise<string[]> {
  const { rows } = await db.query<{ number: string }>('SELECT receipt_number AS number FROM ledger.sale ORDER BY 1');
  return rows.map(({ number }) => number);
}

test('three times as many sales as fit: each is booked once or refused without effect, and a refused one can be repeated', async () => {
  const { at, db } = await open({ CALLS_MAX: '40', BATCH_MAX: '4', QUEUE_MAX: '30' });
  const answers = await Promise.all(CARDS.map((card, k) => sell(at, `o${k}`, card, 60_000)));
  const refused = answers.flatMap((answer, k) => (answer.ok ? [] : [{ k, answer }]));
  expect(refused.length).toBeGreaterThan(0);
  for (const { answer } of refused) expect(answer).toMatchObject({ code: status.RESOURCE_EXHAUSTED, info: { reason: 'overloaded' } });
  const accepted = answers.flatMap((answer, k) => (answer.ok ? [`o${k}`] : []));
  expect(await booked(db)).toEqual([...accepted].sort());
  for (const { k } of refused)
    expect(await sell(at, `o${k}`, CARDS[k]!, 60_000)).toMatchObject({ ok: true, response: { replayed: false } });
  expect(await booked(db)).toHaveLength(CARDS.length);
  await db.end();
  await at.close();
}, 120_000);

test('what still waits when its deadline passes is not started later', async () => {
  const { at, db } = await open({ LANES: '1', BATCH_MAX: '1', QUERY_TIMEOUT_MS: '60000' });
  const blocker = await db.connect();
  await blocker.query('BEGIN; LOCK TABLE ledger.sale IN ACCESS EXCLUSIVE MODE');
  const answers = await Promise.all(CARDS.slice(0, 10).map((card, k) => sell(at, `d${k}`, card, 400)));
  for (const answer of answers) expect(answer).toMatchObject({ ok: false, code: status.DEADLINE_EXCEEDED });
  // The engine counts a deadline from the call's arrival, which on a busy machine is later than the till does.
  await sleep(2_000);
  await blocker.query('COMMIT');
  blocker.release();
  // One alone may have been with Postgres when its time was over; this one goes through the same lane, after all that waited.
  expect(await sell(at, 'after', CARDS[20]!, 60_000)).toMatchObject({ ok: true });
  await sleep(50);
  const numbers = await booked(db);
  expect(numbers).toContain('after');
  expect(numbers.length).toBeLessThanOrEqual(2);
  await db.end();
  await at.close();
}, 120_000);
