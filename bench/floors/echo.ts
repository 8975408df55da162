/**
 * The floor of the transport: a grpc-js server that answers what it was given beforehand, and does nothing else. With the engine's codec it
 * decodes each request and encodes each answer; without, bytes pass untouched.
 */
import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import type { ServiceDefinition } from '@grpc/proto-loader';
import { method } from '../../src/edge/grpc/protos.js';
import { servePart } from '../child.js';

export interface EchoRequest {
  readonly codec: boolean;
  /** What calls are answered, in turn. */
  readonly answers: { readonly Quote: readonly object[]; readonly Sale: readonly object[] };
}

const untouched = (bytes: Buffer): Buffer => bytes;

servePart(async ({ answers, codec }: EchoRequest): Promise<string> => {
  const server = new Server();
  const definition: Record<string, object> = {};
  const handlers: UntypedServiceImplementation = {};
  for (const name of ['Quote', 'Sale'] as const) {
    const contract = method<object, object>('CheckoutService', name);
    const { responseSerialize: encode, requestDeserialize: decode } = contract;
    definition[name] = { ...contract, requestDeserialize: untouched, responseSerialize: untouched };
    const given = answers[name];
    const encoded = given.map((answer) => encode(answer));
    let next = 0;
    handlers[name] = (call: { request: Buffer }, callback: (error: null, value: Buffer) => void) => {
      const k = next++ % given.length;
      if (!codec) return callback(null, encoded[k]!);
      decode(call.request);
      callback(null, encode(given[k]!));
    };
  }
  server.addService(definition as unknown as ServiceDefinition, handlers);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return `127.0.0.1:${port}`;
});
