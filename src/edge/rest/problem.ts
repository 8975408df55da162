/** Errors of REST: problem details of RFC 9457, with the same codes as gRPC. */
import { randomUUID } from 'node:crypto';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from './http.js';
import type { Finding } from '../../core/rules/validation/finding.js';
import type { Wrong } from '../../rulebook/access/refusal.js';
import { isOutage } from '../../ledger/outage.js';
import type { Logger } from '../../telemetry/logger.js';
import type { Metrics } from '../../telemetry/metrics.js';
import type { ProblemCode } from './problem-codes.js';

export interface Problem {
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  /** Path of the field at fault; absent where no single field is. */
  readonly field?: string;
  /** Everything that is wrong with a document or a body, each with its place. */
  readonly errors?: readonly Wrong[];
  readonly warnings?: readonly Finding[];
}

/** An answer that is no success. Thrown by controllers, turned into a document by the filter. */
export class ProblemException extends HttpException {
  constructor(readonly problem: Problem) {
    super(problem.detail, problem.status);
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Wrong content',
  428: 'Precondition required',
  429: 'Too many requests',
  500: 'Internal fault',
  503: 'Not available',
};

/** Codes for what the framework refuses by itself. */
const CODES: Readonly<Record<number, ProblemCode>> = { 400: 'malformed', 404: 'unknown_path', 413: 'over_limit', 415: 'malformed' };

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const request_id = randomUUID();
    const problem = this.problemOf(error, request_id, host.switchToHttp().getRequest<Request>().path);
    if (response.headersSent) {
      // A stream that breaks in the middle must not look complete.
      response.destroy();
      return;
    }
    const { status, ...rest } = problem;
    response.status(status).type('application/problem+json');
    if (status === 401) response.set('WWW-Authenticate', 'Bearer');
    response.send(JSON.stringify({ type: 'about:blank', title: TITLES[status] ?? 'Error', status, ...rest, request_id }));
  }

  private problemOf(error: unknown, request_id: string, path: string): Problem {
    if (error instanceof ProblemException) return error.problem;
    if (isOutage(error)) {
      this.logger.warn({ path, request_id, err: error }, 'the database did not answer');
      return { status: 503, code: 'database_away', detail: 'The database is away: try again.' };
    }
    const status = statusOf(error);
    if (status < 500) return { status, code: CODES[status] ?? 'malformed', detail: error instanceof Error ? error.message : 'refused' };
    this.metrics.faults.labels('rest').inc();
    this.logger.error({ path, request_id, err: error }, 'fault in a request');
    return { status: 500, code: 'fault', detail: `Internal fault; its id in the log is ${request_id}.` };
  }
}

/** Nest's exceptions and those of the body parser carry the status they mean. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 500;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
