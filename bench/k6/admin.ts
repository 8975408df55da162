/**
 * People behind desks while tills sell: a help desk that looks up members and sales and puts balances right, and a marketer who edits,
 * tries and publishes rules and prices. The tills' own thresholds hold beside them.
 */
import { check } from 'k6';
import exec from 'k6/execution';
import type { Options } from 'k6/options';
import { basket, receiptNumber, someSku } from './baskets.ts';
import { below, chance, zipf } from './chance.ts';
import { always, steadily, summaryTrendStats, within } from './plan.ts';
import { ask } from './rest.ts';
import { cards, storeId } from './shop.ts';
import { options as tills, till } from './tills.ts';

/** Rounds of the help desk, of about five calls each: with the marketer's below what one key may ask for in a minute. */
const HELPS_PER_MINUTE = 60;
const CAMPAIGNS_PER_MINUTE = 6;

const help = steadily('helpDesk', HELPS_PER_MINUTE, 20);
/** One at a time: who publishes over a version that he has not seen is refused. */
const campaign = steadily('marketer', CAMPAIGNS_PER_MINUTE, 1);

export const options: Options = {
  summaryTrendStats,
  scenarios: { ...tills.scenarios, helpDesk: help.scenario, marketer: campaign.scenario },
  thresholds: {
    ...tills.thresholds,
    ...always('helpDesk', help),
    ...within('http_req_duration', 'helpDesk', { find: [300, 1_000], member: [300, 1_000], history: [300, 1_000], explain: [300, 1_000] }),
    'checks{scenario:marketer}': ['rate==1'],
    'served{scenario:marketer}': ['rate==1'],
    ...within('http_req_duration', 'marketer', { publish: [3_000, 5_000], 'try a draft': [500, 1_000] }),
  },
};

interface Sale {
  readonly saleId: string;
  readonly payableMinor: number;
  readonly explain: string;
}

export function helpDesk(): void {
  const number = cards[zipf(cards.length)]!;
  const found = ask<{ readonly memberId: string }>('find', 'POST', '/v1/members/find', 200, { number });
  if (found === null) return;
  const { memberId } = found.body;
  ask('member', 'GET', `/v1/members/${memberId}`, 200);
  const history = ask<{ readonly items: readonly { readonly sale: Sale | null }[] }>(
    'history',
    'GET',
    `/v1/members/${memberId}/history?limit=20`,
    200,
  );
  const sale = history?.body.items.find((item) => item.sale !== null)?.sale;
  if (sale != null) explain(sale);
  ask('look up a price', 'GET', `/v1/prices/look-up?sku=${encodeURIComponent(someSku())}&storeId=${storeId}&member=true`, 200);
  if (chance(20)) goodwill(memberId);
  if (chance(10)) ask('audit', 'GET', '/v1/audit?limit=20', 200);
}

function explain({ saleId, explain }: Sale): void {
  const told = ask<{ readonly same: boolean; readonly saleId: string }>('explain', 'GET', explain, 200);
  check(told, { 'a sale that is computed again comes to the same': () => told?.body.saleId === saleId && told.body.same });
}

/** Points are given once, however often they are asked for under one key. */
function goodwill(memberId: string): void {
  const give = () =>
    ask<{ readonly operationId: string; readonly points: number; readonly replayed: boolean }>(
      'grant',
      'POST',
      `/v1/members/${memberId}/grant`,
      200,
      { points: 50, reason: 'had to wait' },
      { idempotencyKey: key },
    );
  const key = receiptNumber();
  const given = give();
  if (given === null) return;
  check(given.body, { 'points are given anew': ({ points, replayed }) => points === 50 && !replayed });
  if (!chance(50)) return;
  const again = give();
  check(again, {
    'asked for again they were given before': () => again?.body.replayed === true && again.body.operationId === given.body.operationId,
  });
}

interface Published {
  readonly published: { readonly version: number };
}

let lastVersion = 0;

export function marketer(): void {
  const round = exec.scenario.iterationInTest;
  const draft = ask<{ readonly draftId: string }>(
    'draft',
    'POST',
    '/v1/drafts',
    201,
    { name: `k6 ${round}` },
    { idempotencyKey: receiptNumber() },
  );
  if (draft === null) return;
  const path = `/v1/drafts/${draft.body.draftId}`;
  const rule = { id: 'k6-campaign', name: 'k6', stage: 'receipt', benefit: { kind: 'percent', rateBps: 100 + (round % 10) * 10 } };
  const edited = ask('edit a rule', 'PUT', `${path}/rules/k6-campaign`, 200, rule, { ifMatch: draft.etag });
  if (edited === null) return;
  const validated = ask<{ readonly valid: boolean }>('validate', 'POST', `${path}/validate`, 200);
  check(validated, { 'the draft is valid': () => validated?.body.valid === true });
  tryDraft(draft.body.draftId);
  const publication = { comment: `k6 ${round}` };
  const extra = { ifMatch: edited.etag, idempotencyKey: receiptNumber() };
  const published = ask<Published>('publish', 'POST', `${path}/publish`, 200, publication, extra);
  if (published === null) return;
  const { version } = published.body.published;
  check(version, { 'each version has a later number': () => version > lastVersion });
  lastVersion = version;
  prices(round);
}

function tryDraft(draftId: string): void {
  const receipt = { storeId, lines: basket(5) };
  const tried = ask<{
    readonly quote: { readonly totals: Readonly<Record<string, number>>; readonly lines: readonly { readonly netMinor: number }[] };
  }>('try a draft', 'POST', '/v1/try', 200, { against: `draft:${draftId}`, receipt });
  check(tried, {
    'a draft that is tried adds up': () =>
      tried !== null && tried.body.quote.lines.reduce((all, line) => all + line.netMinor, 0) === tried.body.quote.totals['netMinor'],
  });
}

/** A list of its own, a hundred rows in each round. */
function prices(round: number): void {
  const list = `/v1/price-lists/k6-weekly`;
  // An engine that was loaded before has it.
  if (round === 0) ask('price list', 'POST', '/v1/price-lists', [201, 409], { listId: 'k6-weekly', name: 'k6' });
  const skus = [...new Set(Array.from({ length: 100 }, someSku))];
  const csv = ['sku,price_minor', ...skus.map((sku) => `${sku},${50 + below(500)}`)].join('\n');
  const uploaded = ask<{ readonly uploadId: string }>('upload prices', 'POST', `${list}/uploads`, 201, null, { csv });
  if (uploaded === null) return;
  ask('publish prices', 'POST', `${list}/publish`, 200, { comment: `k6 ${round}`, uploadId: uploaded.body.uploadId });
}

export { till };
export default helpDesk;
