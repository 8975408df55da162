import { jest } from '@jest/globals';
import pg from 'pg';
import { terminalCommand } from '../../src/edge/cli/terminal.js';
import { hashKey } from '../../src/rulebook/terminal-key.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let db: pg.Pool;
const before = { ...process.env };

beforeAll(async () => {
  database = await freshDatabase();
  db = new pg.Pool({ connectionString: database.url, max: 1 });
  process.env['DATABASE_URL'] = database.url;
  delete process.env['REDIS_URL'];
});
afterAll(async () => {
  process.env = before;
  await db.end();
  await database.drop();
});

async function run(...args: string[]): Promise<[number, string]> {
  let out = '';
  const spies = (['log', 'error'] as const).map((kind) =>
    jest.spyOn(console, kind).mockImplementation((line: string) => void (out += `${line}\n`)),
  );
  try {
    return [await terminalCommand(args), out.trim()];
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const hashes = async (): Promise<Buffer[]> =>
  (await db.query<{ key_hash: Buffer }>('SELECT key_hash FROM access.terminal_key ORDER BY created_at')).rows.map((row) => row.key_hash);

it('a terminal from its first key to its end; a key is told once and kept as its hash', async () => {
  const [created, first] = await run('create', 'S1', 'T1', '--may-enrol', '--name', 'Front');
  expect([created, first]).toEqual([0, expect.stringMatching(/^tsk_/)]);
  expect(await hashes()).toEqual([hashKey(first)]);
  expect(await run('create', 'S1', 'T1')).toEqual([1, expect.stringContaining('already')]);
  const [, second] = await run('rotate', 'T1');
  expect(await hashes()).toEqual([hashKey(first), hashKey(second)]);
  expect(await run('list')).toEqual([0, 'S1  T1  Front  2 keys  enrol']);
  expect(await run('retire', 'T1')).toEqual([0, 'The older key of T1 no longer works.']);
  expect(await hashes()).toEqual([hashKey(second)]);
  expect(await run('retire', 'T1')).toEqual([1, 'T1 has no second key.']);
  expect(await run('revoke', 'T1')).toEqual([0, 'T1 is revoked.']);
  expect((await run('rotate', 'T1'))[0]).toBe(1);
});

it.each([[['create', 'S1']], [['rotate']], [['nonsense']], [[]]])('%j is answered with the usage', async (args) => {
  expect(await run(...args)).toEqual([2, expect.stringContaining('npm run terminal')]);
});
