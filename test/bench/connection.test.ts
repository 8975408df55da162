/** The generator speaks HTTP/2 by itself: here to a real grpc-js server, which has to find nothing wrong with it. */
import { Metadata, Server, ServerCredentials, status, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { setTimeout as sleep } from 'node:timers/promises';
import { BROKEN, Connection, GAVE_UP, type Answer } from '../../bench/load/connection.js';
import { requestBlocks } from '../../bench/load/request-blocks.js';

const same = (bytes: Buffer): Buffer => bytes;
const PATH = '/test.Service/Call';
const DEFINITION = {
  path: PATH,
  requestStream: false,
  responseStream: false,
  ...{ requestSerialize: same, requestDeserialize: same, responseSerialize: same, responseDeserialize: same },
};

interface Seen {
  readonly key: string;
  readonly deadline: number;
  readonly text: string;
}

describe('the connection of the generator', () => {
  const seen: Seen[] = [];
  const cancelled: string[] = [];
  const server = new Server({ 'grpc.max_concurrent_streams': 3 });
  let address = '';

  beforeAll(async () => {
    server.addService({ Call: DEFINITION } as never, {
      Call: (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
        const text = call.request.toString();
        seen.push({ key: String(call.metadata.get('authorization')[0]), deadline: Number(call.getDeadline()), text });
        if (text.startsWith('late')) {
          call.on('cancelled', () => cancelled.push(text));
          return;
        }
        if (text === 'bad')
          return callback({ code: status.RESOURCE_EXHAUSTED, details: 'much', metadata: new Metadata({ waitForReady: false }) });
        setTimeout(() => callback(null, call.request), text === 'slow' ? 300 : 2);
      },
    });
    const port = await new Promise<number>((resolve) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_error, bound) => resolve(bound));
    });
    address = `127.0.0.1:${port}`;
  });

  afterAll(() => server.forceShutdown());

  function framed(text: string): Buffer {
    const header = Buffer.alloc(5);
    header.writeUInt32BE(Buffer.byteLength(text), 1);
    return Buffer.concat([header, Buffer.from(text)]);
  }

  async function connect(key: string, timeoutMs: number | null): Promise<(text: string) => Promise<Answer>> {
    const blocks = requestBlocks({ path: PATH, authority: address, key, hasDeadline: timeoutMs !== null });
    const connection = await Connection.to(address, blocks, timeoutMs);
    return (text) => new Promise((resolve) => connection.call(framed(text), true, resolve));
  }

  it('gets every answer, with more calls than the server lets it have open and more bytes than its window', async () => {
    const call = await connect('secret', null);
    const texts = Array.from({ length: 200 }, (_, k) => `${k} ${'x'.repeat(9_000)}`);
    const answers = await Promise.all(texts.map(call));
    expect(answers.map(({ status: code }) => code)).toEqual(texts.map(() => 0));
    expect(answers.map(({ body }) => body!.subarray(5).toString())).toEqual(texts);
    expect(new Set(seen.map(({ key }) => key))).toEqual(new Set(['Bearer secret']));
  });

  it('spells out a key of any length', async () => {
    for (const length of [100, 119, 120, 121, 300, 1_000]) {
      const call = await connect('k'.repeat(length), null);
      expect((await call('a')).status).toBe(0);
      expect((await call('b')).status).toBe(0);
      expect(seen.at(-1)!.key).toBe(`Bearer ${'k'.repeat(length)}`);
    }
  });

  it('reads the status of a refused call', async () => {
    const call = await connect('k', 10_000);
    expect((await call('bad')).status).toBe(status.RESOURCE_EXHAUSTED);
    expect((await call('good')).status).toBe(0);
  });

  it('says how long it still waits, gives up then, tells the server, and does not send what waited for room until then', async () => {
    const call = await connect('k', 200);
    const sent = seen.length;
    const from = Date.now();
    const all = [...['late 1', 'late 2', 'late 3'].map(call), call('never sent')];
    const codes = (await Promise.all(all)).map(({ status: code }) => code);
    // The server counts too, and may be the first to say it.
    expect(codes.slice(0, 3).every((code) => code === GAVE_UP || code === status.DEADLINE_EXCEEDED)).toBe(true);
    expect(codes[3]).toBe(GAVE_UP);
    expect(Date.now() - from).toBeGreaterThanOrEqual(199);
    expect(seen.length).toBe(sent + 3);
    for (const { deadline } of seen.slice(-3)) expect(deadline - from).toBeLessThan(2_000);
    expect((await call('good')).status).toBe(0);
    expect(cancelled.sort()).toEqual(['late 1', 'late 2', 'late 3']);
  });

  it('brings the last answers of a connection that the server wants to end, and takes no more calls', async () => {
    const blocks = requestBlocks({ path: PATH, authority: address, key: 'k', hasDeadline: false });
    const connection = await Connection.to(address, blocks, null);
    const call = (text: string) => new Promise<Answer>((resolve) => connection.call(framed(text), true, resolve));
    expect((await call('good')).status).toBe(0);
    const open = call('slow');
    while (seen.at(-1)!.text !== 'slow') await sleep(5);
    server.drain(address, 60_000);
    while (connection.failure === null) await sleep(5);
    expect((await call('good')).status).toBe(BROKEN);
    expect((await open).status).toBe(0);
    expect(connection.pending).toBe(0);
  });

  it('answers what is open when the connection breaks', async () => {
    const call = await connect('k', null);
    const open = call('late');
    await call('good');
    server.drain(address, 0);
    expect((await open).status).toBe(-1);
    expect((await call('good')).status).toBe(-1);
  });
});
