/** A till in front of a real engine: what the cashier types and what is printed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectEngine, type Engine } from '../../../src/edge/cli/engine/client.js';
import { EngineError } from '../../../src/edge/cli/engine/engine-error.js';
import { readCatalogue } from '../../../src/edge/cli/till/catalogue.js';
import { parseCommand } from '../../../src/edge/cli/till/command.js';
import { readReceipt } from '../../../src/edge/cli/till/receipt-file.js';
import { TillSession } from '../../../src/edge/cli/till/session.js';
import { SLIP_WIDTH } from '../../../src/edge/cli/till/slip.js';
import { SIM_PROGRAMME } from '../../sim/programme.js';
import { startTestEngine, type TestEngine } from '../../support/engine.js';

let at: TestEngine;
let engine: Engine;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), `tallystick-test-${process.pid}-`));
  at = await startTestEngine({}, SIM_PROGRAMME);
  engine = connectEngine(
    { address: at.grpc.client.getChannel().getTarget().replace(/^dns:/, ''), key: at.keys.t1, tls: null },
    { deadlineMs: 5_000, patienceMs: 5_000 },
  );
  await engine.enrolMembers({ members: [{ cardNumber: '42' }, { cardNumber: '43' }] });
});
afterAll(async () => {
  engine.close();
  await at.close();
  rmSync(folder, { recursive: true });
});

/** Types the lines in turn; the last answer. A refusal is shown as the till shows it. */
async function type(session: TillSession, ...lines: string[]): Promise<string> {
  let shown = '';
  for (const line of lines) {
    try {
      shown = (await session.handle(parseCommand(line))) ?? 'bye';
    } catch (error) {
      shown = error instanceof EngineError ? error.describe() : (error as Error).message;
    }
  }
  return shown;
}

function newSession(): TillSession {
  const products = join(folder, 'products.json');
  writeFileSync(products, JSON.stringify([{ sku: 'TEA', name: 'Tea, 100 bags', unitPriceMinor: 349 }]));
  return new TillSession(engine, readCatalogue(products));
}

it('sells with a card price, pays with points, takes back and refuses what was not sold', async () => {
  const till = newSession();
  expect(await type(till, 'tea 2')).toContain('With a card you would save 1.00');
  const open = await type(till, 'card 42');
  expect(open).toMatch(/2 × Tea, 100 bags +6\.98\n +Card prices +-1\.00\n +5\.98/);
  expect(open).toMatch(/TO PAY +5\.98/);
  for (const line of open.split('\n')) expect(line.length).toBeLessThanOrEqual(SLIP_WIDTH);
  expect(await type(till, 'pay')).toMatch(/PAID[\s\S]*Points earned +192[\s\S]*Points of the card +185\n +not spendable yet +7/);
  expect(await type(till, 'return 1 1')).toMatch(/TO PAY OUT +2\.99[\s\S]*Points taken back +95/);
  expect(await type(till, 'return 1 2')).toMatch(/^more_than_sold: .*\(field lines\[0\]\.quantity_milli\)$/);
  expect(await type(till, 'void')).toMatch(/^sale_has_returns/);
  expect(await type(till, 'TEA', 'card 42', 'burn max', 'pay')).toMatch(/Paid with 93 points +-0\.93\nTO PAY +2\.06/);
  expect(await type(till, 'void')).toMatch(/is void: \d+ points taken back, 93 restored/);
});

it('prices anew when something moved between the slip and the payment, and books what was agreed to', async () => {
  const [one, other] = [newSession(), newSession()];
  await type(one, 'TEA', 'card 43', 'burn max');
  await type(other, 'TEA 40', 'card 43', 'pay');
  expect(await type(one, 'pay')).toMatch(/CHANGED[\s\S]*type `pay` to agree/);
  expect(await type(one, 'pay')).toContain('PAID');
});

it('answers what it cannot do, and goes on', async () => {
  const till = newSession();
  expect(await type(till, 'NOPE')).toMatch(/No price is known for NOPE/);
  expect(await type(till, 'pay')).toBe('The receipt is empty.');
  expect(await type(till, 'TEA', 'card 404')).toMatch(/^unknown_card/);
  expect(await type(till, 'coupon NONSENSE')).toMatch(/Coupon NONSENSE +unknown/);
  expect(await type(till, 'void')).toBe('A new receipt.');
  expect(await type(till, 'show NOTHING')).toMatch(/^unknown_sale/);
  expect(await type(till, 'quit')).toBe('bye');
});

describe('a receipt from a file', () => {
  const file = (content: string): string => {
    const path = join(folder, 'receipt.json');
    writeFileSync(path, content);
    return path;
  };
  const receipt = {
    business_date: '2026-03-14',
    receiptNumber: 'F1',
    purchased_at_ms: '1773480000000',
    attributes: { some_key: 'kept' },
    lines: [{ line_number: 1, sku: 'TEA', quantityMilli: 1000, unit_price_minor: '349' }],
  };

  it('is read with the names of the proto or of JSON, int64 as text or number', async () => {
    const read = readReceipt(file(JSON.stringify(receipt)));
    expect(read).toMatchObject({
      businessDate: '2026-03-14',
      attributes: { some_key: 'kept' },
      lines: [{ lineNumber: 1, unitPriceMinor: '349' }],
    });
    const first = await engine.sale({ receipt: read });
    expect(first.quote?.totals?.payableMinor).toBe(349);
    expect(await engine.sale({ receipt: read })).toEqual({ ...first, replayed: true });
  });

  it.each([
    ['{', 'JSON'],
    ['[]', 'must be an object'],
    ['{"recipt_number":"1"}', 'a receipt has no field recipt_number'],
    ['{"lines":{}}', 'must be a list'],
    ['{"lines":[{"skus":"A"}]}', 'lines[0]: a line has no field skus'],
  ])('is refused where it is not one: %s', (content, message) => expect(() => readReceipt(file(content))).toThrow(message));
});
