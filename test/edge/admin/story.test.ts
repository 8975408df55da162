/**
 * A marketer's week, over HTTP, while real tills sell: three rules are drafted, corrected, tried, simulated on a month of receipts,
 * published, compared, partly switched off and rolled back; a customer is answered; and the ledger verifies.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { SimulationReport } from '../../../src/core/simulation/report.js';
import type { ReplayRecord } from '../../../src/edge/cli/replay/record.js';
import { saleRequest } from '../../../src/edge/cli/replay/requests.js';
import { sharedFile } from '../../golden/shared-file.js';
import { startEngineProcess, type EngineProcess } from '../../sim/engine-process.js';
import { damages } from '../../sim/world.js';
import { hasRedis, redisUrl } from '../../support/database.js';
import { GrpcCaller } from '../../support/grpc-caller.js';
import { line, receipt } from '../receipts.js';
import { startAdminEngine, told, type AdminClient, type AdminEngine, type Reply } from './client.js';
import { monthOfSales, type MonthOfSales } from './story-month.js';

const FILE = sharedFile('STORY_FILE', 'data/uci-online-retail.ndjson.gz');
const SALES_MAX = Number(process.env['STORY_SALES'] ?? 200);
const ZONE = 'Europe/London';
const CONCURRENCY = 16;

const LIVE = {
  format: 'tallystick/1',
  id: 'shop',
  name: 'Shop',
  currency: 'GBP',
  minorDigits: 2,
  pointScale: 0,
  timeZone: ZONE,
  settings: { burn: { rate: { points: 1, minor: 1 } } },
  stores: [{ id: 'S1' }],
  campaigns: [{ id: 'winter', name: 'Winter' }],
  rules: [
    {
      id: 'points',
      name: 'A point for each 1.00',
      stage: 'earn',
      when: { kind: 'member' },
      benefit: { kind: 'earnPerAmount', points: 1, perMinor: 100 },
    },
  ],
};

let month: MonthOfSales;
let at: AdminEngine;
let second: EngineProcess;
/** A till on each engine. */
let tills: GrpcCaller[] = [];
let mia: AdminClient;
let pia: AdminClient;
let sue: AdminClient;

beforeAll(async () => {
  month = await monthOfSales(FILE, SALES_MAX);
  const env = { REDIS_URL: hasRedis ? await redisUrl() : '', REDIS_NAMESPACE: `story${process.pid}`, SIMULATION_CPU_PERCENT: '100' };
  at = await startAdminEngine(env, LIVE);
  second = await startEngineProcess({ databaseUrl: at.databaseUrl, env });
  tills = [at.grpc, new GrpcCaller(second.address, at.keys.t1)];
  [mia, pia, sue] = [await at.as('mia', 'marketer'), await at.as('pia', 'publisher'), await at.as('sue', 'support')];
  const members = ['7001', ...month.cards].map((cardNumber) => ({ cardNumber }));
  for (let from = 0; from < members.length; from += 500) {
    const enrolled = await at.grpc.enrol('EnrolMembers', { members: members.slice(from, from + 500) });
    if (!enrolled.ok) throw new Error(enrolled.message);
  }
}, 180_000);

afterAll(async () => {
  tills[1]?.close();
  await second.stop();
  await at.close();
}, 60_000);

/** Two of the best seller at 10.00, something else for 90.00, by a member. */
const BASKET = () => [
  line({ sku: month.bestSellers[0], quantityMilli: 2000, unitPriceMinor: 1000 }),
  line({ lineNumber: 2, sku: 'STORY', unitPriceMinor: 9000 }),
];
const rules = () => ({
  sellers: {
    id: 'best-sellers',
    name: '15 % off best sellers',
    stage: 'line',
    campaign: 'winter',
    lines: { skus: month.bestSellers },
    benefit: { kind: 'percent', rateBps: 1500 },
  },
  basket: {
    id: 'large-basket',
    name: '5 % off from 100.00',
    stage: 'receipt',
    campaign: 'winter',
    benefit: { kind: 'thresholdTiers', by: 'amount', mode: 'highest', tiers: [{ from: 10_000, give: { kind: 'percent', rateBps: 500 } }] },
  },
  bonus: {
    id: 'bonus',
    name: '50 points from 50.00',
    stage: 'earn',
    campaign: 'winter',
    when: { kind: 'all', of: [{ kind: 'member' }, { kind: 'amount', basis: 'running', minMinor: 5_000 }] },
    benefit: { kind: 'earnFixed', points: 50 },
  },
});

