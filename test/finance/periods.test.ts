import { closePeriod, beginClosing } from '../../src/jobs/periods/close-period.js';
import { readPeriods } from '../../src/jobs/periods/read-periods.js';
import { verifyLedger } from '../../src/jobs/verify/verify-ledger.js';
import { openCheckout, PROGRAMME, type OpenCheckout } from '../checkout/open-checkout.js';
import { sell, takeBack, trade } from './traffic.js';

const at = (text: string): number => Date.parse(text);
let open: OpenCheckout;

/** Points live two months here, so that some expire. */
const LIVING = { ...PROGRAMME, settings: { ...PROGRAMME.settings, points: { life: { kind: 'days' as const, days: 45 } } } };

beforeAll(async () => void (open = await openCheckout(LIVING)));
afterAll(() => open.close());

const ask = async (sql: string, values: unknown[] = []) => (await open.deps.ledger.pool.query(sql, values)).rows;
const states = async () => (await readPeriods(open.deps.ledger.pool)).map(({ period, state }) => `${period} ${state}`);

/** The roll-forward as plain sums over the postings of the member accounts, and nothing else. */
const PLAIN = `
SELECT e.period::text AS period,
  sum(CASE WHEN c.member THEN u.points ELSE 0 END) - sum(CASE WHEN d.member THEN u.points ELSE 0 END) AS change,
  sum(CASE WHEN d.name = 'issued' AND c.member THEN u.points ELSE 0 END) AS issued,
  sum(CASE WHEN c.name = 'redeemed' THEN u.points ELSE 0 END) AS redeemed,
  sum(CASE WHEN c.name = 'breakage' THEN u.points ELSE 0 END) AS expired
FROM ledger.entry e CROSS JOIN LATERAL unnest(e.debits, e.credits, e.points) AS u (debit, credit, points)
JOIN ledger.chart d ON d.account = u.debit JOIN ledger.chart c ON c.account = u.credit
GROUP BY e.period ORDER BY e.period`;

it('closes month by month: the roll-forward equals plain sums of the postings', async () => {
  const cards: string[] = [];
  for (const month of ['2026-08', '2026-09', '2026-10', '2026-11']) {
    open.at(at(`${month}-20T12:00:00Z`));
    cards.push(...(await trade(open, 2, 4)));
    await sell(open, { card: cards[0]!, lines: [['tea', 3, 900]], burn: 20, store: 's2' });
  }
  open.at(at('2026-12-02T00:00:00Z'));
  for (const month of ['2026-08', '2026-09', '2026-10', '2026-11']) {
    await closePeriod(open.deps, `${month}-01`, { by: 'test' });
    const plain = await ask(PLAIN);
    const kept = await ask(
      `SELECT period::text AS period, opening, closing, closing - opening AS change, issued, redeemed, expired
                            FROM finance.liability WHERE period <= $1 ORDER BY period`,
      [`${month}-01`],
    );
    expect(kept.map(({ period, change, issued, redeemed, expired }) => ({ period, change, issued, redeemed, expired }))).toEqual(
      plain.slice(0, kept.length).map(({ period, change, issued, redeemed, expired }) => ({
        period,
        change: Number(change),
        issued: Number(issued),
        redeemed: Number(redeemed),
        expired: Number(expired),
      })),
    );
    kept.forEach((row, k) => expect(row.opening).toBe(k === 0 ? 0 : kept[k - 1].closing));
    const [last] = kept.slice(-1);
    const [frozen] = await ask(
      `SELECT sum((r ->> 'closing')::bigint)::bigint AS closing FROM ledger.period, json_array_elements(totals) r WHERE period = $1`,
      [`${month}-01`],
    );
    expect(frozen.closing).toBe(last.closing);
  }
  expect((await ask('SELECT sum(expired)::bigint AS expired FROM finance.liability'))[0].expired).toBeGreaterThan(0);
  const [owed] = await ask('SELECT sum(pending + active + held)::bigint AS owed FROM finance.balance');
  const [closing] = await ask('SELECT closing FROM finance.liability ORDER BY period DESC LIMIT 1');
  expect(closing.closing).toBe(owed.owed);
});

it('books what is late, and what corrects it, in the first open period', async () => {
  const card = await open.newCard();
  const late = await sell(open, { card, at: at('2026-09-15T10:00:00Z'), lines: [['tea', 2, 5000]] });
  await takeBack(open, late.saleId, 1, at('2026-10-03T10:00:00Z'));
  const rows = await ask(
    `SELECT DISTINCT period::text AS period FROM (SELECT period FROM ledger.entry WHERE sale_id = $1::uuid UNION ALL SELECT period
    FROM ledger.operation WHERE sale_id = $1::uuid UNION ALL SELECT period FROM ledger.sale WHERE sale_id = $1::uuid) r`,
    [late.saleId.slice(4)],
  );
  expect(rows).toEqual([{ period: '2026-12-01' }]);
});

