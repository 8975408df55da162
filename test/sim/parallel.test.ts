/** Many tills at once on few cards, through real engines on a real ledger. */
import type { Engine } from '../../src/edge/cli/engine/client.js';
import type { SaleRequest } from '../../src/edge/grpc/generated/tallystick/v1/SaleRequest.js';
import { freshDatabase, hasRedis, redisUrl, type TestDatabase } from '../support/database.js';
import { connect } from './connect.js';
import { startEngineProcess, type EngineProcess } from './engine-process.js';
import { seeded } from './random.js';
import { checkReplay, SimTill } from './till.js';
import { ask, createWorld, damages, type World } from './world.js';

const SEED = Number(process.env['SIM_SEED'] ?? 20261122);
const TILLS = 64;
const ACTIONS = Number(process.env['SIM_ACTIONS'] ?? 12);

let database: TestDatabase;
let world: World;
let engines: EngineProcess[];
let clients: Engine[];

beforeAll(async () => {
  database = await freshDatabase();
  world = await createWorld(database.url, 10);
  const redis = hasRedis ? { redisUrl: await redisUrl() } : {};
  const start = () => startEngineProcess({ databaseUrl: database.url, ...redis, env: { SETTLE_EVERY_MS: '200' } });
  engines = await Promise.all([start(), start()]);
  clients = engines.map((engine) => connect(engine.address, world.key));
}, 120_000);

afterEach(() => {
  // A failed till says only that the engine had a fault; the engine's own log says which.
  for (const { complaints } of engines) expect(complaints.splice(0)).toEqual([]);
});

afterAll(async () => {
  for (const client of clients) client.close();
  await Promise.all(engines.map((engine) => engine.kill()));
  await database.drop();
});

it(`${TILLS} tills on 10 cards and two engines: nothing double, nothing below its floor, every answer repeatable (seed ${SEED})`, async () => {
  const tills = Array.from({ length: TILLS }, (_, k) => new SimTill(`T${k}`, clients[k % 2]!, world.cards, seeded(SEED + k)));
  await Promise.all(
    tills.map(async (till) => {
      for (let k = 0; k < ACTIONS; k++) await till.act();
    }),
  );
  const acknowledged = tills.flatMap((till) => till.journal).filter((line) => line.answer !== null);
  expect(acknowledged.length).toBeGreaterThan(TILLS * ACTIONS * 0.4);
  // Either engine gives the same answers again.
  const sample = acknowledged.filter((_, k) => k % 3 === 0);
  await Promise.all(sample.map((line, k) => checkReplay(clients[k % 2]!, line)));
  expect(await damages(database.url)).toEqual([]);
  const [over] = await ask<{ given: string; uses: string }>(
    database.url,
    `SELECT (SELECT max(minor) FROM ledger.budget) AS given, (SELECT max(times) FROM ledger.budget WHERE key LIKE 'promo:%') AS uses`,
  );
  expect(Number(over?.given)).toBeLessThanOrEqual(50_000);
  expect(Number(over?.uses)).toBeLessThanOrEqual(60);
}, 240_000);

describe.each([
  ['one engine', 1],
  ['two engines', 2],
])('ten parallel copies of one call, %s', (_name, engineCount) => {
  const receiptNumber = `COPY-${engineCount}`;
  const copies = <Answer>(call: (engine: Engine) => Promise<Answer>): Promise<Answer[]> =>
    Promise.all(Array.from({ length: 10 }, (_, k) => call(clients[k % engineCount]!)));
  const key = { businessDate: '2026-03-14', receiptNumber };
  const line = { lineNumber: 1, sku: 'CUP', quantityMilli: 3000, unitPriceMinor: 1_099 };

  const once = (answers: readonly { readonly replayed: boolean }[]): void => {
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect(new Set(answers.map((answer) => JSON.stringify({ ...answer, replayed: true }))).size).toBe(1);
  };

  it.each([
    ['a member', '7000003'],
    ['nobody', ''],
  ])('one sale, one return, one void and identical answers, for %s', async (_who, cardNumber) => {
    const suffix = cardNumber === '' ? 'A' : 'M';
    const saleKey = { ...key, receiptNumber: `${receiptNumber}${suffix}` };
    const request: SaleRequest = { receipt: { ...saleKey, purchasedAtMs: 1_773_480_000_000, cardNumber, lines: [line] } };
    const sales = await copies((engine) => engine.sale(request));
    once(sales);
    const { saleId } = sales[0]!;
    const back = {
      saleId,
      receipt: { ...saleKey, receiptNumber: `${receiptNumber}${suffix}R` },
      lines: [{ lineNumber: 1, quantityMilli: 1000 }],
    };
    once(await copies((engine) => engine.return(back)));
    const other = { receipt: { ...request.receipt, receiptNumber: `${receiptNumber}${suffix}V` } };
    const voided = await clients[0]!.sale(other);
    once(await copies((engine) => engine.void({ saleId: voided.saleId, businessDate: key.businessDate })));
  });

  it('one hold and one capture', async () => {
    const request = {
      receipt: { ...key, receiptNumber: `${receiptNumber}H`, purchasedAtMs: 1_773_480_000_000, cardNumber: '7000004', lines: [line] },
    };
    const holds = await copies((engine) => engine.authorize(request));
    once(holds);
    once(await copies((engine) => engine.capture({ holdId: holds[0]!.holdId })));
  });

  it('of two bodies under one key one is refused', async () => {
    const receipt = { ...key, receiptNumber: `${receiptNumber}X`, purchasedAtMs: 1_773_480_000_000, lines: [line] };
    const other = { ...receipt, cardNumber: '7000005' };
    const answers = await Promise.allSettled([clients[0]!.sale({ receipt }), clients[engineCount - 1]!.sale({ receipt: other })]);
    expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find((answer) => answer.status === 'rejected')).toMatchObject({
      reason: { code: 'key_reused', statusName: 'ALREADY_EXISTS' },
    });
  });

  it('leaves a whole ledger', async () => {
    expect(await damages(database.url)).toEqual([]);
  });
});
