/** One gRPC method: how its request becomes a command, who answers it, and how the result becomes a response. */
import type { Caller } from '../../checkout/commands.js';
import type { Rejection } from '../../core/rejection.js';
import type { Limits } from './check-receipt.js';
import type { BackwardWriter } from './wire/backward-writer.js';

/** What is known of a call besides its message. */
export interface Envelope {
  readonly caller: Caller;
  readonly deadlineMs: number | null;
}

interface Work<Deps, Request, Command, Result> {
  readonly name: string;
  /** The request by hand, where the general codec would be a large part of the call. Throws where it is not protobuf. */
  readonly read?: (bytes: Buffer) => Request;
  /** Throws `BadField` when the shape is wrong. */
  check(request: Request, envelope: Envelope, limits: Limits): Command;
  run(deps: Deps, command: Command): Promise<Result | Rejection>;
  /** The same with the result as its bytes, for who can write it before a long wait and let go of what it is made of. */
  readonly runAs?: (deps: Deps, command: Command, form: (result: Result) => Buffer) => Promise<Buffer | Rejection>;
}

/** The response as a message, for the general codec. */
interface Answered<Deps, Result, Response> {
  answer(result: Result, deps: Deps): Response;
}

/** The response by hand, where the general codec would be a large part of the call. */
interface Written<Deps, Result> {
  write(to: BackwardWriter, result: Result, deps: Deps): void;
}

export type Operation<Deps, Request, Command, Result, Response> = Work<Deps, Request, Command, Result> &
  (Answered<Deps, Result, Response> | Written<Deps, Result>);
