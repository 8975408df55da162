/** Against the gRPC library itself: with another version of it that keeps its streams elsewhere, calls would be kept again, and nothing else would tell. */
import type { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, credentials, Server, ServerCredentials, status, type ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import { letGoWhenClosed } from '../../src/edge/grpc/let-go.js';

const bytes = (value: Buffer): Buffer => value;
const ECHO = { path: '/test/Echo', requestStream: false, responseStream: false } as const;
const METHOD = { ...ECHO, requestSerialize: bytes, requestDeserialize: bytes, responseSerialize: bytes, responseDeserialize: bytes };

async function withEcho(answers: boolean, work: (client: Client, streams: EventEmitter[]) => Promise<void>): Promise<void> {
  const streams: EventEmitter[] = [];
  const noted: ServerInterceptor = (_, call) => {
    streams.push((call as unknown as { readonly stream: EventEmitter }).stream);
    letGoWhenClosed(call);
    return call as ServerInterceptingCall;
  };
  const server = new Server({ interceptors: [noted] });
  server.addService(
    { Echo: METHOD },
    { Echo: (call: { readonly request: Buffer }, reply: (error: null, value: Buffer) => void) => answers && reply(null, call.request) },
  );
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound))),
  );
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  try {
    await work(client, streams);
  } finally {
    client.close();
    server.forceShutdown();
  }
}

/** The close comes to the server's side a moment after the answer is with the client. */
async function listenersAtEnd(stream: EventEmitter): Promise<(string | symbol)[]> {
  for (let k = 0; k < 1_000 && stream.eventNames().length > 0; k++) await sleep(5);
  return stream.eventNames();
}

const ask = (client: Client, deadlineMs: number) =>
  new Promise<number>((resolve) => {
    client.makeUnaryRequest(ECHO.path, bytes, bytes, Buffer.from('receipt'), { deadline: Date.now() + deadlineMs }, (error) =>
      resolve(error?.code ?? status.OK),
    );
  });

it('a call that was answered is let go by its stream', () =>
  withEcho(true, async (client, streams) => {
    expect(await ask(client, 60_000)).toBe(status.OK);
    expect(await listenersAtEnd(streams[0]!)).toEqual([]);
  }));

it('so is one that its till gave up', () =>
  withEcho(false, async (client, streams) => {
    expect(await ask(client, 300)).toBe(status.DEADLINE_EXCEEDED);
    expect(await listenersAtEnd(streams[0]!)).toEqual([]);
  }));

it('a library that keeps no stream to be seen is left alone', () => {
  expect(() => letGoWhenClosed({})).not.toThrow();
});
