import { openCheckout, type OpenCheckout } from '../checkout/open-checkout.js';
import { trade } from './traffic.js';

let open: OpenCheckout;
beforeAll(async () => {
  open = await openCheckout();
  await trade(open, 1, 2);
});
afterAll(() => open.close());

/** As the role, and as nobody else. */
async function asFinance(sql: string): Promise<unknown[]> {
  const client = await open.deps.ledger.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL ROLE tallystick_finance');
    return (await client.query(sql)).rows;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

const names = async (sql: string): Promise<string[]> =>
  (await open.deps.ledger.pool.query<{ name: string }>(sql)).rows.map((row) => row.name);

it('reads every view of finance', async () => {
  const views = await names(`SELECT viewname AS name FROM pg_views WHERE schemaname = 'finance' ORDER BY 1`);
  expect(views).toEqual(
    'balance control_total discount journal liability liability_detail lot movement operation period posting roll_forward rule sale unreceipted_return'.split(
      ' ',
    ),
  );
  for (const view of views) expect(Array.isArray(await asFinance(`SELECT * FROM finance.${view}`))).toBe(true);
  expect(await asFinance('SELECT count(*)::integer AS sales FROM finance.sale')).toEqual([{ sales: 4 }]);
});

it('reads nothing else', async () => {
  const tables =
    await names(`SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'finance')`);
  expect(tables.length).toBeGreaterThan(15);
  for (const table of tables) await expect(asFinance(`SELECT * FROM ${table}`)).rejects.toThrow('permission denied');
});

it.each([
  `UPDATE finance.sale SET net_minor = 0`,
  `DELETE FROM finance.balance`,
  `INSERT INTO finance.period (period) VALUES ('2026-01-01')`,
  `CREATE TABLE finance.mine (a integer)`,
  `CREATE TABLE public.mine (a integer)`,
  `SELECT ledger.close_period('2026-10-01', 'me', 1, 1, '[]')`,
  `SELECT * FROM ledger.post(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{}', NULL, NULL)`,
])('changes nothing: %s', (sql) => expect(asFinance(sql)).rejects.toThrow(/permission denied|cannot (update|delete|insert)/));
