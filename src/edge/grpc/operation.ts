/** One gRPC method: how its request becomes a command, who answers it, and how the result becomes a response. */
import type { Caller } from '../../checkout/commands.js';
import type { Rejection } from '../../core/rejection.js';
import type { Limits } from './check-receipt.js';

/** What is known of a call besides its message. */
export interface Envelope {
  readonly caller: Caller;
  readonly deadlineMs: number | null;
}

export interface Operation<Deps, Request, Command, Result, Response> {
  readonly name: string;
  /** Throws `BadField` when the shape is wrong. */
  check(request: Request, envelope: Envelope, limits: Limits): Command;
  run(deps: Deps, command: Command): Promise<Result | Rejection>;
  answer(result: Result, deps: Deps): Response;
}
