/** A simulation that takes its time: it tells how far it is, hurts no till, and ends when it is told to. */
import { setTimeout as pause } from 'node:timers/promises';
import { line, receipt } from '../edge/receipts.js';
import { startAdminEngine, type AdminEngine, type Reply } from '../edge/admin/client.js';

const START = Date.UTC(2026, 9, 5, 10, 0);
const SALES = 600;

let at: AdminEngine;
let sold = 0;

async function sell(count: number): Promise<void> {
  const till = async (): Promise<void> => {
    for (let k = 0; k < count / 20; k++) {
      const number = sold++;
      const lines = Array.from({ length: 10 }, (_, n) => line({ lineNumber: n + 1, sku: n % 3 === 0 ? 'coffee' : `sku${n}` }));
      const answer = await at.grpc.call('Sale', {
        receipt: receipt({ receiptNumber: `n${number}`, purchasedAtMs: START + number, lines }),
      });
      if (!answer.ok) throw new Error(answer.message);
    }
  };
  await Promise.all(Array.from({ length: 20 }, till));
}

beforeAll(async () => {
  at = await startAdminEngine({ SIMULATION_CPU_PERCENT: '1' });
  await sell(SALES);
}, 60_000);
afterAll(() => at.close());

test('progress, tills beside it, and its end', async () => {
  const body = { against: 'live', from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };
  const path = `/v1/simulations/${String((await at.admin.post('/v1/simulations', body)).body['simulationId'])}`;
  const until = async (isIt: (body: Reply['body']) => boolean): Promise<Reply['body']> => {
    for (let k = 0; k < 400; k++) {
      const { body } = await at.admin.get(path);
      if (isIt(body)) return body;
      await pause(50);
    }
    throw new Error('it took too long');
  };
  const seen = await until(({ receiptsDone }) => Number(receiptsDone) > 0);
  expect(seen).toMatchObject({ state: 'running', receiptsTotal: SALES, report: null });
  expect(Number(seen['receiptsDone'])).toBeLessThan(SALES);
  const began = performance.now();
  await sell(100);
  console.info(`100 sales beside a simulation took ${Math.floor(performance.now() - began)} ms`);
  expect(await at.admin.post(`${path}/cancel`)).toMatchObject({ status: 200, body: { cancelAsked: true } });
  expect(await until(({ state }) => state !== 'running')).toMatchObject({ state: 'cancelled', report: null, endedAt: expect.any(String) });
  expect((await at.admin.get(`${path}/report`)).body).toMatchObject({ code: 'no_report' });
  expect(await at.admin.post(`${path}/cancel`)).toMatchObject({ status: 200, body: { state: 'cancelled' } });
}, 60_000);
