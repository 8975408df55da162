/** A hold runs out just when the till captures or voids it: exactly one of them wins, and the points agree with the winner. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../src/edge/cli/engine/client.js';
import { EngineError } from '../../src/edge/cli/engine/engine-error.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { connect } from './connect.js';
import { startEngineProcess, type EngineProcess } from './engine-process.js';
import { createWorld, damages, type World } from './world.js';

const TTL_MS = 1_000;
const HOLDS = 60;

let database: TestDatabase;
let world: World;
let engines: EngineProcess[];
let clients: Engine[];

beforeAll(async () => {
  database = await freshDatabase();
  world = await createWorld(database.url, HOLDS);
  const start = () => startEngineProcess({ databaseUrl: database.url, env: { SETTLE_EVERY_MS: '50' } });
  engines = await Promise.all([start(), start()]);
  clients = engines.map((engine) => connect(engine.address, world.key));
  for (const cardNumber of world.cards) {
    const line = { lineNumber: 1, sku: 'CUP', quantityMilli: 10_000, unitPriceMinor: 1_000 };
    await clients[0]!.sale({ receipt: { businessDate: '2026-03-14', receiptNumber: `E${cardNumber}`, cardNumber, lines: [line] } });
  }
}, 120_000);

afterAll(async () => {
  for (const client of clients) client.close();
  await Promise.all(engines.map((engine) => engine.kill()));
  await database.drop();
});

type Outcome = 'done' | 'hold_expired' | 'hold_captured' | 'hold_voided';

async function outcome(call: Promise<unknown>): Promise<Outcome> {
  try {
    await call;
    return 'done';
  } catch (error) {
    if (error instanceof EngineError) return error.code as Outcome;
    throw error;
  }
}

it('capture, void and time race for each hold: one wins', async () => {
  const wins = { capture: 0, void: 0, time: 0 };
  await Promise.all(
    Array.from({ length: HOLDS }, async (_, k) => {
      const cardNumber = k % 4 === 0 ? '' : world.cards[k]!;
      const line = { lineNumber: 1, sku: 'TEA', quantityMilli: 2_000, unitPriceMinor: 350 };
      const key = { businessDate: '2026-03-14', receiptNumber: `H${k}` };
      const burn = cardNumber === '' ? {} : { burnPoints: 100 };
      const hold = await clients[0]!.authorize({ receipt: { ...key, cardNumber, lines: [line], ...burn }, holdTtlMs: TTL_MS });
      const { holdId } = hold;
      // Aimed at the last instants of the hold, by engines that settle all the time.
      await sleep(Math.max(0, hold.holdExpiresAtMs - Date.now() - 20 + (k % 9) * 5));
      const [captured, voided] = await Promise.all([
        outcome(clients[k % 2]!.capture({ holdId })),
        outcome(clients[(k + 1) % 2]!.void({ holdId, businessDate: '2026-03-15' })),
      ]);
      await sleep(Math.max(0, hold.holdExpiresAtMs - Date.now() + 300));
      const { status } = await clients[0]!.getSale({ receipt: key });
      const winners = [captured, voided].filter((one) => one === 'done').length;
      if (captured === 'done') wins.capture++;
      else if (voided === 'done') wins.void++;
      else wins.time++;
      const expected = captured === 'done' ? 'SALE_STATUS_CAPTURED' : voided === 'done' ? 'SALE_STATUS_VOIDED' : 'SALE_STATUS_EXPIRED';
      expect([k, winners <= 1, status]).toEqual([k, true, expected]);
      if (winners === 0) expect([captured, voided]).toEqual(['hold_expired', 'hold_expired']);
    }),
  );
  expect(wins.capture + wins.void + wins.time).toBe(HOLDS);
  expect(wins.time).toBeGreaterThan(0);
  expect(await damages(database.url)).toEqual([]);
}, 60_000);

it('a hold nobody comes back for is written down as expired by time alone', async () => {
  const cardNumber = world.cards[0]!;
  const before = (await clients[0]!.getMember({ cardNumber })).balance!;
  const line = { lineNumber: 1, sku: 'TEA', quantityMilli: 2_000, unitPriceMinor: 350 };
  const receipt = { businessDate: '2026-03-14', receiptNumber: 'FORGOTTEN', cardNumber, lines: [line], burnPoints: 200 };
  const hold = await clients[0]!.authorize({ receipt, holdTtlMs: TTL_MS });
  expect(hold.balance).toMatchObject({ activePoints: before.activePoints - 200, heldPoints: 200 });
  await sleep(TTL_MS + 1_000);
  const after = (await clients[1]!.getMember({ cardNumber })).balance!;
  expect(after).toMatchObject({ activePoints: before.activePoints, heldPoints: 0 });
  // Version: one for the hold, one for its release, which the job wrote before anybody asked.
  expect(after.version).toBe(before.version + 2);
});