interface Totals {
  readonly netMinor: number;
  readonly earnPoints: number;
}
interface Quoted {
  readonly totals: Totals;
  readonly ruleSetVersion: number;
}

const toldBy = ({ totals, ruleSetVersion }: Quoted) => ({
  version: Number(ruleSetVersion),
  net: Number(totals.netMinor),
  points: Number(totals.earnPoints),
});

async function ask(till: GrpcCaller): Promise<ReturnType<typeof toldBy>> {
  const answer = await till.call('Quote', { receipt: receipt({ cardNumber: '7001', lines: BASKET() }) });
  if (!answer.ok) throw new Error(answer.message);
  return toldBy(answer.response['quote'] as Quoted);
}

/** Sells at each till; the ids of the sales. */
let sold = 0;
async function sell(): Promise<{ id: string; quote: ReturnType<typeof toldBy> }[]> {
  return Promise.all(
    tills.map(async (till) => {
      const body = receipt({ receiptNumber: `STORY-${(sold += 1)}`, cardNumber: '7001', lines: BASKET() });
      const answer = await till.call('Sale', { receipt: body });
      if (!answer.ok) throw new Error(answer.message);
      return { id: String(answer.response['saleId']), quote: toldBy(answer.response['quote'] as Quoted) };
    }),
  );
}

/** The change, and what both tills say once they have heard of it. How long that took is told; only hearing nothing is a failure. */
async function change(what: string, call: () => Promise<Reply>): Promise<{ reply: Reply; version: number; quotes: object[] }> {
  const reply = await call();
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  const changed = [reply.body['published']].flat().at(-1) as { version: number };
  const began = performance.now();
  const hear = async (till: GrpcCaller) => {
    for (;;) {
      const quote = await ask(till);
      if (quote.version >= changed.version || performance.now() - began > 20_000) return { quote, tookMs: performance.now() - began };
      await pause(5);
    }
  };
  const heard = await Promise.all(tills.map(hear));
  const took = heard.map(({ tookMs }) => Math.ceil(tookMs));
  const met = took.every((ms) => ms <= 1_000) ? 'met' : 'MISSED';
  process.stdout.write(`story: ${what}: the tills had it after ${took.join(' and ')} ms; at most 1,000: ${met}\n`);
  return { reply, version: changed.version, quotes: heard.map(({ quote }) => quote) };
}

async function sendMonth(): Promise<void> {
  const waiting: ReplayRecord[] = [...month.sales];
  const till = async (caller: GrpcCaller) => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const answer = await caller.call('Sale', saleRequest(next, ZONE));
      if (!answer.ok) throw new Error(`${next.id}: ${answer.message}`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, (_, k) => till(tills[k % 2]!)));
}

async function simulate(against: string): Promise<SimulationReport> {
  const { from, to } = month;
  const started = await mia.post('/v1/simulations', { against, from, to });
  if (started.status !== 201) throw new Error(JSON.stringify(started.body));
  for (let k = 0; k < 1_200; k++) {
    const { body } = await mia.get(`/v1/simulations/${String(started.body['simulationId'])}`);
    if (body['state'] === 'done') return body['report'] as SimulationReport;
    if (body['state'] === 'failed') throw new Error(String(body['reason']));
    await pause(50);
  }
  throw new Error('the simulation did not end');
}

const against = () => `draft:${String(draft.body['draftId'])}`;