it('a period that is closing takes no more, and an earlier one closes first', async () => {
  open.at(at('2027-02-10T00:00:00Z'));
  const card = await open.newCard();
  await sell(open, { card, at: at('2027-01-31T23:59:59.999Z') });
  await sell(open, { card, at: at('2027-02-01T00:00:00Z') });
  await expect(closePeriod(open.deps, '2027-01-01', { by: 'test' })).rejects.toThrow('2026-12-01 comes first');
  await expect(closePeriod(open.deps, '2027-02-01', { by: 'test' })).rejects.toThrow('is not over');
  await expect(closePeriod(open.deps, '2026-08-01', { by: 'test' })).rejects.toThrow('closed already');
  await expect(closePeriod(open.deps, '2031-01-01', { by: 'test' })).rejects.toThrow('no period');
  await beginClosing(open.deps, '2026-12-01');
  const late = await sell(open, { card, at: at('2026-12-24T12:00:00Z') });
  expect(await ask('SELECT period::text AS period FROM ledger.sale WHERE sale_id = $1', [late.saleId.slice(4)])).toEqual([
    { period: '2027-01-01' },
  ]);
  await closePeriod(open.deps, '2026-12-01', { by: 'test' });
  expect(await states()).toEqual([
    '2026-08-01 closed',
    '2026-09-01 closed',
    '2026-10-01 closed',
    '2026-11-01 closed',
    '2026-12-01 closed',
    '2027-01-01 open',
    '2027-02-01 open',
  ]);
});

it('refuses a row in a closed period from a superuser too, with and without triggers', async () => {
  const copy = (
    period: string,
  ) => `INSERT INTO ledger.entry SELECT bucket, member_id, version + 1000, kind, sale_id, store_id, rule_set_version, event_at, created_at,
    move_kinds, debits, credits, points, lots, pending_after, active_after, held_after, reason, author, DATE '${period}', link FROM ledger.entry LIMIT 1`;
  const client = await open.deps.ledger.pool.connect();
  try {
    for (const role of ['origin', 'replica']) {
      await client.query(`BEGIN; SET LOCAL session_replication_role = ${role}`);
      await expect(client.query(copy('2026-10-01'))).rejects.toThrow('period_not_closed');
      await client.query('ROLLBACK');
    }
    await expect(
      client.query(`UPDATE ledger.period SET state = 'open', closed_at = NULL, closing_at = NULL WHERE period = '2026-10-01'`),
    ).rejects.toThrow('is closed and never changes');
    await expect(client.query(`DELETE FROM ledger.period WHERE state = 'open'`)).rejects.toThrow('cannot be removed');
    await expect(client.query(`TRUNCATE ledger.period`)).rejects.toThrow('append-only');
    await expect(client.query(`UPDATE ledger.period SET state = 'closed' WHERE period = '2027-01-01'`)).rejects.toThrow(
      'open cannot become closed',
    );
  } finally {
    client.release();
  }
});

it('closes while sales go on: each is in one period, and none in a closed one', async () => {
  open.at(at('2027-03-05T00:00:00Z'));
  const cards = await Promise.all(Array.from({ length: 8 }, () => open.newCard()));
  let isOver = false;
  const till = async (card: string): Promise<void> => {
    while (!isOver) await sell(open, { card, at: at(Math.random() < 0.5 ? '2027-01-20T00:00:00Z' : '2027-03-04T00:00:00Z') });
  };
  const tills = cards.map(till);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await closePeriod(open.deps, '2027-01-01', { by: 'test' });
  const [frozen] = await ask(
    `SELECT sum((r ->> 'issued')::bigint)::bigint AS issued FROM ledger.period, json_array_elements(totals) r WHERE period = '2027-01-01'`,
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  isOver = true;
  await Promise.all(tills);
  const [after] = await ask(`SELECT sum(issued)::bigint AS issued FROM finance.roll_forward WHERE period = '2027-01-01'`);
  expect(after.issued).toBe(frozen.issued);
});

it('and the ledger proves itself', async () => {
  open.at(at('2027-03-06T00:00:00Z'));
  const report = await verifyLedger(open.deps.ledger.pool);
  expect(report.checks.filter((check) => check.wrong > 0 && check.name !== 'rule-set versions')).toEqual([]);
});
