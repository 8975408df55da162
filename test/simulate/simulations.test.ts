/** Simulations over HTTP: started, watched, cancelled, read; and what becomes of one whose process or engine dies. */
import { jest } from '@jest/globals';
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Pool } from 'pg';
import type { SimulationReport } from '../../src/core/simulation/report.js';
import { PROGRAMME } from '../support/engine.js';
import { line, receipt } from '../edge/receipts.js';
import { AdminClient, startAdminEngine, told, type AdminEngine, type Reply } from '../edge/admin/client.js';

const START = Date.UTC(2026, 9, 5, 10, 0);
const PERIOD = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };
const SALES = 40;
const CARDS = 4;

// A busy machine takes its time to start a process that compiles first.
jest.setTimeout(120_000);

let at: AdminEngine;
let mia: AdminClient;
let sold = 0;

/** Coffee 10.00 at 10 % off and tea 5.00; every fifth receipt without a card. 14 points with one. */
async function sell(count: number, key = at.keys.t1, storeId = 'S1'): Promise<void> {
  const one = async (k: number): Promise<void> => {
    const lines = [line({ sku: 'coffee', unitPriceMinor: 1000 }), line({ lineNumber: 2, sku: 'tea', unitPriceMinor: 500 })];
    const cardNumber = k % 5 === 4 ? '' : `70${k % CARDS}`;
    const body = receipt({ storeId, receiptNumber: `n${k}`, purchasedAtMs: START + k * 60_000, cardNumber, lines });
    const answer = await at.grpc.call('Sale', { receipt: body }, { key });
    if (!answer.ok) throw new Error(answer.message);
  };
  for (let k = 0; k < count; k += 20) await Promise.all(Array.from({ length: Math.min(20, count - k) }, () => one(sold++)));
}

async function draftOf(rules: readonly object[], over: object = {}): Promise<string> {
  const made = await mia.post('/v1/drafts', { name: 'Draft' });
  const put = await mia.call('PUT', `/v1/drafts/${made.body['draftId']}`, { ...PROGRAMME, rules, ...over }, { 'if-match': '"1"' });
  expect(put.status).toBe(200);
  return `draft:${made.body['draftId']}`;
}

const start = (body: object, headers?: Record<string, string>): Promise<Reply> =>
  mia.post('/v1/simulations', { against: 'live', ...PERIOD, ...body }, headers);

async function until(id: unknown, isIt: (body: Reply['body']) => boolean): Promise<Reply['body']> {
  for (let k = 0; k < 2_000; k++) {
    const { body } = await mia.get(`/v1/simulations/${String(id)}`);
    if (isIt(body)) return body;
    if (['failed', 'cancelled'].includes(String(body['state']))) throw new Error(JSON.stringify(body));
    await pause(50);
  }
  throw new Error('it took too long');
}

async function reportOf(body: object): Promise<SimulationReport> {
  const started = await start(body);
  expect(told(started)).toEqual([201]);
  return (await until(started.body['simulationId'], ({ state }) => state === 'done'))['report'] as SimulationReport;
}

/** Processes of simulations that this one has started. */
function processes(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return parent === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('simulate/process');
      } catch {
        return false;
      }
    });
}

beforeAll(async () => {
  at = await startAdminEngine({ SIMULATION_CPU_PERCENT: '100', SIMULATIONS_MAX: '2' });
  mia = await at.as('mia', 'marketer');
  await at.grpc.enrol('EnrolMembers', { members: Array.from({ length: CARDS }, (_, k) => ({ cardNumber: `70${k}` })) });
  await sell(SALES);
}, 60_000);
afterAll(() => at.close());

test('what is live changes no receipt', async () => {
  const report = await reportOf({});
  expect(report.receipts).toMatchObject({ looked: SALES, changed: 0, regrouped: 0, unchanged: SALES, notPriced: 0 });
  expect(report.totals.simulated).toEqual(report.totals.live);
  // 32 receipts with a card at 14 points, worth a hundredth each: 4.48 of 560.00.
  expect(report.totals.live).toEqual({
    ...{ regularMinor: 60_000, discountMinor: 4_000, netMinor: 56_000, burnMinor: 0, burnPoints: 0, earnPoints: 448 },
    ...{ pointsCostMinor: 448, discountShareBps: 667, pointsShareBps: 80 },
  });
});

