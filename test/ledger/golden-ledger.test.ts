import { runLedgerFile } from '../../src/edge/cli/golden-ledger.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => void (database = await freshDatabase()));
afterAll(() => database.drop());

const ok = { result: 'ok' };
const burn = (id: string, points: number, result: string, wallet = 'w') => ({ op: 'burn', id, wallet, points, expect: { result } });
const hold = (id: string, points: number, more: object = {}) => ({ op: 'hold', id, wallet: 'w', points, ...more, expect: ok });
const commit = (id: string, of: string, points: number | 'all', result: string) => ({
  op: 'commit',
  id,
  hold: of,
  points,
  expect: { result },
});
const balance = (w: readonly number[], more: object = {}) => ({ op: 'balance', expect: { w, ...more } });

const CASES: readonly [string, object][] = [
  ['burns what there is, at most', { opening: { w: 100 }, steps: [burnUpTo('a', 150, 100), burnUpTo('b', 10, 0), balance([0, 0, 100])] }],
  [
    'counts what is held as not there',
    { opening: { w: 100 }, steps: [hold('h', 40), burn('b', 61, 'insufficient'), burn('c', 60, 'ok'), balance([0, 40, 60])] },
  ],
  [
    'ends a hold once',
    {
      opening: { w: 100 },
      steps: [
        hold('h', 40),
        commit('c', 'h', 30, 'ok'),
        commit('c', 'h', 30, 'replay'),
        commit('d', 'h', 1, 'already_committed'),
        { op: 'void', id: 'v', hold: 'h', expect: { result: 'already_committed' } },
        balance([70, 0, 30]),
      ],
    },
  ],
  [
    'lets a hold go at its time',
    {
      opening: { w: 9 },
      steps: [hold('h', 9, { ttl: 5 }), { op: 'tick', seconds: 5 }, balance([9, 0, 0]), commit('c', 'h', 'all', 'expired')],
    },
  ],
  [
    'keeps the rest where the case says so',
    {
      opening: { w: 0 },
      allow_negative: true,
      partial_commit: 'keeps_rest',
      steps: [
        hold('h', 50),
        commit('c', 'h', 20, 'ok'),
        balance([-50, 30, 20]),
        commit('d', 'h', 'all', 'ok'),
        commit('e', 'h', 'all', 'already_closed'),
      ],
    },
  ],
  [
    'knows an id by any other kind of effect',
    { opening: { w: 9 }, steps: [hold('h', 1), commit('c', 'h', 1, 'ok'), burn('c', 1, 'conflict')] },
  ],
  [
    'returns a burn once',
    {
      opening: { w: 9 },
      steps: [
        burn('b', 9, 'ok'),
        { op: 'reverse', id: 'r', of: 'b', expect: ok },
        { op: 'reverse', id: 's', of: 'b', expect: { result: 'already_reversed' } },
        balance([9, 0, 0]),
      ],
    },
  ],
  [
    'takes from lots in their order, all or nothing',
    {
      opening: { w: 100, x: 3 },
      steps: [
        { op: 'burn_lots', id: 'a', points: 104, order: ['w', 'x'], expect: { result: 'insufficient' } },
        { op: 'burn_lots', id: 'b', points: 102, order: ['w', 'x'], expect: { ...ok, taken: { w: 100, x: 2 } } },
        balance([0, 0, 100], { x: [1, 0, 2] }),
      ],
    },
  ],
  [
    'leaves nothing of a batch that fails',
    {
      opening: { w: 5, x: 3 },
      steps: [{ op: 'atomic', steps: [burn('a', 5, 'ok'), burn('b', 4, 'ok', 'x')], expect: { result: 'failed' } }, balance([5, 0, 0])],
    },
  ],
  [
    'posts what balances',
    {
      steps: [
        {
          op: 'post',
          id: 'p',
          lines: [
            ['w', 5],
            ['a', -4],
          ],
          expect: { result: 'unbalanced' },
        },
      ],
    },
  ],
  [
    'splits by the largest fractions',
    { steps: [{ op: 'allocate', points: 100, shares: ['1/3', '1/3', '1/3'], expect: { parts: [34, 33, 33] } }] },
  ],
];

function burnUpTo(id: string, points: number, taken: number): object {
  return { op: 'burn_up_to', id, wallet: 'w', points, expect: { ...ok, taken } };
}

it('neutral cases run through the use cases and agree', async () => {
  const cases = CASES.map(([id, rest]) => ({ id, portability: 'universal', ...rest }));
  const results = await runLedgerFile(JSON.stringify({ cases }), database.url);
  expect(results.filter(({ verdict }) => verdict !== 'agree')).toEqual([]);
});

it('a field or step that is not known makes a case unsupported; a wrong number makes it disagree', async () => {
  const cases = [
    { id: 'field', steps: [{ ...hold('h', 1), colour: 'red' }] },
    { id: 'step', steps: [{ op: 'dance' }] },
    { id: 'number', opening: { w: 5 }, steps: [balance([6, 0, 0])] },
  ];
  const results = await runLedgerFile(JSON.stringify({ cases }), database.url);
  expect(results.map(({ verdict }) => verdict)).toEqual(['unsupported', 'unsupported', 'disagree']);
});
