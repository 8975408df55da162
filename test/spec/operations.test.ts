/**
 * Every operation of the specification that an engine serves is called with requests made up from it, good ones and spoiled ones. None is
 * a fault, none has a status, a media type or a field that is not told. `npm run fuzz` makes more of them.
 */
import fc from 'fast-check';
import { PROGRAMME_EXAMPLE } from '../../src/edge/rest/admin/examples.js';
import { damages } from '../sim/world.js';
import { receipt } from '../edge/receipts.js';
import { startAdminEngine, TOKEN, type AdminEngine } from '../edge/admin/client.js';
import { operationsOf, type Document, type Named } from './document.js';
import { Judge } from './judge.js';
import { Known } from './known.js';
import { Requests, type Made } from './requests.js';

const RUNS = Number(process.env['SPEC_RUNS'] ?? 14);
const SEED = Number(process.env['SPEC_SEED'] ?? 20_261_122);
/** What one round makes the next one finds. */
const ROUNDS = 2;
const MS_MAX = 120_000 + RUNS * 5_000;
/** Names that no answer tells under the name by which requests ask for them. */
const NAMES = { number: '9000000001', storeId: 'S1', sku: 'coffee', ruleId: 'coffee', campaignId: 'winter' };
/** A body past it is refused, and cheap to make. */
const BODY_BYTES_MAX = 65_536;

let at: AdminEngine;
let document: Document;
let known: Known;
beforeAll(async () => {
  // Simulations that are asked for wait: each would be a process of its own.
  const limits = { SIMULATIONS_MAX: '0', ADMIN_BODY_BYTES_MAX: String(BODY_BYTES_MAX), ADMIN_CALLS_PER_MINUTE_MAX: '1000000' };
  at = await startAdminEngine(limits, PROGRAMME_EXAMPLE);
  document = (await at.admin.get('/v1/openapi.json')).body as unknown as Document;
  known = new Known(document);
  const { number, storeId } = NAMES;
  known.learn((await at.admin.post('/v1/members', { cards: [{ number }] })).body, NAMES);
  for (const receiptNumber of ['1', '2']) {
    const sold = await at.grpc.call('Sale', { receipt: receipt({ cardNumber: number, receiptNumber }) });
    if (sold.ok) known.learn(sold.response, { storeId, terminalId: 'T1', businessDate: '2026-11-02', receiptNumber });
  }
});
afterAll(() => at.close());

async function send({ method, path, headers, body, match }: Made, named: Named): Promise<Response> {
  const authorization = { authorization: `Bearer ${TOKEN}` };
  const etag = match ? await etagOf(path, named) : null;
  const all = { ...authorization, ...headers, ...(etag === null ? {} : { 'if-match': etag }) };
  return fetch(`${at.http}${path}`, { method, headers: all, ...(body === undefined ? {} : { body }) });
}

/** Of the thing itself, or of the one that it is a part of. */
async function etagOf(path: string, { path: template }: Named): Promise<string | null> {
  const segments = path.split('?')[0]!.split('/');
  for (let length = segments.length; length > 2; length--) {
    if (document.paths[template.split('/').slice(0, length).join('/')]?.['get'] === undefined) continue;
    const response = await fetch(`${at.http}${segments.slice(0, length).join('/')}`, { headers: { authorization: `Bearer ${TOKEN}` } });
    await response.arrayBuffer();
    const etag = response.headers.get('etag');
    if (etag !== null && /^"\d+"$/.test(etag)) return etag;
  }
  return null;
}

const shown = ({ method, path, headers, body = '' }: Made): string =>
  `${method} ${path.slice(0, 600)} ${JSON.stringify(headers)} ${JSON.stringify(body.slice(0, 600))}`;

test(
  `no operation answers what it does not say (seed ${SEED})`,
  async () => {
    const operations = operationsOf(document).sort((a, b) => Number(a.method === 'delete') - Number(b.method === 'delete'));
    const [judge, requests] = [new Judge(document), new Requests(document, known)];
    const wrong: string[] = [];
    const done = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const [k, named] of operations.entries()) {
        const call = async (made: Made): Promise<void> => {
          const response = await send(made, named);
          const answer = { status: response.status, contentType: response.headers.get('content-type'), text: await response.text() };
          if (response.ok) {
            done.set(named.name, (done.get(named.name) ?? 0) + 1);
            if (answer.contentType?.startsWith('application/json') === true) known.learn(JSON.parse(answer.text), made.of);
          }
          const found = judge.wrong(named.operation, answer);
          if (found.length > 0) throw new Error(`${shown(made)} was answered ${answer.status}: ${found.join('; ')}`);
        };
        const settings = { numRuns: Math.ceil(RUNS / ROUNDS), seed: SEED + ROUNDS * k + round, endOnFailure: true };
        const checked = await fc.check(fc.asyncProperty(requests.of(named), call), settings);
        if (checked.failed) wrong.push(`${named.name}: ${String((checked.errorInstance as Error).message)}`);
      }
    }
    const never = operations.map(({ name }) => name).filter((name) => !done.has(name));
    console.log(`seed ${SEED}: ${operations.length} operations, ${RUNS} requests each; never done: ${never.join(', ') || 'none'}`);
    const logged = at.logged.filter((line) => /"level":"(error|fatal)"/.test(line));
    expect({ wrong, logged }).toEqual({ wrong: [], logged: [] });
    // Most requests must get past the checks, else they show little.
    expect(never.length).toBeLessThan(operations.length / 4);
    expect(await damages(at.databaseUrl)).toEqual([]);
  },
  MS_MAX,
);
