/** The floor of the transport: a grpc-js server with the same proto and codec that answers a quote it was given, and does nothing else. */
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { QuoteRequest } from '../../src/edge/grpc/generated/tallystick/v1/QuoteRequest.js';
import type { QuoteResponse } from '../../src/edge/grpc/generated/tallystick/v1/QuoteResponse.js';
import { method } from '../../src/edge/grpc/protos.js';
import { servePart } from './child.js';

export interface EchoRequest {
  /** What every call is answered. */
  readonly answer: QuoteResponse;
}

servePart(async ({ answer }: EchoRequest): Promise<string> => {
  const server = new Server();
  server.addService(
    { Quote: method<QuoteRequest, QuoteResponse>('CheckoutService', 'Quote') as never },
    {
      Quote: (_call: unknown, callback: (error: null, value: QuoteResponse) => void) => callback(null, answer),
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return `127.0.0.1:${port}`;
});
