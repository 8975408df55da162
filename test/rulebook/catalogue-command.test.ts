import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { catalogueCommand } from '../../src/edge/cli/catalogue.js';
import { pricesCommand } from '../../src/edge/cli/prices.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { pool, startEngine, type Engine } from './engines.js';

let database: TestDatabase;
let engine: Engine;
const folder = mkdtempSync(join(tmpdir(), 'tallystick-'));
const before = { ...process.env };

beforeAll(async () => {
  database = await freshDatabase();
  engine = await startEngine(database.url, { pollMs: 60_000 });
  process.env['DATABASE_URL'] = database.url;
  delete process.env['REDIS_URL'];
});
afterAll(async () => {
  process.env = before;
  rmSync(folder, { recursive: true });
  await engine.stop();
  await database.drop();
});

async function run(command: (args: string[]) => Promise<number>, ...args: string[]): Promise<[number, string]> {
  let out = '';
  const spies = (['log', 'error'] as const).map((kind) =>
    jest.spyOn(console, kind).mockImplementation((line: string) => void (out += `${line}\n`)),
  );
  try {
    return [await command(args), out.trim()];
  } catch (error) {
    return [-1, (error as Error).message];
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

it('imports the tree and its products, tells what is wrong, and exports what it can import', async () => {
  const tree = file('tree.csv', 'category,name,parent\nfood,Food,\nbread,Bread,food\n');
  expect(await run(catalogueCommand, 'import', tree, '--categories')).toEqual([0, expect.stringContaining('2 new')]);
  const wrong = file('wrong.csv', 'sku,categories\nrye,bread\nbun,cakes\n,\n');
  const [code, told] = await run(catalogueCommand, 'import', wrong);
  expect([code, told.split('\n')]).toEqual([
    1,
    [
      'line 3: There is no category `cakes`: upload the categories first',
      'line 4: `sku` is empty',
      '2 of 3 rows are wrong and nothing was taken.',
    ],
  ]);
  const right = file('right.csv', 'sku,name,categories,unit_price,cost\nrye,Rye,bread,4.00,2.50\n');
  expect(await run(catalogueCommand, 'import', right)).toEqual([0, expect.stringContaining('1 new')]);
  await engine.rulebook.refresh();
  expect(engine.rulebook.product('rye')).toMatchObject({ categories: ['bread', 'food'], unitPriceMinor: 400, costMinor: 250 });
  const out = join(folder, 'out.csv');
  expect(await run(catalogueCommand, 'export', '--out', out)).toEqual([0, '']);
  expect(readFileSync(out, 'utf8')).toContain('rye,Rye,,bread,');
  expect(await run(catalogueCommand, 'import', out, '--mode', 'replace')).toEqual([
    0,
    expect.stringContaining('0 new, 0 changed, 0 ended'),
  ]);
});

it.each([
  ['no such file', ['import', '/none.csv'], 'There is no file'],
  ['no file', ['import'], 'npm run catalogue'],
  ['no such mode', ['import', 'x', '--mode', 'merge'], '--mode must be one of'],
])('says what is wrong with the call: %s', async (_what, args, message) => {
  expect(await run(catalogueCommand, ...args)).toEqual([-1, expect.stringContaining(message)]);
});

it('uploads prices of a list, to be published later or at once', async () => {
  const prices = file('prices.csv', 'sku,price\nrye,3.00\n');
  expect(await run(pricesCommand, 'upload', 'gold', prices)).toEqual([-1, 'There is no price list `gold`']);
  const db = pool(database.url);
  const settings = { name: 'Gold', active: true, stores: [], zones: [], channels: [], membersOnly: false, tiers: [], segments: [] };
  await db.query(
    `INSERT INTO prices.list (list_id, settings, settings_revision, editors, created_by, updated_by) VALUES ('gold', $1, 1, '{}', 'a', 'a')`,
    [JSON.stringify({ ...settings, fromMs: null, toMs: null })],
  );
  await db.end();
  expect(await run(pricesCommand, 'upload', 'gold', prices)).toEqual([0, expect.stringMatching(/1 rows of prices .*\nWaits .* upl_/s)]);
  expect(await run(pricesCommand, 'upload', 'gold', prices, '--publish', 'new prices')).toEqual([
    0,
    expect.stringContaining('Revision 1 of gold has 1 rows'),
  ]);
  await engine.rulebook.refresh();
  expect(engine.rulebook.prices().lowest('rye', Date.now())).toBe(300);
});
