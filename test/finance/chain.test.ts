import { generateKeyPairSync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { anchorChains } from '../../src/jobs/anchor/anchor-chains.js';
import { anchorFault, type Anchor } from '../../src/jobs/anchor/anchor-document.js';
import { verifyLedger } from '../../src/jobs/verify/verify-ledger.js';
import { openCheckout, type OpenCheckout } from '../checkout/open-checkout.js';
import { dropDatabase } from '../support/database.js';
import { trade } from './traffic.js';

const key = generateKeyPairSync('ed25519');
let open: OpenCheckout;
let databaseUrl: string;
let anchor: Anchor;

beforeAll(async () => {
  open = await openCheckout();
  await trade(open, 3, 6);
  anchor = await anchorChains(open.deps.ledger.pool, key.privateKey);
  databaseUrl = (open.deps.ledger.pool.options as { connectionString: string }).connectionString;
});
afterAll(() => open.close());

async function query<Row extends pg.QueryResultRow>(url: string, ...statements: string[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Row[] = [];
    for (const statement of statements) rows = (await client.query<Row>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

const namedDatabase = (name: string): string => Object.assign(new URL(databaseUrl), { pathname: `/${name}` }).href;

/** Runs in a copy of the database, which is dropped afterwards. The traffic is over, so its idle connections may be cut. */
async function inCopy<T>(work: (url: string) => Promise<T>): Promise<T> {
  const source = new URL(databaseUrl).pathname.slice(1);
  const copy = `damaged_${randomBytes(4).toString('hex')}`;
  const admin = process.env['TEST_DATABASE_URL']!;
  await query(admin, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${source}'`);
  await query(admin, `CREATE DATABASE ${copy} TEMPLATE ${source}`);
  try {
    return await work(namedDatabase(copy));
  } finally {
    await dropDatabase(copy);
  }
}

/** What verify names first among the checks of the chain. */
async function firstNamed(url: string, anchors: readonly Anchor[] = []): Promise<string> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  try {
    const report = await verifyLedger(pool, { parts: 2, anchors });
    expect(report.ok).toBe(false);
    const found = report.checks.filter((check) => ['hash chains', 'anchors', 'anchors signed'].includes(check.name) && check.wrong > 0);
    return `${found[0]?.first[0]?.id}: ${found[0]?.first[0]?.wrong}`;
  } finally {
    await pool.end();
  }
}

const SUPERUSER = 'SET session_replication_role = replica';
/** The member with the most links, whose rows are damaged: entries 3 and 4 are sales. */
const VICTIM = `(SELECT e.bucket, e.member_id FROM ledger.entry e WHERE e.kind = 'sale' ORDER BY e.bucket, e.member_id LIMIT 1)`;
const linkOf = (version: number) =>
  `SELECT link, 1024 + bucket / 64 AS bucket FROM ledger.entry e WHERE version = ${version} AND (bucket, member_id) = ${VICTIM}`;
const entry = (version: number) => `version = ${version} AND (bucket, member_id) = ${VICTIM}`;
const saleOfEntry = (version: number) => `sale_id = (SELECT sale_id FROM ledger.entry WHERE ${entry(version)})`;
const firstOperation = `SELECT l.link, l.bucket FROM ledger.operation o JOIN ledger.link l ON l.bucket = 1024 + o.bucket / 64 AND l.link = o.link ORDER BY l.posted_at, l.bucket LIMIT 1`;
const firstLink = `SELECT link, bucket FROM ledger.link ORDER BY posted_at, bucket LIMIT 1`;
/** With all links gone, and all rows of one instant, the order is that of the names. */
const firstByName = `SELECT 1 AS link, min(bucket::text)::smallint AS bucket FROM ledger.chain WHERE link > 0`;
const lastLink = `SELECT c.link, c.bucket FROM ledger.chain c JOIN ledger.entry e ON c.bucket = 1024 + e.bucket / 64 WHERE (e.bucket, e.member_id) = ${VICTIM} LIMIT 1`;

/** Computes the chain that the victim is in again from a link on, as somebody would who knows how it works. */
const rewriteFrom = (version: number, links: string): string => `
DO $$
DECLARE v_bucket smallint; v_from bigint; v_link bigint; v_before bytea; v_rows bytea; v_at timestamptz;
BEGIN
  SELECT 1024 + bucket / 64, link INTO v_bucket, v_from FROM ledger.entry WHERE ${entry(version)};
  FOR v_link IN SELECT link FROM ledger.link WHERE bucket = v_bucket AND link >= v_from ${links} ORDER BY link LOOP
    SELECT digest INTO v_before FROM ledger.link WHERE bucket = v_bucket AND link = v_link - 1;
    SELECT posted_at INTO v_at FROM ledger.link WHERE bucket = v_bucket AND link = v_link;
    SELECT string_agg(d, '' ORDER BY d) INTO v_rows FROM (
      SELECT ledger.entry_digest(k) AS d FROM ledger.entry k WHERE 1024 + bucket / 64 = v_bucket AND link = v_link
      UNION ALL SELECT ledger.sale_digest(k) FROM ledger.sale k WHERE 1024 + bucket / 64 = v_bucket AND link = v_link
      UNION ALL SELECT ledger.operation_digest(k) FROM ledger.operation k WHERE 1024 + bucket / 64 = v_bucket AND link = v_link
      UNION ALL SELECT ledger.lot_digest(k) FROM ledger.lot k WHERE 1024 + bucket / 64 = v_bucket AND link = v_link) r;
    UPDATE ledger.link SET digest = ledger.link_digest(v_before, v_bucket, v_link, v_at, v_rows) WHERE bucket = v_bucket AND link = v_link;
  END LOOP;
  UPDATE ledger.chain c SET digest = l.digest FROM ledger.link l WHERE c.bucket = v_bucket AND l.bucket = v_bucket AND l.link = c.link;
END $$`;

type Damage = readonly [what: string, expected: string, ...statements: string[]];

const DAMAGES: readonly Damage[] = [
  ['points of an entry', linkOf(3), `UPDATE ledger.entry SET points = array_append(points[2:], points[1] + 1) WHERE ${entry(3)}`],
  ['the reason of an entry', linkOf(4), `UPDATE ledger.entry SET reason = 'goodwill' WHERE ${entry(4)}`],
  ['a deleted entry', linkOf(3), `DELETE FROM ledger.entry WHERE ${entry(3)}`],
  [
    'a sale that costs less',
    linkOf(3),
    `UPDATE ledger.sale SET payable_minor = payable_minor - 100, net_minor = net_minor - 100 WHERE ${saleOfEntry(3)}`,
  ],
  ['one space in a receipt', linkOf(3), `UPDATE ledger.sale SET document = document || ' ' WHERE ${saleOfEntry(3)}`],
  [
    'a deleted sale with its entry and lots',
    linkOf(4),
    `DELETE FROM ledger.lot WHERE ${saleOfEntry(4)}`,
    `DELETE FROM ledger.sale WHERE ${saleOfEntry(4)}`,
    `DELETE FROM ledger.entry WHERE ${entry(4)}`,
  ],
  [
    'an operation of another day',
    firstOperation,
    `UPDATE ledger.operation SET business_date = '2020-01-01' WHERE (link, 1024 + bucket / 64) = (${firstOperation})`,
  ],
  ['all operations gone', firstOperation, 'TRUNCATE ledger.operation'],
  ['all sales gone', firstLink, 'TRUNCATE ledger.sale'],
  ['the links themselves gone', firstByName, 'TRUNCATE ledger.link'],
  [
    'a lot that lives longer',
    linkOf(1),
    `UPDATE ledger.lot SET expires_at = '2099-01-01' WHERE lot_no = 4096 AND (bucket, member_id) = ${VICTIM}`,
  ],
  [
    'two batches that changed places',
    linkOf(3),
    `UPDATE ledger.entry e SET link = (SELECT sum(o.link) FROM ledger.entry o WHERE o.version IN (3, 4) AND (o.bucket, o.member_id) = ${VICTIM}) - e.link WHERE version IN (3, 4) AND (bucket, member_id) = ${VICTIM}`,
  ],
  ['a sale in another period', linkOf(4), `UPDATE ledger.sale SET period = '2026-10-01' WHERE ${saleOfEntry(4)}`],
  [
    'a forged entry',
    linkOf(3),
    `INSERT INTO ledger.entry SELECT bucket, member_id, 999, kind, sale_id, store_id, rule_set_version, event_at, created_at, move_kinds, debits, credits, points, lots, pending_after, active_after, held_after, reason, author, period, link FROM ledger.entry WHERE ${entry(3)}`,
  ],
  [
    'the last batch removed',
    lastLink,
    `DELETE FROM ledger.link l USING ledger.chain c WHERE l.bucket = c.bucket AND l.link = c.link AND (c.link, c.bucket) = (${lastLink})`,
  ],
  [
    'another time of posting',
    linkOf(3),
    `UPDATE ledger.link SET posted_at = posted_at + interval '1 us' WHERE (link, bucket) = (${linkOf(3)})`,
  ],
];

it('is whole before anybody touches it', () =>
  inCopy(async (url) => {
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    const report = await verifyLedger(pool, { anchors: [anchor], trusted: key.publicKey });
    await pool.end();
    expect(report.checks.filter((check) => check.wrong > 0 && check.name !== 'rule-set versions')).toEqual([]);
    expect(report.checks.find((check) => check.name === 'hash chains')!.rows).toBeGreaterThan(20);
    expect(anchor.document.heads.length).toBeGreaterThan(2);
  }));

it.each(DAMAGES)('names the batch of %s', (_what, expected, ...statements) =>
  inCopy(async (url) => {
    const [bad] = await query<{ link: string; bucket: number }>(url, expected);
    await query(url, SUPERUSER, ...statements);
    const named = await firstNamed(url);
    expect(named).toMatch(new RegExp(`bucket ${bad!.bucket} link ${bad!.link}:`));
  }),
);

it('names the next link where the digest of a link was rewritten too', () =>
  inCopy(async (url) => {
    const [bad] = await query<{ link: string; bucket: number }>(url, linkOf(3));
    await query(
      url,
      SUPERUSER,
      `UPDATE ledger.entry SET reason = 'x' WHERE ${entry(3)}`,
      rewriteFrom(3, `AND link = (SELECT link FROM ledger.entry WHERE ${entry(3)})`),
    );
    expect(await firstNamed(url)).toMatch(new RegExp(`bucket ${bad!.bucket} link ${Number(bad!.link) + 1}:`));
  }));

it('an anchor kept elsewhere betrays a chain that was rewritten to its end', () =>
  inCopy(async (url) => {
    const [bad] = await query<{ bucket: number }>(url, linkOf(3));
    await query(url, SUPERUSER, `UPDATE ledger.entry SET reason = 'x' WHERE ${entry(3)}`, rewriteFrom(3, ''), 'TRUNCATE ledger.anchor');
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    const without = await verifyLedger(pool);
    const withIt = await verifyLedger(pool, { anchors: [anchor] });
    await pool.end();
    expect(without.checks.find((check) => check.name === 'hash chains')!.wrong).toBe(0);
    const found = withIt.checks.find((check) => check.name === 'anchors signed')!;
    expect(found.first[0]!.wrong).toContain(`bucket ${bad!.bucket} link`);
  }));

it('an anchor is worth its signature', () => {
  const other = generateKeyPairSync('ed25519');
  expect(anchorFault(anchor, null)).toBeNull();
  expect(anchorFault(anchor, key.publicKey)).toBeNull();
  expect(anchorFault(anchor, other.publicKey)).toBe('was signed with another key');
  const forged = { ...anchor, document: { ...anchor.document, heads: anchor.document.heads.slice(1) } };
  expect(anchorFault(forged, key.publicKey)).toBe('has a wrong signature');
});

it.each(['entry', 'sale', 'operation', 'link', 'anchor', 'member_operation'])('refuses to change, remove or empty ledger.%s', (table) =>
  inCopy(async (url) => {
    const statements = [
      `DELETE FROM ledger.${table}`,
      `TRUNCATE ledger.${table} CASCADE`,
      `UPDATE ledger.${table} SET ${table === 'anchor' ? 'public_key = public_key' : 'bucket = bucket'}`,
    ];
    for (const statement of statements) await expect(query(url, statement)).rejects.toThrow('append-only');
  }),
);
