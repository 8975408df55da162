/**
 * The way of one call: let in → authenticate → decode → check → use case → encode, in the handler itself. Nothing that is thrown on
 * the way leaves it, so no message can end the process.
 */
import { randomUUID } from 'node:crypto';
import type { Metadata, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import type { Caller } from '../../checkout/commands.js';
import { DeadlinePassed } from '../../checkout/deadline.js';
import { isRejection, reject } from '../../core/rejection.js';
import { Expired, Overload } from '../../ledger/batcher.js';
import { isOutage } from '../../ledger/outage.js';
import type { Logger } from '../../telemetry/logger.js';
import type { CallMetrics, Metrics } from '../../telemetry/metrics.js';
import type { Limits } from './check-receipt.js';
import { BadField } from './fields.js';
import { urgencyOf, type Gate } from './gate.js';
import type { Operation } from './operation.js';
import { method, type ServiceName } from './protos.js';
import { Refused } from './refused.js';
import { failure, rejected, statusName, type Failure } from './status.js';
import { OVERLOADED, TURNED_AWAY } from './turn-away.js';
import { written } from './wire/backward-writer.js';

/** What all calls share. */
export interface CallPath {
  readonly authenticate: (key: string) => Promise<Caller | null>;
  readonly limits: Limits;
  readonly gate: Gate;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

type Call = ServerUnaryCall<Buffer, Buffer>;

export type Handler = (call: Call, callback: sendUnaryData<Buffer>) => void;

export function unary<Deps, Request, Command, Result, Response>(
  path: CallPath,
  deps: Deps,
  service: ServiceName,
  operation: Operation<Deps, Request, Command, Result, Response>,
): Handler {
  const { requestDeserialize, responseSerialize: encode } = method<Request, Response>(service, operation.name);
  const decode = operation.read ?? requestDeserialize;
  const { gate, metrics } = path;
  const mine = metrics.forCall(operation.name);
  const urgency = urgencyOf(operation.name);

  function read(call: Call, caller: Caller): Command {
    const deadline = Number(call.getDeadline());
    const message = decodeOrRefuse(decode, call.request);
    return operation.check(message, { caller, deadlineMs: Number.isFinite(deadline) ? deadline : null }, path.limits);
  }

  function respond(result: Result): Buffer {
    const began = performance.now();
    const bytes = 'write' in operation ? written((to) => operation.write(to, result, deps)) : encode(operation.answer(result, deps));
    metrics.stage.encode.observe((performance.now() - began) / 1_000);
    return bytes;
  }

  async function work(call: Call): Promise<Buffer | Failure> {
    const began = performance.now();
    try {
      const caller = await authenticate(path, call.metadata);
      const command = read(call, caller);
      metrics.stage.decode.observe((performance.now() - began) / 1_000);
      if (call.cancelled || Date.now() > Number(call.getDeadline()))
        throw new Refused('deadline_exceeded', 'the deadline passed before the call was started');
      const result = operation.runAs === undefined ? await operation.run(deps, command) : await operation.runAs(deps, command, respond);
      if (isRejection(result)) return refusal(mine, result, call);
      return Buffer.isBuffer(result) ? result : respond(result);
    } catch (error) {
      if (error instanceof BadField) return refusal(mine, error.rejection, call);
      return explain(path, operation.name, error, call);
    } finally {
      mine.observe((performance.now() - began) / 1_000);
    }
  }

  return (call, callback) => {
    if (!gate.enter(urgency)) {
      mine.ended(statusName(TURNED_AWAY.code));
      callback(TURNED_AWAY);
      return;
    }
    void work(call).then((answer) => {
      gate.leave();
      if (Buffer.isBuffer(answer)) {
        mine.ended('OK');
        callback(null, answer);
      } else {
        mine.ended(statusName(answer.code));
        callback(answer);
      }
    });
  };
}

/** The caller's own id of the request, or a new one. Only failures are worth one. */
export function requestId(call: { readonly metadata: Metadata }): string {
  const given = String(call.metadata.get('x-request-id')[0] ?? '');
  return /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID();
}

const BEARER = /^Bearer ([\x21-\x7e]{1,512})$/i;

export async function authenticate(path: CallPath, metadata: Metadata): Promise<Caller> {
  const header = metadata.get('authorization')[0];
  const key = typeof header === 'string' ? BEARER.exec(header)?.[1] : undefined;
  if (key === undefined) throw new Refused('unauthenticated', 'send the metadata `authorization: Bearer <terminal key>`');
  const caller = await path.authenticate(key);
  if (caller === null) throw new Refused('unauthenticated', 'this terminal key is not known, or no longer');
  return caller;
}

export function decodeOrRefuse<Request>(decode: (bytes: Buffer) => Request, bytes: Buffer): Request {
  try {
    return decode(bytes);
  } catch {
    throw new BadField(reject('malformed', 'the message is not valid protobuf of this method'));
  }
}

export function refusal(mine: CallMetrics, rejection: Parameters<typeof rejected>[0], call: { readonly metadata: Metadata }): Failure {
  mine.rejected(rejection.rejection);
  return rejected(rejection, requestId(call));
}

/** What was thrown, as the caller may know it. Of a defect the caller learns the id under which it is in the log. */
export function explain({ logger, metrics }: CallPath, name: string, error: unknown, call: { readonly metadata: Metadata }): Failure {
  const request_id = requestId(call);
  if (error instanceof Refused) return failure(error.reason, error.message, { request_id });
  if (error instanceof DeadlinePassed || error instanceof Expired) return failure('deadline_exceeded', error.message, { request_id });
  if (error instanceof Overload) return failure('overloaded', OVERLOADED, { request_id });
  if (isOutage(error)) {
    logger.warn({ call: name, request_id, err: error }, 'the database did not answer');
    return failure('database_away', 'the database is away: repeat the same call with the same key', { request_id });
  }
  metrics.faults.labels(name).inc();
  logger.error({ call: name, request_id, err: error }, 'fault in a call');
  return failure('fault', `internal fault; its id in the log is ${request_id}`, { request_id });
}
