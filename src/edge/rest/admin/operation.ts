/** What one operation is: who may call it, what it answers, what can go wrong. */
import { applyDecorators, HttpCode, SetMetadata, type Type } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiExtension,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
  type ApiHeaderOptions,
  type ApiResponseNoStatusOptions,
} from '@nestjs/swagger';
import { ROLES, type Role, type Scope } from '../../../rulebook/access/roles.js';
import { ProblemDto } from './problem.dto.js';

export const ALLOWED = Symbol('allowed roles');
export const KEEPS = Symbol('limits that are kept to');
/** What a key may be limited to. */
export type Limit = keyof Scope;
/** Of operations that read rules: nothing in them is of a store, and every campaign may be read. */
export const BOTH: readonly Limit[] = ['stores', 'campaigns'];

/** Who may read rules: everybody with a key. */
export const READERS: readonly Role[] = ROLES;
export const WRITERS: readonly Role[] = ['marketer', 'publisher', 'operator'];
export const PUBLISHERS: readonly Role[] = ['publisher', 'operator'];
/** Who may see what a product costs the shop. */
export const COST_READERS: readonly Role[] = ['publisher', 'finance', 'operator'];
export const EXPLAINERS: readonly Role[] = ['finance', 'support', 'operator'];
export const TRIERS: readonly Role[] = ['marketer', 'publisher', 'support', 'operator'];
export const EXPORTERS: readonly Role[] = ['finance', 'operator'];
/** Who may see members, masked; who may see all of one, and change and help them; who may decide about points. */
export const MEMBER_READERS: readonly Role[] = ['marketer', 'finance', 'support', 'operator'];
export const HELPERS: readonly Role[] = ['support', 'operator'];
export const POINT_KEEPERS: readonly Role[] = ['support', 'finance', 'operator'];
export const SEGMENTERS: readonly Role[] = ['marketer', 'publisher', 'operator'];
export const UPLOADERS: readonly Role[] = ['marketer', 'publisher', 'finance', 'operator'];
export const GRANTERS: readonly Role[] = ['finance', 'operator'];
/** Who may look up and block a code; who may stop a whole series. */
export const CODE_KEEPERS: readonly Role[] = ['marketer', 'publisher', 'support', 'operator'];
export const OPERATORS: readonly Role[] = ['operator'];

/** What any operation may answer beside its own. */
const ALWAYS = [400, 401, 403, 429, 500, 503];

const MEANINGS: Readonly<Record<number, string>> = {
  400: 'A field is wrong; `field` or `errors` say which',
  401: 'No key or token, or one that is not known, or no longer',
  403: 'The role of the key, or what it is limited to, does not allow it',
  404: 'There is no such thing',
  409: 'It does not go with what is there now; `code` says why',
  412: 'It was changed since it was read: a lost race',
  415: 'The body is of another media type',
  413: 'The body is too large',
  422: 'The programme, or a line of a file, is wrong; `errors` says where',
  428: 'If-Match is missing',
  429: 'Too many calls with this key; Retry-After says when to go on',
  500: 'Internal fault',
  503: 'The database, or the issuer of the token, is away: try again',
};

const PROBLEM = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } };

interface Facts {
  readonly summary: string;
  readonly roles: readonly Role[];
  readonly status?: number;
  /** A class, or the media types of what is sent as a file. */
  readonly answer: Type<unknown> | readonly string[];
  readonly problems?: readonly number[];
  /** `idempotency`: POST that takes an Idempotency-Key. `key`: one that needs it. `match`: a change, which needs If-Match. `upsert`: it or If-None-Match. */
  readonly headers?: readonly ('idempotency' | 'key' | 'match' | 'upsert')[];
  /** Media types of a body that is a file. */
  readonly file?: readonly string[];
  /** A small file, of the first of them, that shows its columns. */
  readonly example?: string;
  /** Which limits of a key it keeps to, see scope.ts. Absent: a limited key is refused. */
  readonly keeps?: readonly Limit[];
  /** It shows personal data, so each use of it is in the audit log. */
  readonly personal?: true;
}

/** The one decorator of an operation under /v1, beside its method and path. */
export function Operation({
  summary,
  roles,
  status = 200,
  answer,
  problems = [],
  headers = [],
  file = [],
  example,
  keeps = [],
  personal,
}: Facts): MethodDecorator {
  const statuses = [...new Set([...ALWAYS, ...problems])].sort();
  return applyDecorators(
    SetMetadata(ALLOWED, roles),
    SetMetadata(KEEPS, keeps),
    HttpCode(status),
    ApiOperation({ summary }),
    ApiExtension('x-roles', [...roles]),
    ApiExtension('x-keeps', [...keeps]),
    ...(personal === undefined ? [] : [ApiExtension('x-personal', true)]),
    ApiExtraModels(ProblemDto),
    ApiBearerAuth('key'),
    ApiResponse({ status, description: 'Done', ...contentOf(answer) }),
    ...statuses.map((wrong) => ApiResponse({ status: wrong, ...problemAnswer(wrong) })),
    ...(file.length === 0
      ? []
      : [
          ApiConsumes(...file),
          ApiBody({
            schema: { type: 'string', description: 'The file itself, as the body', ...(example === undefined ? {} : { example }) },
          }),
        ]),
    ...headers.flatMap(headersOf).map((header) => ApiHeader(header)),
  );
}

function headersOf(name: NonNullable<Facts['headers']>[number]): ApiHeaderOptions[] {
  const schema = { type: 'string' } as const;
  switch (name) {
    case 'match':
      return [{ name: 'If-Match', required: true, description: 'The ETag of the revision that was read', schema }];
    case 'upsert':
      return [
        { name: 'If-Match', description: 'The ETag of the revision that was read, where it is there', schema },
        { name: 'If-None-Match', description: '`*` where it is not there yet', schema },
      ];
    default: {
      const description = 'Made by the client; a repetition with the same key and body gets the first answer';
      return [{ name: 'Idempotency-Key', required: name === 'key', description, schema: { ...schema, maxLength: 128 } }];
    }
  }
}

/** How the specification tells a problem of this status. */
export const problemAnswer = (status: number) => ({ description: MEANINGS[status] ?? 'Refused', content: PROBLEM });

function contentOf(answer: Facts['answer']): Pick<ApiResponseNoStatusOptions, 'content'> | { readonly type: Type<unknown> } {
  if (typeof answer === 'function') return { type: answer };
  const schemaOf = (media: string) => (media === 'application/json' ? { type: 'object', additionalProperties: true } : { type: 'string' });
  return { content: Object.fromEntries(answer.map((media) => [media, { schema: schemaOf(media) }])) };
}
