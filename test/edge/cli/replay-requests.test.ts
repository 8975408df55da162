import { parseRecord, type ReplayRecord } from '../../../src/edge/cli/replay/record.js';
import { planReturn, returnRequest, saleRequest } from '../../../src/edge/cli/replay/requests.js';
import { Schedule } from '../../../src/edge/cli/replay/schedule.js';

const record = (parts: Partial<ReplayRecord>): ReplayRecord => ({
  id: '536365',
  time: '2010-12-01T08:26:00',
  card: '17850',
  kind: 'sale',
  lines: [],
  ...parts,
});

describe('a sale', () => {
  it('keeps number, card, day and local time, counts pieces in thousandths and marks services', () => {
    const lines = [
      { sku: '85123A', qty: 6, unit: 255 },
      { sku: 'POST', qty: 1, unit: 1800, svc: 1 },
    ];
    expect(saleRequest(record({ lines }), 'Europe/London')).toEqual({
      idempotencyKey: 'replay/536365',
      receipt: {
        businessDate: '2010-12-01',
        receiptNumber: '536365',
        purchasedAtMs: Date.parse('2010-12-01T08:26:00Z'),
        cardNumber: '17850',
        lines: [
          { lineNumber: 1, sku: '85123A', quantityMilli: 6000, unitPriceMinor: 255 },
          {
            ...{ lineNumber: 2, sku: 'POST', quantityMilli: 1000, unitPriceMinor: 1800 },
            ...{ categories: ['service'], notDiscountable: true, notBurnable: true, notEarning: true },
          },
        ],
      },
    });
  });

  it.each([
    ['2010-12-01T08:26:00', 'Europe/London', '2010-12-01T08:26:00Z'],
    ['2011-07-01T08:26:00', 'Europe/London', '2011-07-01T07:26:00Z'],
    ['2011-07-01T08:26:00', 'Europe/Berlin', '2011-07-01T06:26:00Z'],
  ])('%s in %s is %s', (time, zone, instant) => {
    expect(saleRequest(record({ time }), zone).receipt?.purchasedAtMs).toBe(Date.parse(instant));
  });
});

describe('a return', () => {
  const back = (lines: ReplayRecord['lines']) => record({ id: 'C9', kind: 'return', lines });

  it('becomes one call for each sale it refers to, each line of a sale once', () => {
    const plan = planReturn(
      back([
        {
          sku: 'A',
          qty: -5,
          unit: 100,
          ref: [
            ['1', 7, 3],
            ['2', 1, 2],
          ],
        },
        { sku: 'A', qty: -1, unit: 100, ref: [['1', 7, 1]] },
        { sku: 'B', qty: -2, unit: 100, ref: [['1', 2, 2]] },
      ]),
    );
    expect(plan).toEqual({
      linesWithoutReference: 0,
      parts: [
        {
          saleRecordId: '1',
          lines: [
            { lineNumber: 2, quantityMilli: 2000 },
            { lineNumber: 7, quantityMilli: 4000 },
          ],
        },
        { saleRecordId: '2', lines: [{ lineNumber: 1, quantityMilli: 2000 }] },
      ],
    });
  });

  it('counts lines, and rests of lines, that no sale is known for', () => {
    const lines = [
      { sku: 'A', qty: -5, unit: 100 },
      { sku: 'B', qty: -5, unit: 100, ref: [['1', 1, 4]] as const },
    ];
    expect(planReturn(back(lines)).linesWithoutReference).toBe(2);
  });

  it('has a number of its own for each sale, the same in every run', () => {
    const [part] = planReturn(back([{ sku: 'A', qty: -1, unit: 1, ref: [['536365', 1, 1]] }])).parts;
    expect(returnRequest(back([]), part!, 'rcp_x', 'Europe/London')).toMatchObject({
      saleId: 'rcp_x',
      receipt: { businessDate: '2010-12-01', receiptNumber: 'C9/536365' },
    });
  });
});

it.each([
  ['{', 'line 7 of the file'],
  ['{"id":1,"kind":"sale","time":"2010-12-01T08:26:00","lines":[]}', '`id` and `kind`'],
  ['{"id":"1","kind":"sale","time":"yesterday","lines":[]}', '`time` must be'],
  ['{"id":"1","kind":"sale","time":"2010-12-01T08:26:00"}', '`lines` must be'],
])('a bad line is named: %s', (text, message) => expect(() => parseRecord(text, 7)).toThrow(message));

describe('the schedule', () => {
  it('keeps the order of a queue and of what an item waits for, whatever each takes', async () => {
    const done: string[] = [];
    const schedule = new Schedule(4);
    const item = (id: string, queue: string | null, after: string[], ms: number) =>
      schedule.add({
        ...{ id, queue, after },
        work: async () => {
          await new Promise((resolve) => setTimeout(resolve, ms));
          done.push(id);
        },
      });
    await item('a1', 'a', [], 30);
    await item('a2', 'a', [], 1);
    await item('b1', 'b', ['a1'], 1);
    await item('free', null, [], 1);
    await schedule.drain();
    expect(done[0]).toBe('free');
    expect(done.indexOf('a1')).toBeLessThan(done.indexOf('a2'));
    expect(done.indexOf('a1')).toBeLessThan(done.indexOf('b1'));
  });

  it('runs no more at once, and holds no more, than it may', async () => {
    let running = 0;
    let most = 0;
    let held = 0;
    let mostHeld = 0;
    const schedule = new Schedule(3, 5);
    for (let k = 0; k < 40; k++) {
      mostHeld = Math.max(mostHeld, ++held);
      await schedule.add({
        ...{ id: String(k), queue: k % 2 === 0 ? 'even' : null, after: [] },
        work: async () => {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setTimeout(resolve, 2));
          running--;
          held--;
        },
      });
    }
    await schedule.drain();
    expect([most, mostHeld <= 6, held]).toEqual([3, true, 0]);
  });

  it('tells the first failure, and starts nothing after it', async () => {
    const schedule = new Schedule(1);
    let later = 0;
    const fail = { id: 'x', queue: null, after: [], work: () => Promise.reject(new Error('engine away')) };
    const rest = { id: 'y', queue: null, after: [], work: () => Promise.resolve(void later++) };
    await expect(
      (async () => {
        await schedule.add(fail);
        await schedule.add(rest);
        await schedule.drain();
      })(),
    ).rejects.toThrow('engine away');
    expect(later).toBe(0);
  });
});
