/**
 * A cheap generator: plain node:http2 with bytes made beforehand, since a grpc-js client costs more than the server it drives.
 * Every answer's grpc-status is looked at; anything but OK is an error.
 */
import { connect, type ClientHttp2Session } from 'node:http2';
import { servePart } from './child.js';
import { PATHS, quoteFrame, saleFrame } from './messages.js';

export interface LoadRequest {
  readonly address: string;
  readonly key: string;
  readonly call: 'quote' | 'sale';
  readonly inFlight: number;
  readonly warmMs: number;
  readonly measureMs: number;
  /** Makes the receipt numbers of this round its own. */
  readonly round: string;
  /** Cards and goods start here, so that rounds do not all sell to the same members. */
  readonly firstSeed: number;
}

export interface LoadAnswer {
  readonly perSecond: number;
  readonly calls: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const FRAMES = 1_000;
/** More than any machine of this size sells in a round; made before the clock starts. */
const SALES_PER_SECOND_MAX = 8_000;

function frames({ call, warmMs, measureMs, round, firstSeed }: LoadRequest): Buffer[] {
  if (call === 'quote') return Array.from({ length: FRAMES }, (_, k) => quoteFrame(k));
  const count = Math.ceil(((warmMs + measureMs) * SALES_PER_SECOND_MAX) / 1000);
  return Array.from({ length: count }, (_, k) => saleFrame(firstSeed + k, `${round}-${k}`));
}

function send(session: ClientHttp2Session, path: string, key: string, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      authorization: `Bearer ${key}`,
    });
    let status = '';
    const note = (headers: Record<string, unknown>): void => {
      if (headers['grpc-status'] !== undefined) status = `${String(headers['grpc-status'])} ${String(headers['grpc-message'] ?? '')}`;
    };
    stream.on('response', note);
    stream.on('trailers', note);
    stream.on('error', reject);
    stream.on('close', () => (status.startsWith('0') ? resolve() : reject(new Error(`grpc-status ${status}`))));
    stream.resume();
    stream.end(body);
  });
}

async function load(request: LoadRequest): Promise<LoadAnswer> {
  const bodies = frames(request);
  const session = connect(`http://${request.address}`);
  let next = 0;
  const from = performance.now() + request.warmMs;
  const until = from + request.measureMs;
  const times: number[] = [];
  const till = async (): Promise<void> => {
    for (let sentAt = performance.now(); sentAt < until; sentAt = performance.now()) {
      const body = bodies[next++ % bodies.length]!;
      if (request.call === 'sale' && next > bodies.length) throw new Error('the generator ran out of receipts: raise SALES_PER_SECOND_MAX');
      await send(session, PATHS[request.call], request.key, body);
      const at = performance.now();
      if (at >= from && at < until) times.push(at - sentAt);
    }
  };
  await Promise.all(Array.from({ length: request.inFlight }, till));
  session.close();
  times.sort((a, b) => a - b);
  const quantile = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { perSecond: (times.length * 1000) / request.measureMs, calls: times.length, p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}

servePart(load);
