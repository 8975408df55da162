/** An accountant's own database: every export is loaded there with COPY, and ties out with the views, the manifests and itself. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Programme } from '../../src/core/rules/types.js';
import { writeExport } from '../../src/edge/export/write-export.js';
import { closePeriod } from '../../src/jobs/periods/close-period.js';
import type { Column, ExportKind } from '../../src/ledger/export/export-kind.js';
import { EXPORT_KINDS } from '../../src/ledger/export/read-pages.js';
import { memberCalls } from '../checkout/member-calls.js';
import { openCheckout, PROGRAMME, type OpenCheckout } from '../checkout/open-checkout.js';
import { LENIENT, ok, sell, takeBackUnreceipted, trade } from './traffic.js';

const KINDS = [...EXPORT_KINDS.values()];
const SQL_TYPES = { text: 'text', whole: 'bigint', boolean: 'boolean', date: 'date', instant: 'timestamptz', member: 'text', sale: 'text' };
const VIEWS: Record<string, string> = {
  ...{ journal: 'journal', postings: 'posting', sales: 'sale', discounts: 'discount', operations: 'operation', lots: 'lot' },
  ...{ balances: 'balance', 'roll-forward': 'roll_forward', liability: 'liability', 'liability-detail': 'liability_detail' },
  'unreceipted-returns': 'unreceipted_return',
};

/** Three points are worth two pence, so that money has to be rounded; two campaigns beside what no campaign gave. */
const BOOKS: Programme = {
  ...LENIENT,
  settings: {
    ...LENIENT.settings,
    burn: { ...PROGRAMME.settings!.burn!, rate: { points: 3, minor: 2 } },
    points: { life: { kind: 'days', days: 45 } },
  },
  campaigns: [
    { id: 'autumn', name: 'Autumn' },
    { id: 'tea', name: 'Tea' },
  ],
  rules: [
    ...PROGRAMME.rules!,
    ...['autumn', 'tea'].map((campaign, k) => ({
      id: `earn-${campaign}`,
      name: campaign,
      campaign,
      stage: 'earn' as const,
      when: { kind: 'member' as const },
      benefit: { kind: 'earnPerAmount' as const, points: 1, perMinor: 170 + 90 * k },
    })),
  ],
};
const WANTED = { from: null, to: null, at: null, since: null };
const folder = mkdtempSync(join(tmpdir(), 'tallystick-accountant-'));
const manifests = new Map<string, Awaited<ReturnType<typeof writeExport>>>();
let open: OpenCheckout;
let accountant: pg.Client;

/** Sends a file as the data of COPY … FROM STDIN. */
class CopyIn extends pg.Query {
  constructor(
    sql: string,
    private readonly data: Buffer,
    done: (error: Error | undefined) => void,
  ) {
    super(sql, [], done);
  }
  handleCopyInResponse(connection: { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }): void {
    connection.sendCopyFromChunk(this.data);
    connection.endCopyFrom();
  }
}

const table = (name: string): string => `books.${name.replace('-', '_')}`;
const NUMBERS = new pg.TypeOverrides();
NUMBERS.setTypeParser(pg.types.builtins.INT8, Number);
const ask = async (sql: string) => (await accountant.query({ text: sql, types: NUMBERS })).rows;

async function load({ name, columns }: ExportKind): Promise<void> {
  const form = columns.map((column) => `${column.name} ${SQL_TYPES[column.type]}`).join(', ');
  await accountant.query(`CREATE TABLE ${table(name)} (${form})`);
  // In CSV an empty text and no text look the same; COPY makes it NULL where it is not told otherwise.
  const texts = columns.filter(({ type }) => type === 'text').map((column) => column.name);
  const options = ['FORMAT csv', 'HEADER match', ...(texts.length > 0 ? [`FORCE_NOT_NULL (${texts.join(', ')})`] : [])];
  const data = readFileSync(join(folder, manifests.get(name)!.file));
  await new Promise<void>((resolve, fail) => {
    accountant.query(
      new CopyIn(`COPY ${table(name)} FROM STDIN (${options.join(', ')})`, data, (error) => (error ? fail(error) : resolve())),
    );
  });
}

beforeAll(async () => {
  open = await openCheckout(BOOKS);
  const { pool } = open.deps.ledger;
  await pool.query(
    `INSERT INTO rulebook.version (version, hash, document, schema_hash, published_at, published_by, comment, live_from)
     VALUES (1, encode(sha256(convert_to($1, 'UTF8')), 'hex'), $1::json, '', '2026-01-01', 'test', 'test', '2026-01-01')`,
    [JSON.stringify(BOOKS)],
  );
  for (const month of ['2026-08', '2026-09', '2026-10']) {
    open.at(Date.parse(`${month}-20T12:00:00Z`));
    const [first, second] = await trade(open, 2, 3);
    await sell(open, { card: first!, lines: [['tea', 1, 3337]], store: 's2' });
    await sell(open, { card: first!, lines: [['tea', 3, 911]], burn: 21, store: 's2' });
    await takeBackUnreceipted(open, month, 333);
    const calls = memberCalls(open.deps);
    ok(await calls.grant(second!, 7));
    ok(await calls.adjust(second!, 'take', 5));
    ok(await calls.transfer(second!, first!, 3));
  }
  open.at(Date.parse('2026-11-01T00:00:00Z'));
  for (const period of ['2026-08-01', '2026-09-01']) await closePeriod(open.deps, period, { by: 'test' });
  for (const kind of KINDS) manifests.set(kind.name, await writeExport(pool, kind, WANTED, { folder, name: kind.name, format: 'csv' }));
  accountant = new pg.Client({ connectionString: open.databaseUrl });
  await accountant.connect();
  await accountant.query('CREATE SCHEMA books');
  for (const kind of KINDS) await load(kind);
});
afterAll(async () => {
  await accountant.end();
  await open.close();
  rmSync(folder, { recursive: true });
});

