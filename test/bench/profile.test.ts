import { costsByStage, costTable } from '../../bench/profile/cost-table.js';
import { readProfile, type CallFrame, type CpuProfile } from '../../bench/profile/cpu-profile.js';
import { flameGraph } from '../../bench/profile/flame-graph.js';
import { stageOf } from '../../bench/profile/stages.js';

const frame = (url: string, functionName = 'f'): CallFrame => ({ functionName, url, lineNumber: 0 });
const at = (path: string): string => `file:///x/dist/src/${path}.js`;
const of = (name: string): string => `file:///x/node_modules/${name}/lib/a.js`;

describe('whose time a sample is', () => {
  it.each([
    [[at('core/pricing/earn'), at('checkout/quote')], 'pricing'],
    [['', at('edge/grpc/wire/write-quote'), of('@grpc/grpc-js')], 'codec'],
    [[of('protobufjs'), at('edge/grpc/protos')], 'codec'],
    [[at('edge/grpc/credentials')], 'auth'],
    [['node:internal/http2/core', of('@grpc/grpc-js')], 'transport'],
    [['node:net', 'node:internal/stream_base_commons'], 'transport'],
    [['node:net', of('pg'), at('ledger/pool'), at('ledger/read-members')], 'snapshot'],
    [['node:net', of('pg'), at('ledger/post')], 'post'],
    [['node:net', of('pg-protocol')], 'driver'],
    [[at('ledger/batcher'), at('checkout/sale')], 'driver'],
    [[at('core/points/spend'), at('core/journal/book-sale')], 'journal'],
    [[at('edge/grpc/answer-quote')], 'answer'],
    [[''], 'other'],
  ])('%j → %s', (urls, wanted) => expect(stageOf(urls.map((url) => frame(url)))).toBe(wanted));

  it('counts a collection for nobody who happened to run', () =>
    expect(stageOf([frame('', '(garbage collector)'), frame(at('core/pricing/earn'))])).toBe('collection'));
});

/** root → quote (pricing) → <best> (pricing); root → idle, garbage collector. */
const PROFILE: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame('', '(root)'), children: [2, 4, 5] },
    { id: 2, callFrame: frame(at('checkout/quote'), 'quote'), children: [3] },
    { id: 3, callFrame: frame(at('core/pricing/best'), '<best>') },
    { id: 4, callFrame: frame('', '(idle)') },
    { id: 5, callFrame: frame('', '(garbage collector)') },
  ],
  samples: [2, 3, 3, 4, 5, 2],
  timeDeltas: [0, 100, 200, 300, 5_000, 400],
};

test('time counts from a sample to the next one, and waiting does not count', () => {
  const root = readProfile(PROFILE);
  expect(root.totalMicros).toBe(1_000);
  const costs = Object.fromEntries(costsByStage(root).map(({ stage, micros }) => [stage, micros]));
  expect(costs).toMatchObject({ pricing: 600, collection: 400, transport: 0 });
});

test('the table gives microseconds a call and shares', () => {
  const lines = costTable(readProfile(PROFILE), 10).split('\n');
  expect(lines).toContain('| pricing | rules, discounts, points | 60 | 60 % |');
  expect(lines).toContain('| `<best>` | src/core/pricing/best.js:1 | pricing | 50 % |');
});

test('the flame graph is as wide as the time, and names are escaped', () => {
  const svg = flameGraph(readProfile(PROFILE), 'a & b');
  expect(svg).toContain('a &amp; b');
  expect(svg).toMatch(/&lt;best&gt; src\/core\/pricing\/best\.js:1 · pricing · 50 %<\/title><rect x="0" y="\d+" width="700"/);
  expect(svg).toMatch(/\(garbage collector\)[^<]*<\/title><rect x="840" y="\d+" width="560"/);
  expect(svg).not.toContain('(idle)');
});
