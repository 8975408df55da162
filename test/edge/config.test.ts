import { readFileSync } from 'node:fs';
import { ConfigError, describeConfig, loadConfig } from '../../src/config.js';
import { settingsTable } from '../../src/edge/cli/settings.js';

const GOOD = { DATABASE_URL: 'postgres://u:p@localhost:5432/db' };

function problems(env: Record<string, string>): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
}

test('a database is all it needs', () => {
  const config = loadConfig(GOOD);
  expect(config).toMatchObject({ databaseUrl: GOOD.DATABASE_URL, redisUrl: null, linesMax: 2000, grpcPort: 50051, clockBehindMsMax: 0 });
  expect(Object.isFrozen(config)).toBe(true);
});

test('an empty variable counts as unset', () => {
  expect(loadConfig({ ...GOOD, REDIS_URL: '', LINES_MAX: '' })).toMatchObject({ redisUrl: null, linesMax: 2000 });
});

test('every wrong setting is named at once, secrets are not repeated', () => {
  expect(
    problems({ DATABASE_URL: 'mysql://secret', REDIS_URL: 'http://x', GRPC_PORT: '65536', LOG_LEVEL: 'loud', ADMIN_TOKEN: 'short' }),
  ).toEqual(
    [
      'DATABASE_URL: must be set to postgres://user:password@host:port/database',
      'REDIS_URL: must look like redis://host:port',
      'LOG_LEVEL=loud: must be one of: fatal, error, warn, info, debug, trace, silent',
      'GRPC_PORT=65536: must be a whole number from 0 to 65535',
      'ADMIN_TOKEN: must have 24 characters or more',
    ].sort((a, b) => order(a) - order(b)),
  );
});

const order = (line: string): number => describeConfig().findIndex(({ variable }) => line.startsWith(variable));

test.each([['1e3'], ['-1'], ['1.5'], [' '], ['many'], ['10001']])('LINES_MAX=%j is refused', (value) => {
  expect(problems({ ...GOOD, LINES_MAX: value })).toEqual([`LINES_MAX=${value}: must be a whole number from 1 to 10000`.trim()]);
});

test.each([
  ['10000', 10_000],
  ['1', 1],
])('LINES_MAX=%s is taken', (value, expected) => expect(loadConfig({ ...GOOD, LINES_MAX: value }).linesMax).toBe(expected));

test('settings that contradict each other', () => {
  expect(problems({ ...GOOD, TLS_CERT_FILE: '/no/such.pem' })).toEqual([
    'TLS_CERT_FILE and TLS_KEY_FILE: set both or neither',
    'TLS_CERT_FILE: cannot be read (ENOENT)',
  ]);
  expect(problems({ ...GOOD, HOLD_TTL_MS_DEFAULT: '2000', HOLD_TTL_MS_MAX: '1000' })).toEqual([
    'HOLD_TTL_MS_DEFAULT: must not be above HOLD_TTL_MS_MAX',
  ]);
});

/** The formatter pads the columns of tables. */
const unpadded = (table: string): string => table.trim().replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---');

test('the table of the README is the one that is generated', () => {
  expect(settingsTable()).toContain('| `LINES_MAX` | `2000` |  | Lines of one receipt. |');
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const found = /<!-- settings -->([\s\S]*?)<!-- \/settings -->/.exec(readme)?.[1] ?? '';
  expect(unpadded(found)).toBe(unpadded(settingsTable()));
});