const sentences = (reply: Reply): string[] => (reply.body['changes'] as { sentence: string }[]).map(({ sentence }) => sentence);
const found = (reply: Reply, kind: 'errors' | 'warnings') =>
  (reply.body[kind] as { pointer: string; code: string }[]).map(({ pointer, code }) => `${pointer} ${code}`);
const tag = (reply: Reply): Record<string, string> => ({ 'if-match': String(reply.headers.get('etag')) });

/** The draft as it was last answered, with its tag. */
let draft: Reply;
let path = '';
let bought = '';

async function put(rule: { readonly id: string; readonly [field: string]: unknown }): Promise<Reply> {
  const reply = await mia.call('PUT', `${path}/rules/${rule.id}`, rule, tag(draft));
  if (reply.status === 200) draft = reply;
  return reply;
}

test('a month of receipts was sold, without a discount', async () => {
  await sendMonth();
  expect([await ask(tills[0]!), await ask(tills[1]!)]).toEqual(Array(2).fill({ version: 1, net: 11_000, points: 110 }));
}, 120_000);

test('three rules are drafted, each with a slip, and each slip is told with its place', async () => {
  draft = await mia.post('/v1/drafts', { name: 'Winter', labels: ['winter'] });
  path = `/v1/drafts/${String(draft.body['draftId'])}`;
  const { sellers, basket, bonus } = rules();
  await put({ ...sellers, benefit: { kind: 'percent', rateBps: 15_000 } });
  await put({ ...basket, campaign: 'wintr' });
  await put({ ...bonus, window: { to: '2020-01-01T00:00' } });
  const wrong = await mia.post(`${path}/validate`);
  expect(wrong.body['valid']).toBe(false);
  expect(found(wrong, 'errors')).toEqual(['/rules/1/benefit/rateBps range', '/rules/2/campaign unresolved']);
  expect((wrong.body['errors'] as { sentence: string }[])[1]!.sentence).toMatch(/`winter`/);
  expect(told(await mia.post(`${path}/publish`, { comment: 'go' }, tag(draft)))).toEqual([403, 'role_not_allowed']);
  expect(told(await pia.post(`${path}/publish`, { comment: 'go' }, tag(draft)))).toEqual([422, 'invalid_programme']);
});

test('they are put right; a change by an old tag is refused', async () => {
  const { sellers, basket, bonus } = rules();
  const stale = draft;
  await put(sellers);
  draft = stale;
  expect(told(await put(basket))).toEqual([412, 'stale_draft']);
  draft = await mia.get(path);
  await put(basket);
  const almost = await mia.post(`${path}/validate`);
  expect([found(almost, 'errors'), found(almost, 'warnings')]).toEqual([[], ['/rules/3/window/to past']]);
  await put(bonus);
  expect((await mia.post(`${path}/validate`)).body).toEqual({ valid: true, errors: [], warnings: [] });
});

const APPLIED = [
  '15 % off best sellers took 3.00 off line 1.',
  '5 % off from 100.00 took 5.35 off lines 1, 2.',
  'A point for each 1.00 gave 101 points on lines 1, 2.',
  '50 points from 50.00 gave 50 points on lines 1, 2.',
];
const applied = (reply: Reply): string[] =>
  (reply.body['quote'] as { applied: { sentence: string }[] }).applied.map(({ sentence }) => sentence);

test('a receipt is tried: 2 × 10.00 − 15 % = 17.00; with 90.00 that is 107.00, − 5 % = 101.65; 101 points and 50 more', async () => {
  const body = { against: against(), receipt: { storeId: 'S1', cardNumber: '7001', lines: BASKET() } };
  const tried = await mia.post('/v1/try', body);
  expect((tried.body['quote'] as Quoted).totals).toMatchObject({ netMinor: 10_165, earnPoints: 151 });
  expect(applied(tried)).toEqual(APPLIED);
  expect(await ask(tills[1]!)).toMatchObject({ version: 1, net: 11_000 });
});