test('a draft: costs by rule, who wins and loses, rules that never fired', async () => {
  const rules = [
    { ...PROGRAMME.rules![0]!, benefit: { kind: 'percent', rateBps: 2000 } },
    { ...PROGRAMME.rules![1]!, when: { kind: 'tier', in: ['gold'] } },
    { id: 'cake', name: 'Cake', stage: 'line', lines: { skus: ['cake'] }, benefit: { kind: 'percent', rateBps: 500 } },
  ];
  const report = await reportOf({ against: await draftOf(rules, { tiers: [{ id: 'gold', rank: 1 }] }) });
  expect(report.receipts).toMatchObject({ looked: SALES, changed: SALES, better: SALES, worse: 0 });
  expect(report.rules).toEqual([
    {
      ...{ ruleId: 'coffee', name: '10 % off coffee', stage: 'line' },
      live: { receipts: 40, discountMinor: 4_000, points: 0, pointsCostMinor: 0 },
      simulated: { receipts: 40, discountMinor: 8_000, points: 0, pointsCostMinor: 0 },
    },
    {
      ...{ ruleId: 'earn', name: 'A point for each 1.00', stage: 'earn' },
      live: { receipts: 32, discountMinor: 0, points: 448, pointsCostMinor: 448 },
      simulated: { receipts: 0, discountMinor: 0, points: 0, pointsCostMinor: 0 },
    },
  ]);
  expect(report.neverFired).toEqual({
    count: 2,
    rules: [
      { ruleId: 'cake', name: 'Cake' },
      { ruleId: 'earn', name: 'A point for each 1.00' },
    ],
  });
  expect(report.losers).toEqual([]);
  // 1.00 more off; with a card 14 points less.
  expect(report.winners).toHaveLength(20);
  expect(report.winners[0]).toMatchObject({ gainMinor: 100, storeId: 'S1', live: { netMinor: 1400 }, simulated: { netMinor: 1300 } });
  expect(JSON.stringify(report)).not.toMatch(/mbr_|70[0-3]"/);
  const sue = await at.as('sue', 'support');
  expect(await sue.get(report.winners[0]!.explain)).toMatchObject({ status: 200, body: { saleId: report.winners[0]!.saleId } });
});

test('limits and budgets run from receipt to receipt, in order of purchase', async () => {
  const weekly = {
    ...{
      id: 'weekly',
      name: 'Weekly',
      stage: 'receipt',
      when: { kind: 'member' },
      benefit: { kind: 'amountOff', amountMinor: 300, per: 'receipt' },
    },
    limits: [{ measure: 'times', max: 2, per: 'member', period: { kind: 'week' } }],
  };
  const few = {
    ...{ id: 'few', name: 'Few', stage: 'receipt', benefit: { kind: 'amountOff', amountMinor: 100, per: 'receipt' } },
    budgets: [{ measure: 'money', max: 1_050, exceed: 'cut' }],
  };
  const report = await reportOf({ against: await draftOf([...PROGRAMME.rules!, weekly, few]) });
  const costs = Object.fromEntries(report.rules.map(({ ruleId, simulated }) => [ruleId, [simulated.receipts, simulated.discountMinor]]));
  expect(costs).toMatchObject({ weekly: [2 * CARDS, 2 * CARDS * 300], few: [11, 1_050] });
  expect(report.budgets).toEqual([
    {
      ...{ key: 'rule:few/money', measure: 'money', max: 1_050, used: 1_050, simulated: 1_050, live: 0 },
      usedUpAt: new Date(START + 10 * 60_000).toISOString(),
    },
  ]);
  expect(report.limits).toEqual([{ key: 'rule:weekly/times', measure: 'times', max: 2, receipts: 2 * CARDS, usedUp: CARDS }]);
});

test('validate tells of a budget that a day would use up, and of no other', async () => {
  const few = (max: number, over: object = {}): object => ({
    ...{ id: 'few', name: 'Few', stage: 'receipt', benefit: { kind: 'amountOff', amountMinor: 100, per: 'receipt' } },
    ...{ budgets: [{ measure: 'money', max, exceed: 'cut' }], ...over },
  });
  const warned = async (rules: readonly object[], over: object = {}, who = mia): Promise<string[]> => {
    const draft = await draftOf(rules, over);
    const { body } = await who.post(`/v1/drafts/${draft.slice('draft:'.length)}/validate`);
    return (body['warnings'] as { pointer: string; code: string; sentence: string }[]).map((w) => `${w.pointer} ${w.code} ${w.sentence}`);
  };
  // All 40 receipts are of one day: 1.00 each.
  const sentence = (max: number) =>
    `exhausted By what was sold lately, a day draws about 4000 on this budget of ${max}: it would be used up within a day.`;
  expect(await warned([few(4_000)])).toEqual([`/rules/0/budgets/0/max ${sentence(4_000)}`]);
  expect(await warned([few(4_001)])).toEqual([]);
  expect(await warned([few(4_000, { lines: { skus: ['cake'] } })])).toEqual([]);
  // Not open yet, but judged by the days before.
  const campaigns = [{ id: 'c', window: { from: '2099-12-01' }, budgets: [{ measure: 'times', max: 40 }] }];
  const own = { campaign: 'c', budgets: undefined };
  expect(await warned([few(0, own)], { campaigns })).toEqual([
    '/campaigns/0/budgets/0/max exhausted By what was sold lately, a day draws about 40 on this budget of 40: it would be used up within a day.',
  ]);
  const made = await at.admin.post('/v1/keys', { name: 'north', roles: ['marketer'], stores: ['S1'] });
  expect(await warned([few(4_000)], {}, new AdminClient(at.http, String(made.body['key'])))).toEqual([]);
});

test('a period, stores and a sample choose the receipts', async () => {
  await sell(3, at.keys.t2, 'S2');
  const looked = async (body: object) => (await reportOf(body)).receipts.looked;
  const [s2, early, half, again] = await Promise.all([
    looked({ storeIds: ['S2'] }),
    looked({ to: new Date(START + 7 * 60_000).toISOString() }),
    looked({ sampleBps: 5_000, seed: 7 }),
    looked({ sampleBps: 5_000, seed: 7 }),
  ]);
  expect([s2, early]).toEqual([3, 7]);
  expect(half).toBe(again);
  expect(half).toBeGreaterThan(0);
  // Of four members and eight receipts without a card: one time in some thousands all or none.
  expect(half).toBeLessThan(SALES + 3);
});

test('a draft that is wrong, one that is not there, a period without length', async () => {
  expect(told(await start({ against: await draftOf([], { currency: 1 }) }))).toEqual([422, 'invalid_programme']);
  expect(told(await start({ against: `draft:drf_${'0'.repeat(32)}` }))).toEqual([404, 'unknown_draft']);
  expect(told(await start({ against: 'version:99' }))).toEqual([404, 'unknown_version']);
  expect(told(await start({ to: PERIOD.from }))).toEqual([400, 'malformed']);
  expect(told(await start({ sampleBps: 0 }))).toEqual([400, 'malformed']);
  expect(told(await start({ from: 'yesterday' }))).toEqual([400, 'malformed']);
  expect(told(await mia.get(`/v1/simulations/sim_${'0'.repeat(32)}`))).toEqual([404, 'unknown_simulation']);
});

test('repeated with its key it is started once; lists go in pages; the report is a file', async () => {
  const headers = { 'idempotency-key': 'sim-1' };
  const [first, second] = [await start({}, headers), await start({}, headers)];
  expect(second.body['simulationId']).toBe(first.body['simulationId']);
  expect(told(await start({ seed: 2 }, headers))).toEqual([409, 'key_reused']);
  const id = String(first.body['simulationId']);
  const early = await mia.get(`/v1/simulations/${id}/report`);
  expect([409, 200]).toContain(early.status);
  await until(id, ({ state }) => state === 'done');
  const page = await mia.get('/v1/simulations?state=done&limit=1');
  expect(page.body).toMatchObject({ items: [{ simulationId: id, state: 'done', receiptsDone: 43, receiptsTotal: 43, createdBy: 'mia' }] });
  expect((await mia.get(`/v1/simulations?limit=1&cursor=${page.body['next']}`)).body['items']).toHaveLength(1);
  const csv = await mia.get(`/v1/simulations/${id}/report?format=csv`);
  expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
  expect(String(csv.body['text']).split('\n')[1]).toBe('coffee,10 % off coffee,line,43,4300,0,0,43,4300,0,0');
  expect((await mia.get(`/v1/simulations/${id}/report`)).body).toMatchObject({ receipts: { looked: 43 } });
  const log = (await at.admin.get(`/v1/audit?subject=${id}`)).body['items'];
  expect(log).toMatchObject([{ actor: 'mia', action: 'simulation.start' }]);
});

test('a key of one store sees and simulates only that store', async () => {
  const made = await at.admin.post('/v1/keys', { name: 'south', roles: ['marketer'], stores: ['S2'] });
  const south = new AdminClient(at.http, String(made.body['key']));
  const whole = await start({});
  expect(told(await south.get(`/v1/simulations/${whole.body['simulationId']}`))).toEqual([404, 'unknown_simulation']);
  expect(told(await south.post('/v1/simulations', { against: 'live', ...PERIOD, storeIds: ['S1'] }))).toEqual([403, 'scope_not_allowed']);
  const own = await south.post('/v1/simulations', { against: 'live', ...PERIOD });
  expect(own.body).toMatchObject({ storeIds: ['S2'] });
  const seen = (await south.get('/v1/simulations')).body['items'] as { simulationId: string; storeIds: string[] }[];
  expect(seen[0]).toMatchObject({ simulationId: own.body['simulationId'] });
  expect(new Set(seen.flatMap(({ storeIds }) => storeIds))).toEqual(new Set(['S2']));
  expect((await until(own.body['simulationId'], ({ state }) => state === 'done'))['report']).toMatchObject({ receipts: { looked: 3 } });
});

test('more receipts than it may look at: it fails and says what to do', async () => {
  const small = await startAdminEngine({ SIMULATION_RECEIPTS_MAX: '1' });
  for (const receiptNumber of ['a', 'b']) await small.grpc.call('Sale', { receipt: receipt({ receiptNumber, purchasedAtMs: START }) });
  const started = await small.admin.post('/v1/simulations', { against: 'live', ...PERIOD });
  let body: Reply['body'] = {};
  for (let k = 0; k < 200 && body['state'] !== 'failed'; k++) {
    await pause(50);
    ({ body } = await small.admin.get(`/v1/simulations/${started.body['simulationId']}`));
  }
  expect(body).toMatchObject({ state: 'failed', reason: expect.stringContaining('SIMULATION_RECEIPTS_MAX'), report: null });
  await small.close();
});

describe('one that is at work', () => {
  const started = async (): Promise<string> => {
    const id = String((await start({})).body['simulationId']);
    await until(id, ({ state }) => state === 'running');
    return id;
  };

  test('begins again when its process is killed, and ends well', async () => {
    const id = await started();
    for (let k = 0; k < 200 && processes().length === 0; k++) await pause(10);
    for (const pid of processes()) process.kill(pid, 'SIGKILL');
    expect(await until(id, ({ state }) => state === 'done')).toMatchObject({ attempts: 2, receiptsDone: 43 });
  });

  test('is taken up by another engine when its own died, and given up after the third', async () => {
    const pool = new Pool({ connectionString: at.databaseUrl, max: 2 });
    // Engines that take work and are never heard of again; the last one leaves it to the engine of this test.
    const die = (times: number) =>
      pool.query(
        `UPDATE rulebook.simulation SET state = 'running', claim = gen_random_uuid(), attempts = $1, heartbeat_at = now() - interval '16 seconds'
         WHERE simulation_id = $2 AND state = 'queued'`,
        [times, id],
      );
    let id = '';
    const cases = [
      { times: 1, state: 'done', attempts: 2 },
      { times: 3, state: 'failed', attempts: 3 },
    ];
    for (const { times, state, attempts } of cases) {
      const held = await pool.connect();
      // No engine finds it before it is dead.
      await held.query('BEGIN');
      await held.query('LOCK TABLE rulebook.simulation IN SHARE UPDATE EXCLUSIVE MODE');
      id = String((await start({})).body['simulationId']);
      await die(times);
      await held.query('COMMIT');
      held.release();
      let body: Reply['body'] = {};
      for (let k = 0; k < 2_000 && body['state'] !== state; k++) {
        await pause(50);
        ({ body } = await mia.get(`/v1/simulations/${id}`));
      }
      expect(body).toMatchObject({ state, attempts, reason: times === 3 ? expect.stringContaining('died') : '' });
    }
    await pool.end();
  });

  test('ends with its engine', async () => {
    // A database that never answers, so that it has something to wait for.
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const file = fileURLToPath(new URL('../../src/jobs/simulate/process.ts', import.meta.url));
    const child = fork(file, [], { execArgv: ['--import', new URL('../sim/register.mjs', import.meta.url).href] });
    const gone = once(child, 'exit');
    const databaseUrl = `postgres://x:x@127.0.0.1:${(silent.address() as AddressInfo).port}/x`;
    const asked = once(silent, 'connection');
    child.send({ simulationId: 'sim_x', claim: randomUUID(), databaseUrl, receiptsMax: 1, cpuPercent: 1, statementTimeoutMs: 60_000 });
    await asked;
    child.disconnect();
    expect(await gone).toEqual([1, null]);
    silent.close();
  });
});
