import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { codesAsTable } from '../problem-codes.js';
import { problemAnswer } from './operation.js';

const INTRODUCTION = `Rules of the programme: drafts, validation, publication, what a receipt would cost, why one cost what it did; and the exports of finance.

Every call carries \`Authorization: Bearer <key>\`. Lists come in pages: \`next\` of one page is the \`cursor\` of the following. A change of a draft
needs \`If-Match\` with its ETag. POST takes an \`Idempotency-Key\`. Errors are problem details (RFC 9457) with stable codes.

<details><summary>Codes of problems</summary>

${codesAsTable()}

</details>`;

/** The specification at /v1/openapi.json, made from the code, and a page to browse it at /v1/docs. Neither needs a key. */
export function describeApi(app: INestApplication): void {
  SwaggerModule.setup('v1/docs', app, makeApiDocument(app), { jsonDocumentUrl: 'v1/openapi.json', customSiteTitle: 'Tallystick' });
}

/** The specification of everything under /v1. */
export function makeApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Tallystick')
    .setVersion('1')
    .setDescription(INTRODUCTION)
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'key')
    .addServer('/')
    .build();
  const operationIdFactory = (controller: string, method: string): string =>
    `${controller.replace(/Controller$/, '').replace(/^./, (first) => first.toLowerCase())}_${method}`;
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory });
  document.paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => path.startsWith('/v1/')));
  dropForeignExamples(document.paths);
  return withNulls({ ...document, paths: withBodyProblems(document.paths) }) as OpenAPIObject;
}

/** What reads a body may find it too large, or written in a way that is not known. */
function withBodyProblems(paths: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  const missing = { 413: problemAnswer(413), 415: problemAnswer(415) };
  for (const methods of Object.values(paths))
    for (const one of [methods.post, methods.put, methods.patch, methods.delete])
      if (one?.requestBody !== undefined) one.responses = { ...missing, ...one.responses };
  return paths;
}

/** `nullable` is a word of OpenAPI 3.0; in 3.1 null is a type like others. */
function withNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNulls);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withNulls(item)]));
  if (nullable !== true) return nullable === undefined ? rest : { ...rest, nullable };
  return typeof rest['type'] === 'string' ? { ...rest, type: [rest['type'], 'null'] } : { anyOf: [rest, { type: 'null' }] };
}

/** The example of a file is CSV, and stands at each of its media types. */
function dropForeignExamples(paths: OpenAPIObject['paths']): void {
  for (const { post } of Object.values(paths)) {
    const lines =
      post?.requestBody !== undefined && 'content' in post.requestBody ? post.requestBody.content['application/x-ndjson'] : undefined;
    if (lines !== undefined) lines.schema = { type: 'string', description: 'The file itself, an object on each line' };
  }
}