test('the month is simulated, and comes to what the file sums up to', async () => {
  const report = await simulate(against());
  const plain = month.plain();
  process.stdout.write(
    `story: ${month.source}: ${report.receipts.looked} receipts, ${report.receipts.changed} would change; ` +
      `discount ${report.totals.simulated.discountMinor}, points ${report.totals.live.earnPoints} → ${report.totals.simulated.earnPoints}\n`,
  );
  expect(report.receipts).toMatchObject({ looked: month.sales.length, notPriced: 0 });
  expect(report.receipts.better).toBeGreaterThan(0);
  expect(report.totals.live).toMatchObject({ regularMinor: plain.regularMinor, discountMinor: 0 });
  const cost = Object.fromEntries(report.rules.map(({ ruleId, simulated }) => [ruleId, simulated]));
  expect(cost['best-sellers']).toMatchObject({ receipts: plain.bestSellerReceipts, discountMinor: plain.bestSellerDiscountMinor });
  expect(cost['large-basket']!.receipts).toBeGreaterThan(0);
  expect(cost['bonus']!.points).toBe(50 * cost['bonus']!.receipts);
  expect(report.neverFired).toEqual({ count: 0, rules: [] });
  const winner = report.winners[0]!;
  expect(winner.live.netMinor - winner.simulated.netMinor).toBeGreaterThan(0);
  expect(await sue.get(winner.explain)).toMatchObject({ status: 200, body: { saleId: winner.saleId, same: true } });
}, 120_000);

test('published: both tills sell by it; the difference in words', async () => {
  const published = await change('published', () => pia.post(`${path}/publish`, { comment: 'winter campaign' }, tag(draft)));
  expect(published.quotes).toEqual(Array(2).fill({ version: 2, net: 10_165, points: 151 }));
  const sales = await sell();
  expect(sales.map(({ quote }) => quote)).toEqual(Array(2).fill({ version: 2, net: 10_165, points: 151 }));
  bought = sales[0]!.id;
  expect(sentences(await mia.get('/v1/diff?from=version:1&to=live'))).toEqual([
    'Rule best-sellers (15 % off best sellers) added.',
    'Rule large-basket (5 % off from 100.00) added.',
    'Rule bonus (50 points from 50.00) added.',
  ]);
});

test('one rule is switched off: 110.00 − 5 % = 104.50', async () => {
  const off = await change('one rule switched off', () => pia.post('/v1/rules/best-sellers/switch-off', { reason: 'wrong leaflet' }));
  expect(off.quotes).toEqual(Array(2).fill({ version: 3, net: 10_450, points: 154 }));
  expect(sentences(await mia.get('/v1/diff?from=version:2&to=live'))).toEqual([
    'Rule best-sellers (15 % off best sellers) changed: active: none → false.',
  ]);
});

test('rolled back in one call: nothing is different from the first version', async () => {
  const back = await change('rolled back', () => pia.post('/v1/versions/1/rollback', { comment: 'the leaflet is withdrawn' }));
  expect(back.quotes).toEqual(Array(2).fill({ version: 4, net: 11_000, points: 110 }));
  expect((await mia.get('/v1/diff?from=version:1&to=live')).body).toMatchObject({ same: true, count: 0 });
  expect((await sell()).map(({ quote }) => quote)).toEqual(back.quotes);
});

test('a customer of the campaign is answered; who did what is on record; the ledger verifies', async () => {
  const explained = await sue.get(`/v1/sales/${bought}/explain`);
  expect(explained).toMatchObject({ status: 200, body: { ruleSetVersion: 2, same: true } });
  expect(applied(explained)).toEqual(APPLIED);
  const history = (await mia.get('/v1/versions')).body['items'] as { version: number; publishedBy: string; comment: string }[];
  expect(history.map(({ version, publishedBy, comment }) => `${version} ${publishedBy}: ${comment}`)).toEqual([
    '4 pia: the leaflet is withdrawn',
    '3 pia: rule best-sellers switched off: wrong leaflet',
    '2 pia: winter campaign',
    '1 test: ',
  ]);
  expect(second.complaints).toEqual([]);
  expect(await damages(at.databaseUrl)).toEqual([]);
}, 60_000);
