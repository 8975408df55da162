import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { publishCommand } from '../../src/edge/cli/publish.js';
import { contentHash, canonicalJson } from '../../src/rulebook/canonical.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { programme } from './engines.js';

let database: TestDatabase;
let folder: string;
const before = { ...process.env };

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'tallystick-publish-'));
  process.env['DATABASE_URL'] = database.url;
  process.env['REDIS_URL'] = 'redis://127.0.0.1:1';
});
afterAll(async () => {
  process.env = before;
  rmSync(folder, { recursive: true });
  await database.drop();
});

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const spies = [
    jest.spyOn(console, 'log').mockImplementation((line: string) => void (said.out += `${line}\n`)),
    jest.spyOn(console, 'error').mockImplementation((line: string) => void (said.err += `${line}\n`)),
  ];
  try {
    return { code: await publishCommand(args), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

it('publishes without Redis, and says so with version and hash', async () => {
  const document = programme('One');
  const { code, out, err } = await run(file('one.json', document), '--comment', 'a first one', '--by', 'ann');
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^Published version 1, hash ${contentHash(canonicalJson(document))}, live from \\d{4}-.*Z\\.\\n$`));
  expect(err).toMatch(/Redis does not answer \(.*ECONNREFUSED.*\): engines will find the change in Postgres/);
});

it('tells every error with its pointer, and publishes nothing', async () => {
  const { code, out, err } = await run(file('bad.json', { ...programme('Bad'), timeZone: 'Mars/Olympus', rules: [{ id: 'a' }] }));
  expect([code, out]).toEqual([1, expect.stringMatching(/^\d errors: nothing was published\.\n$/)]);
  expect(err).toContain('error    /timeZone  ');
  expect(err).toContain('error    /rules/0/benefit  ');
  expect((await run('--list')).out.split('\n')).toHaveLength(2);
});

it('validates without publishing', async () => {
  expect(await run('--check', file('fine.json', programme('Fine')))).toMatchObject({ code: 0, out: 'The programme is valid.\n' });
  expect(await run('--check', file('bad.json', {}))).toMatchObject({ code: 1 });
});

it('rolls back, later, and lists', async () => {
  await run(file('two.json', programme('Two')));
  const { code, out } = await run('--rollback', '1', '--at', '2199-01-01T00:00:00+01:00');
  expect([code, out]).toEqual([0, expect.stringContaining('Published version 3')]);
  expect(out).toContain('live from 2198-12-31T23:00:00.000Z');
  const listed = (await run('--list')).out.trimEnd().split('\n');
  expect(listed.map((line) => Number(line.slice(0, 6)))).toEqual([3, 2, 1]);
  expect(listed[2]).toContain('by ann  a first one');
  expect(await run('--rollback', '77')).toMatchObject({ code: 1, err: expect.stringContaining('no version of that number') as string });
});

it.each([
  [[], 'npm run publish -- FILE'],
  [['a.json', 'b.json'], 'npm run publish -- FILE'],
  [['a.json', '--list'], 'npm run publish -- FILE'],
])('explains itself where it is called as %j', async (args, text) => {
  expect(await run(...args)).toMatchObject({ code: 2, out: expect.stringContaining(text) as string });
});

it('says what is wrong with a file or an instant', async () => {
  await expect(run(file('broken.json', '{"format":'))).rejects.toThrow('broken.json is not JSON');
  await expect(run(join(folder, 'absent.json'))).rejects.toThrow('ENOENT');
  await expect(run(file('one.json', programme('One')), '--at', '2027-01-01')).rejects.toThrow('--at must be an instant');
});
