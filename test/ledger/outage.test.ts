import { isOutage, Outage, typed } from '../../src/ledger/outage.js';

const ofPostgres = (code: string): Error => Object.assign(new Error('said by Postgres'), { code });

test.each<[string, unknown, boolean]>([
  ['the connection broke', ofPostgres('08006'), true],
  ['too many connections', ofPostgres('53300'), true],
  ['the disk is full', ofPostgres('53100'), true],
  ['the server shuts down', ofPostgres('57P01'), true],
  ['the server starts', ofPostgres('57P03'), true],
  ['the statement took too long', ofPostgres('57014'), true],
  ['a file of the server cannot be read', ofPostgres('58030'), true],
  ['nobody listens', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), true],
  ['the driver gave up', new Error('Connection terminated unexpectedly'), true],
  // A broken catalogue or page: the same call would fail again, so nobody is told to repeat it.
  ['Postgres is at fault itself', ofPostgres('XX000'), false],
  ['a page is corrupt', ofPostgres('XX001'), false],
  ['a constraint is broken', ofPostgres('23514'), false],
  ['a deadlock', ofPostgres('40P01'), false],
  ['the statement is wrong', ofPostgres('42601'), false],
  ['a broken invariant', new Error('the entry does not balance'), false],
])('%s', (_what, error, away) => {
  expect(isOutage(error)).toBe(away);
  expect(typed(error) instanceof Outage).toBe(away);
});