const asShown = ({ name, type }: Column): string =>
  type === 'member' || type === 'sale'
    ? `'${type === 'member' ? 'mbr' : 'rcp'}_' || ${name}`
    : type === 'text'
      ? `coalesce(${name}::text, '')`
      : name;

it.each(KINDS.map((kind) => [kind.name, kind] as const))('%s: counts and sums of the manifest, rows of the view', async (name, kind) => {
  const sums = kind.columns.filter(({ isTotal }) => isTotal).map((column) => `coalesce(sum(${column.name}), 0)::bigint AS ${column.name}`);
  const [totals] = await ask(`SELECT ${['count(*)::bigint AS rows', ...sums].join(', ')} FROM ${table(name)}`);
  expect(manifests.get(name)!.totals).toEqual(totals);
  expect(totals.rows).toBeGreaterThan(2);
  const shared = kind.columns.filter((column) => !(name === 'lots' && column.name === 'rule_set_version'));
  const mine = `SELECT ${shared.map((column) => column.name).join(', ')} FROM ${table(name)}`;
  const id =
    name === 'unreceipted-returns'
      ? (text: string) => text.replace('coalesce(return_id', `coalesce('ret_' || return_id`)
      : (text: string) => text;
  const theirs = `SELECT ${id(shared.map(asShown).join(', '))} FROM finance.${VIEWS[name]}`;
  expect(await ask(`(${mine} EXCEPT ALL ${theirs}) UNION ALL (${theirs} EXCEPT ALL ${mine})`)).toEqual([]);
  const control = await ask(`SELECT name, sum(value)::bigint AS value FROM finance.control_total WHERE kind = '${name}' GROUP BY name`);
  for (const row of control) expect([row.name, totals[row.name]]).toEqual([row.name, row.value]);
});

const MINOR = ['opening', 'deferred', 'recognised', 'breakage', 'adjusted', 'revaluation', 'closing'].map((name) => `${name}_minor`);

/** Each answers the rows that do not tie; there must be none. */
it.each([
  ['every entry balances', 'SELECT member_id, version FROM books.postings GROUP BY 1, 2 HAVING sum(debit_points) <> sum(credit_points)'],
  [
    'an entry has the points of its postings',
    `SELECT version FROM books.journal j WHERE points <> coalesce((SELECT sum(debit_points) FROM books.postings p
     WHERE p.member_id = j.member_id AND p.version = j.version), 0)`,
  ],
  [
    'a sale has the discounts of its lines',
    `SELECT sale_id FROM books.sales s WHERE discount_minor <> coalesce((SELECT sum(amount_minor) FROM books.discounts d WHERE d.sale_id = s.sale_id), 0)`,
  ],
  [
    'a balance is the sum of its postings',
    `SELECT member_id FROM books.balances b WHERE pending + active + held <> (SELECT sum(credit_points - debit_points) FROM books.postings p
     WHERE p.member_id = b.member_id AND account IN ('pending', 'active', 'held'))`,
  ],
  [
    'each month moves by its postings',
    `SELECT period FROM (SELECT period, sum(closing - opening) AS moved FROM books.roll_forward GROUP BY period) r
     JOIN (SELECT period, sum(credit_points - debit_points) FILTER (WHERE account IN ('pending', 'active', 'held')) AS posted
           FROM books.postings GROUP BY period) p USING (period) WHERE moved <> posted`,
  ],
  [
    'what is owed at the end is what the members have',
    `SELECT 1 FROM (SELECT sum(closing) AS owed FROM books.roll_forward WHERE period = (SELECT max(period) FROM books.roll_forward)) r,
     (SELECT sum(pending + active + held) AS had FROM books.balances) b WHERE owed <> had`,
  ],
  [
    'the liability by store and campaign sums to the month, in points and in money',
    `SELECT l.period FROM books.liability l JOIN books.liability_detail d USING (period) GROUP BY l.period
     HAVING ${['opening', 'issued', 'redeemed', 'expired', 'closing', ...MINOR].map((name) => `min(l.${name}) IS DISTINCT FROM sum(d.${name})`).join(' OR ')}`,
  ],
  [
    'each part of it opens with what it closed with',
    `SELECT period FROM (SELECT *, lag(closing_minor, 1, 0) OVER (PARTITION BY store_id, campaign_id ORDER BY period) AS closed
     FROM books.liability_detail) d WHERE opening_minor <> closed`,
  ],
  [
    'and is worth its points, to less than a penny',
    `SELECT period FROM books.liability_detail
     WHERE abs(closing_minor * 3 - closing * 2) >= 3 OR abs(deferred_minor * 3 - (issued - clawed_back) * 2) >= 3 OR abs(revaluation_minor) > 5`,
  ],
])('%s', async (_what, sql) => expect(await ask(sql)).toEqual([]));

it('has several stores, campaigns and months of points that are issued, redeemed and expired', async () => {
  const [seen] = await ask(`SELECT count(DISTINCT store_id)::integer AS stores, count(DISTINCT campaign_id)::integer AS campaigns,
    count(DISTINCT period)::integer AS months, bool_or(recognised_minor > 0) AS redeemed, bool_or(breakage_minor > 0) AS expired,
    bool_or(closing_minor * 3 <> closing * 2) AS rounded FROM books.liability_detail`);
  expect(seen).toEqual({ stores: 3, campaigns: 3, months: 3, redeemed: true, expired: true, rounded: true });
});
