/** The way of a call that is answered by a stream: let in → authenticate → decode → check → one message after the other, as fast as they are read. */
import type { ServerWritableStream } from '@grpc/grpc-js';
import { isRejection, type Rejection } from '../../core/rejection.js';
import { BadField } from './fields.js';
import type { Envelope } from './operation.js';
import { method, type ServiceName } from './protos.js';
import { statusName, type Failure } from './status.js';
import { authenticate, decodeOrRefuse, explain, refusal, type CallPath } from './unary.js';
import { TURNED_AWAY } from './turn-away.js';

export interface StreamOperation<Deps, Request, Command, Item, Response> {
  readonly name: string;
  /** Throws `BadField` when the shape is wrong. */
  check(request: Request, envelope: Envelope): Command;
  run(deps: Deps, command: Command): AsyncGenerator<Item> | Rejection;
  answer(item: Item): Response;
}

type Call = ServerWritableStream<Buffer, Buffer>;

export function serverStream<Deps, Request, Command, Item, Response>(
  path: CallPath,
  deps: Deps,
  service: ServiceName,
  operation: StreamOperation<Deps, Request, Command, Item, Response>,
): (call: Call) => void {
  const { requestDeserialize: decode, responseSerialize: encode } = method<Request, Response>(service, operation.name);
  const { gate, metrics } = path;
  const mine = metrics.forCall(operation.name);

  async function work(call: Call): Promise<Failure | null> {
    try {
      const caller = await authenticate(path, call.metadata);
      const deadline = Number(call.getDeadline());
      const envelope = { caller, deadlineMs: Number.isFinite(deadline) ? deadline : null };
      const items = operation.run(deps, operation.check(decodeOrRefuse(decode, call.request), envelope));
      if (isRejection(items)) return refusal(mine, items, call);
      for await (const item of items) {
        if (call.cancelled) break;
        if (!call.write(encode(operation.answer(item)))) await drained(call);
      }
      return null;
    } catch (error) {
      return error instanceof BadField ? refusal(mine, error.rejection, call) : explain(path, operation.name, error, call);
    }
  }

  return (call) => {
    if (!gate.enter('look')) {
      mine.ended(statusName(TURNED_AWAY.code));
      call.emit('error', TURNED_AWAY);
      return;
    }
    const began = performance.now();
    void work(call).then((failed) => {
      gate.leave();
      mine.observe((performance.now() - began) / 1_000);
      mine.ended(failed === null ? 'OK' : statusName(failed.code));
      if (failed === null) call.end();
      else call.emit('error', failed);
    });
  };
}

/** Resolves when the client has read on, or is gone. */
export function drained(call: { once(event: string, listener: () => void): unknown }): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['drain', 'close', 'error', 'cancelled']) call.once(event, resolve);
  });
}
