/**
 * `npm run spec:lint`: the specification of everything under /v1, made from the code without a database, against the recommended rules
 * of Redocly. Exit 1 with each finding. `--print` writes the specification itself.
 */
import { createConfig, lintFromString, type NormalizedProblem } from '@redocly/openapi-core';
import { AppModule } from '../../src/app.module.js';
import { loadConfig } from '../../src/config.js';
import { makeApiDocument } from '../../src/edge/rest/admin/describe-api.js';
import { createLogger } from '../../src/telemetry/logger.js';
import { NestFactory } from '@nestjs/core';

/** Every rule of the recommended set, but these. */
const RULES = {
  // The software has no licence of its own in the document, and its server is wherever it is installed.
  'info-license': 'off',
  'no-server-example.com': 'off',
  'operation-4xx-response': 'error',
  'operation-operationId': 'error',
  'operation-summary': 'error',
  'security-defined': 'error',
} as const;

async function main(): Promise<void> {
  const config = loadConfig({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', LOG_LEVEL: 'silent' });
  const app = await NestFactory.create(AppModule.of(config, createLogger('silent')), { logger: false, abortOnError: false });
  const text = JSON.stringify(makeApiDocument(app), null, 2);
  // A pipe takes 64 kB at a time, and nothing else keeps the process alive until it has taken all.
  if (process.argv.includes('--print')) return new Promise((resolve) => process.stdout.write(`${text}\n`, () => resolve()));
  const rules = await createConfig({ extends: ['recommended'], rules: RULES });
  const problems = await lintFromString({ source: text, absoluteRef: 'openapi.json', config: rules });
  for (const problem of problems) console.error(sentence(problem));
  console.log(`The specification has ${problems.length} problem(s).`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

function sentence({ severity, ruleId, message, location }: NormalizedProblem): string {
  return `${severity} ${ruleId} at ${location[0]?.pointer ?? ''}: ${message}`;
}

await main();
process.exit();
