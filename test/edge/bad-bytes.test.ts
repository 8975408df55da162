/** Messages that are no messages: broken protobuf, bad UTF-8, too large, compressed, unknown methods. */
import { status } from '@grpc/grpc-js';
import { connect } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { startTestEngine, type TestEngine } from '../support/engine.js';
import { encoder, GrpcCaller, type Answer } from '../support/grpc-caller.js';
import { line, receipt } from './receipts.js';

const SALE = '/tallystick.v1.CheckoutService/Sale';
let at: TestEngine;
beforeAll(async () => {
  at = await startTestEngine({ MESSAGE_BYTES_MAX: '65536' });
});
afterAll(() => at.close());
afterEach(async () => expect((await fetch(`${at.http}/health/ready`)).status).toBe(200));

const good = (sku = 'SKU-1') => encoder('CheckoutService', 'Sale')({ receipt: receipt({ lines: [line({ sku })] }) });
const shape = (answer: Answer) => (answer.ok ? 'OK' : [status[answer.code], answer.info?.reason, answer.info?.metadata['field']]);

test.each<[string, Buffer]>([
  ['cut in half', good().subarray(0, 20)],
  ['random', Buffer.from('ffffffffffffffffffffff', 'hex')],
  ['a field number 0', Buffer.from('0001', 'hex')],
  ['an unknown wire type', Buffer.from('0f', 'hex')],
  ['a length beyond the end', Buffer.from('12ff01', 'hex')],
  ['a string where a message should be', Buffer.from([0x12, 3, 0x61, 0x62, 0x63])],
  ['groups in groups', Buffer.alloc(20_000, 0x7b)],
])('protobuf that is %s', async (_what, bytes) => {
  expect(shape(await at.grpc.raw(SALE, bytes)).slice(0, 2)).toEqual(['INVALID_ARGUMENT', 'malformed']);
});

test('an empty message lacks its receipt', async () => {
  expect(shape(await at.grpc.raw(SALE, Buffer.alloc(0)))).toEqual(['INVALID_ARGUMENT', 'malformed', 'receipt']);
});

test.each([
  ['ff', 'fe41424344'],
  ['a lone continuation', '8041424344'],
  ['a surrogate', 'eda0804142'],
  ['an overlong slash', 'c0af414243'],
  ['cut short', '41424344e2'],
])('text that is no UTF-8: %s', async (_what, hex) => {
  const bytes = Buffer.from(good('SKU-1').toString('latin1').replace('SKU-1', Buffer.from(hex, 'hex').toString('latin1')), 'latin1');
  expect(shape(await at.grpc.raw(SALE, bytes))).toEqual(['INVALID_ARGUMENT', 'malformed', 'receipt.lines[0].sku']);
});

test('fields of a later version of the contract are ignored', async () => {
  const later = Buffer.concat([good(), Buffer.from([0xfa, 0x07, 2, 0x68, 0x69])]);
  const [was, is] = [await at.grpc.raw(SALE, good()), await at.grpc.raw(SALE, later)];
  expect(shape(is)).toEqual(shape(was));
});

test('a message over the limit', async () => {
  const answer = await at.grpc.raw(SALE, Buffer.alloc(65_537));
  expect(answer).toMatchObject({ ok: false, code: status.RESOURCE_EXHAUSTED });
});

test('an unknown method and an unknown service', async () => {
  expect(await at.grpc.raw('/tallystick.v1.CheckoutService/Steal', good())).toMatchObject({ code: status.UNIMPLEMENTED });
  expect(await at.grpc.raw('/no.such.Service/Sale', good())).toMatchObject({ code: status.UNIMPLEMENTED });
});

describe('compression', () => {
  test.each([
    [1, 'deflate'],
    [2, 'gzip'],
  ])('algorithm %i, %s, is understood', async (algorithm) => {
    const caller = new GrpcCaller(`127.0.0.1:${at.engine.grpcPort}`, at.keys.t1, undefined, {
      'grpc.default_compression_algorithm': algorithm,
    });
    expect(shape(await caller.raw(SALE, good('\n')))).toEqual(['INVALID_ARGUMENT', 'malformed', 'receipt.lines[0].sku']);
    caller.close();
  });

  test('a bomb of 64 MiB in 64 KiB', async () => {
    expect(await frame(gzipSync(Buffer.alloc(64 * 1_048_576)).subarray(0, 65_000), 'gzip')).toBe('RESOURCE_EXHAUSTED');
  });

  test('broken gzip', async () => expect(await frame(Buffer.from('not gzip'), 'gzip')).toBe('INTERNAL'));
  test('an encoding nobody knows', async () => expect(await frame(good(), 'brotli')).toBe('UNIMPLEMENTED'));
});

/** One compressed gRPC frame over plain HTTP/2, because a client library would not send it. Returns the status. */
function frame(payload: Buffer, encoding: string): Promise<string> {
  const session = connect(`http://127.0.0.1:${at.engine.grpcPort}`);
  const header = Buffer.alloc(5);
  header.writeUInt8(1, 0);
  header.writeUInt32BE(payload.length, 1);
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': SALE,
      'content-type': 'application/grpc',
      te: 'trailers',
      'grpc-encoding': encoding,
      authorization: `Bearer ${at.keys.t1}`,
    });
    const settle = (headers: Record<string, unknown>) => {
      if (headers['grpc-status'] === undefined) return;
      resolve(String(status[Number(headers['grpc-status'])]));
      session.close();
    };
    stream.on('response', settle).on('trailers', settle).on('error', reject).resume();
    stream.end(Buffer.concat([header, payload]));
  });
}
