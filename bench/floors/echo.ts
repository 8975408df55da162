/**
 * The floor of the transport: a grpc-js server that answers what was worked out beforehand, and does nothing else. With the engine's codec it
 * decodes each request and encodes each answer as the engine does; without, bytes pass untouched.
 */
import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import type { ServiceDefinition } from '@grpc/proto-loader';
import { quote as priced } from '../../src/checkout/quote.js';
import { cardPrices as listed } from '../../src/checkout/card-prices.js';
import { sale as sold } from '../../src/checkout/sale.js';
import { isRejection, type Rejection } from '../../src/core/rejection.js';
import type { CheckoutDeps } from '../../src/checkout/deps.js';
import type { Operation } from '../../src/edge/grpc/operation.js';
import { cardPrices } from '../../src/edge/grpc/card-prices.js';
import { method } from '../../src/edge/grpc/protos.js';
import { quote } from '../../src/edge/grpc/quote.js';
import { sale } from '../../src/edge/grpc/sale.js';
import { written } from '../../src/edge/grpc/wire/backward-writer.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { servePart } from '../child.js';
import { checkoutDeps, pricesQuery, saleCommand } from '../studies/in-process.js';

export interface EchoRequest {
  readonly codec: boolean;
  readonly databaseUrl: string;
  readonly rules: number;
}

/** Answers of so many receipts are given in turn. */
const ECHOED = 64;

const untouched = (bytes: Buffer): Buffer => bytes;

function encoderOf<Request, Command, Result, Response>(
  operation: Operation<CheckoutDeps, Request, Command, Result, Response>,
  deps: CheckoutDeps,
): (result: Result) => Buffer {
  const { responseSerialize: encode } = method<Request, Response>('CheckoutService', operation.name);
  return 'write' in operation
    ? (result) => written((to) => operation.write(to, result, deps))
    : (result) => encode(operation.answer(result, deps));
}

/** What the engine would answer to the first receipts; nothing is booked. */
async function answersOf<Result>(ask: (k: number) => Promise<Result | Rejection>): Promise<Result[]> {
  return Promise.all(
    Array.from({ length: ECHOED }, async (_, k) => {
      const answer = await ask(k);
      if (isRejection(answer)) throw new Error(answer.message);
      return answer;
    }),
  );
}

async function dry(databaseUrl: string, rules: number): Promise<{ deps: CheckoutDeps; close: () => Promise<void> }> {
  const limits = { lanes: 1, batchMax: 128, queueMax: 1_000, queryTimeoutMs: 30_000, connectTimeoutMs: 5_000, readConnectionsMax: 1 };
  const ledger = new Ledger({ databaseUrl, ...limits });
  const posted = Promise.resolve({ kind: 'posted' as const });
  const caught = Object.assign(Object.create(ledger) as Ledger, { post: () => posted });
  return { deps: checkoutDeps(caught, rules), close: () => ledger.close() };
}

servePart(async ({ databaseUrl, rules, codec }: EchoRequest): Promise<string> => {
  const server = new Server();
  const definition: Record<string, object> = {};
  const handlers: UntypedServiceImplementation = {};
  function serve<Request, Command, Result, Response>(
    operation: Operation<CheckoutDeps, Request, Command, Result, Response>,
    answers: readonly Result[],
  ): void {
    const { name } = operation;
    const contract = method<object, object>('CheckoutService', name);
    const decode = operation.read ?? contract.requestDeserialize;
    const encode = encoderOf(operation, deps);
    const encoded = answers.map(encode);
    definition[name] = { ...contract, requestDeserialize: untouched, responseSerialize: untouched };
    let next = 0;
    handlers[name] = (call: { request: Buffer }, callback: (error: null, value: Buffer) => void) => {
      const k = next++ % answers.length;
      if (!codec) return callback(null, encoded[k]!);
      decode(call.request);
      callback(null, encode(answers[k]!));
    };
  }
  const { deps, close } = await dry(databaseUrl, rules);
  const command = (k: number) => saleCommand(rules, k, k);
  serve(quote, await answersOf((k) => priced(deps, { ...command(k), explain: false })));
  serve(sale, await answersOf((k) => sold(deps, command(k))));
  serve(cardPrices, await answersOf((k) => listed(deps, pricesQuery(rules, k))));
  await close();
  server.addService(definition as unknown as ServiceDefinition, handlers);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return `127.0.0.1:${port}`;
});
