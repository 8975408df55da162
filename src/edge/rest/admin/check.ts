/** Checks of what a request carries, and the way from a refusal to a problem. */
import { createParamDecorator, ValidationPipe, type ExecutionContext, type ValidationError } from '@nestjs/common';
import { isRejection, type Rejection } from '../../../core/rejection.js';
import type { Finding } from '../../../core/rules/validation/finding.js';
import { isRefusal, type Refusal } from '../../../rulebook/access/refusal.js';
import type { Document } from '../../../rulebook/drafts/draft-row.js';
import { isDocument } from '../../../rulebook/drafts/rules-of.js';
import type { Request } from '../http.js';
import { PROBLEM_CODES, type ProblemCode } from '../problem-codes.js';
import { ProblemException, type Problem } from '../problem.js';

/** For bodies, queries and paths: what is not known is refused, and everything that is wrong is told at once. */
export const check = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  stopAtFirstError: true,
  exceptionFactory: (found) => {
    const errors = found.flatMap((one) => findings(one, ''));
    const detail = errors[0]?.sentence ?? 'The request is wrong';
    return new ProblemException({
      status: 400,
      code: 'malformed',
      detail,
      field: errors[0]?.pointer.slice(1).replaceAll('/', '.') ?? '',
      errors,
    });
  },
});

function findings({ property, constraints, children }: ValidationError, parent: string): Finding[] {
  const pointer = `${parent}/${property}`;
  const own = Object.entries(constraints ?? {}).map(([kind, text]): Finding => {
    const unknown = kind === 'whitelistValidation';
    return {
      pointer,
      code: unknown ? 'unknown_field' : 'format',
      sentence: unknown ? `There is no field \`${property}\` here` : `\`${property}\` ${text}`,
    };
  });
  return [...own, ...(children ?? []).flatMap((child) => findings(child, pointer))];
}

/** The value itself, or a problem in its place. */
export function orProblem<Value>(value: Value): Exclude<Value, Refusal | Rejection> {
  if (isRefusal(value)) {
    const { refusal, message, errors, warnings } = value;
    const found = { ...(errors === undefined ? {} : { errors }), ...(warnings === undefined ? {} : { warnings }) };
    throw new ProblemException({ ...coded(refusal, message), ...found });
  }
  if (isRejection(value)) {
    const { rejection, message, field } = value;
    throw new ProblemException({ ...coded(rejection, message), ...(field === '' ? {} : { field }) });
  }
  return value as Exclude<Value, Refusal | Rejection>;
}

const coded = (code: ProblemCode, detail: string): Problem => ({ status: PROBLEM_CODES[code].status, code, detail });

/** The revision in If-Match: `"7"`. */
export const Revision = createParamDecorator((_data: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<Request>().headers['if-match'];
  const detail = 'Send the header If-Match with the ETag of the draft that you read, such as "7"';
  if (header === undefined) throw new ProblemException({ status: 428, code: 'if_match_missing', detail });
  const revision = /^"([1-9]\d{0,8})"$/.exec(header)?.[1];
  if (revision === undefined) throw new ProblemException({ status: 400, code: 'malformed', detail, field: 'If-Match' });
  return Number(revision);
});

/** The revision in If-Match, or null for `If-None-Match: *`: what is written must not be there yet. */
export const RevisionOrNew = createParamDecorator((_data: unknown, context: ExecutionContext): number | null => {
  const { headers } = context.switchToHttp().getRequest<Request>();
  const match = headers['if-match'];
  const detail = 'Send If-Match with the ETag of what you read, such as "7", or `If-None-Match: *` for something new';
  if (match === undefined && headers['if-none-match'] === '*') return null;
  if (match === undefined && headers['if-none-match'] === undefined)
    throw new ProblemException({ status: 428, code: 'if_match_missing', detail });
  const revision = /^"([1-9]\d{0,14})"$/.exec(match ?? '')?.[1];
  if (revision === undefined) throw new ProblemException({ status: 400, code: 'malformed', detail, field: 'If-Match' });
  return Number(revision);
});

/** The Idempotency-Key, or null. */
export const IdempotencyKey = createParamDecorator((_data: unknown, context: ExecutionContext): string | null => {
  const header = context.switchToHttp().getRequest<Request>().headers['idempotency-key'];
  if (header === undefined) return null;
  if (typeof header === 'string' && /^[\x21-\x7e]{1,128}$/.test(header)) return header;
  const detail = 'Idempotency-Key must have 1 to 128 printable characters without spaces';
  throw new ProblemException({ status: 400, code: 'malformed', detail, field: 'Idempotency-Key' });
});

/** The Idempotency-Key of an operation that moves points: without one a repetition would move them again. */
export const RequiredKey = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const header = context.switchToHttp().getRequest<Request>().headers['idempotency-key'];
  if (typeof header === 'string' && /^[\x21-\x7e]{1,128}$/.test(header)) return header;
  const detail = 'Send an Idempotency-Key of 1 to 128 printable characters without spaces, made by you, the same one with each repetition';
  throw new ProblemException({ status: 400, code: 'malformed', detail, field: 'Idempotency-Key' });
});

/** A body that is a document of its own: it is checked by the validator of programmes, not field by field here. */
export const DocumentBody = createParamDecorator((_data: unknown, context: ExecutionContext): Document => {
  const { body } = context.switchToHttp().getRequest<Request>();
  if (isDocument(body)) return body;
  throw new ProblemException({ status: 400, code: 'malformed', detail: 'The body must be a JSON object, sent as application/json' });
});

export const etag = (revision: number): string => `"${revision}"`;
