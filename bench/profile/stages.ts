/**
 * Which stage of a call a sample belongs to: the nearest caller whose file says so. A function of Node or of a library that says nothing
 * counts for who called it; sockets count as transport unless the driver of Postgres uses them.
 */
import type { CallFrame } from './cpu-profile.js';

export const STAGES = {
  transport: 'HTTP/2, grpc-js, sockets',
  codec: 'bytes to messages and back, checks of the request',
  auth: 'key of the terminal, gate',
  snapshot: 'state of the member is read',
  pricing: 'rules, discounts, points',
  journal: 'use case, postings, lots',
  post: 'rows are written',
  driver: 'driver of Postgres and batches, where no caller says for whom',
  answer: 'handlers, the answer is put together',
  metrics: 'counters and logs',
  collection: 'garbage collection',
  other: 'the rest, and native code outside functions',
} as const;

export type Stage = keyof typeof STAGES;

/** The first that fits. */
const RULES: readonly (readonly [RegExp, Stage])[] = [
  [/\/src\/edge\/grpc\/(wire\/|generated\/|protos|body-hash|check-|fields)/, 'codec'],
  [/\/node_modules\/(@grpc\/proto-loader|protobufjs|@protobufjs|long)\//, 'codec'],
  [/\/src\/edge\/grpc\/(credentials|gate)|\/src\/rulebook\/terminal/, 'auth'],
  [/\/src\/edge\/grpc\/(unary|server-stream|grpc-server)/, 'transport'],
  [/\/src\/edge\/grpc\//, 'answer'],
  [/\/src\/ledger\/(read-|pack-member)|\/src\/checkout\/(find-member|member-state|member-turn|settle-member)/, 'snapshot'],
  [/\/src\/ledger\/(batcher|batch-frame|bulk-pool|pool|ledger|outage)\./, 'driver'],
  [/\/src\/ledger\//, 'post'],
  [/\/src\/core\/(journal|points)\//, 'journal'],
  [/\/src\/checkout\/(price|quote|card-prices|try-receipt)\./, 'pricing'],
  [/\/src\/checkout\//, 'journal'],
  [/\/src\/(core|rulebook)\//, 'pricing'],
  [/\/src\/telemetry\/|\/node_modules\/(prom-client|pino|sonic-boom)\//, 'metrics'],
  [/\/node_modules\/pg(-[a-z]+)?\//, 'driver'],
  [/\/node_modules\/@grpc\/grpc-js\/|^node:(internal\/)?http2/, 'transport'],
];
/** Says little by itself: the socket may be that of Postgres. */
const SOCKETS = /^node:(net|tls|stream|internal\/(stream_base|streams|js_stream))/;

/** Of a stack, innermost first. */
export function stageOf(stack: readonly CallFrame[]): Stage {
  if (stack[0]?.functionName === '(garbage collector)') return 'collection';
  let found: Stage | null = null;
  for (const { url } of stack) {
    const stage = RULES.find(([pattern]) => pattern.test(url))?.[1];
    // The driver works for whoever reads or writes: that one is asked for next.
    if (found === 'driver' && (stage === 'snapshot' || stage === 'post')) return stage;
    if (stage !== undefined && stage !== 'driver') return found ?? stage;
    found ??= stage ?? null;
  }
  return found ?? (stack.some(({ url }) => SOCKETS.test(url)) ? 'transport' : 'other');
}
