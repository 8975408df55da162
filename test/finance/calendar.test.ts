import { setCalendar } from '../../src/jobs/periods/set-calendar.js';
import { readPeriods } from '../../src/jobs/periods/read-periods.js';
import { openCheckout, type OpenCheckout } from '../checkout/open-checkout.js';
import { sell } from './traffic.js';

let open: OpenCheckout;
beforeEach(async () => void (open = await openCheckout()));
afterEach(() => open.close());

const periods = async () =>
  (await readPeriods(open.deps.ledger.pool)).map(({ period, startsAt, endsAt }) => [period, startsAt.toISOString(), endsAt.toISOString()]);
const periodOf = async (saleId: string): Promise<string> =>
  (await open.deps.ledger.pool.query('SELECT period::text AS period FROM ledger.sale WHERE sale_id = $1', [saleId.slice(4)])).rows[0]
    .period;

it('months begin at midnight of the zone, in winter and in summer, also where time jumps in between', async () => {
  await setCalendar(open.deps.ledger.pool, 'Europe/London', null);
  const first = await sell(open, { at: Date.parse('2026-03-31T22:59:59.999Z') });
  const second = await sell(open, { at: Date.parse('2026-03-31T23:00:00Z') });
  expect([await periodOf(first.saleId), await periodOf(second.saleId)]).toEqual(['2026-03-01', '2026-04-01']);
  await sell(open, { at: Date.parse('2026-01-31T12:00:00Z') });
  await sell(open, { at: Date.parse('2026-11-01T00:00:00Z') });
  expect(await periods()).toEqual([
    ['2026-01-01', '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
    ['2026-02-01', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01', '2026-03-01T00:00:00.000Z', '2026-03-31T23:00:00.000Z'],
    ['2026-04-01', '2026-03-31T23:00:00.000Z', '2026-04-30T23:00:00.000Z'],
    ['2026-05-01', '2026-04-30T23:00:00.000Z', '2026-05-31T23:00:00.000Z'],
    ['2026-06-01', '2026-05-31T23:00:00.000Z', '2026-06-30T23:00:00.000Z'],
    ['2026-07-01', '2026-06-30T23:00:00.000Z', '2026-07-31T23:00:00.000Z'],
    ['2026-08-01', '2026-07-31T23:00:00.000Z', '2026-08-31T23:00:00.000Z'],
    ['2026-09-01', '2026-08-31T23:00:00.000Z', '2026-09-30T23:00:00.000Z'],
    ['2026-10-01', '2026-09-30T23:00:00.000Z', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
  ]);
});

it('quarters begin in January; the calendar cannot change once something is booked', async () => {
  expect(await setCalendar(open.deps.ledger.pool, 'America/New_York', 3)).toBe(true);
  const sold = await sell(open, { at: Date.parse('2026-07-01T03:59:59.999Z') });
  expect(await periodOf(sold.saleId)).toBe('2026-04-01');
  expect(await periods()).toEqual([['2026-04-01', '2026-04-01T04:00:00.000Z', '2026-07-01T04:00:00.000Z']]);
  expect(await setCalendar(open.deps.ledger.pool, 'UTC', 1)).toBe(false);
});

it('a leap day and an hour that comes twice are in one period each', async () => {
  await setCalendar(open.deps.ledger.pool, 'Europe/Vienna', null);
  const leap = await sell(open, { at: Date.parse('2024-02-29T22:59:59.999Z') });
  const march = await sell(open, { at: Date.parse('2024-02-29T23:00:00Z') });
  const twice = await sell(open, { at: Date.parse('2025-10-26T00:30:00Z') });
  const again = await sell(open, { at: Date.parse('2025-10-26T01:30:00Z') });
  const found = await Promise.all([leap, march, twice, again].map(({ saleId }) => periodOf(saleId)));
  expect(found).toEqual(['2024-02-01', '2024-03-01', '2025-10-01', '2025-10-01']);
});

it('many tills that open a new month at once make it once', async () => {
  const busy = await openCheckout(undefined, 3);
  const engines = [busy.deps, ...busy.others];
  await Promise.all(
    Array.from({ length: 30 }, async (_, k) => {
      const deps = engines[k % engines.length]!;
      await sell({ ...busy, deps }, { number: `new-${k}`, at: Date.parse(`2026-0${1 + (k % 9)}-10T00:00:00Z`) });
    }),
  );
  const { rows } = await busy.deps.ledger.pool.query('SELECT count(*) AS periods, count(DISTINCT ends_at) AS ends FROM ledger.period');
  expect(rows[0]).toEqual({ periods: 9, ends: 9 });
  await busy.close();
});
