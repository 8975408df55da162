/** `npm run publish -- FILE`: validates a programme and publishes it; `--rollback N` publishes an earlier version again. */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { validateProgramme } from '../../core/rules/validate.js';
import type { Finding } from '../../core/rules/validation/finding.js';
import { createRulebookSource } from '../../rulebook/datasource.js';
import { history } from '../../rulebook/history.js';
import { publish, rollback, type Publication, type PublishResult } from '../../rulebook/publish.js';
import { runCommand, UsageError, wholeOption } from './engine/run-command.js';
import { withRulebook } from './with-rulebook.js';

const USAGE = `npm run publish -- FILE             publish a programme, live at once
npm run publish -- --rollback N     publish the content of version N again
npm run publish -- --check FILE     validate only
npm run publish -- --list           what was published, the newest first

  --at INSTANT      go live later, e.g. 2027-01-01T00:00:00Z
  --comment TEXT    why; kept with the version
  --by NAME         who; default: the user of this machine`;

const OPTIONS = {
  rollback: { type: 'string' },
  check: { type: 'boolean' },
  list: { type: 'boolean' },
  at: { type: 'string' },
  comment: { type: 'string' },
  by: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const LISTED_MAX = 20;

/** What `npm run publish` does with its arguments; the exit code. */
export async function publishCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [file] = positionals;
  const asked = [file !== undefined, values.rollback !== undefined, values.list === true].filter(Boolean).length;
  if (values.help || asked !== 1 || positionals.length > 1) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const document = file === undefined ? null : readDocument(file);
  if (values.check) return report(check(document));
  const publication = { by: values.by ?? userInfo().username, comment: values.comment ?? '', ...liveFrom(values.at) };
  const version = values.rollback === undefined ? null : wholeOption('--rollback', values.rollback, 0);
  return withRulebook(async (db, databaseUrl, announcer) => {
    if (values.list) return list(databaseUrl);
    return report(
      version === null ? await publish(db, announcer, document, publication) : await rollback(db, announcer, version, publication),
    );
  });
}

function readDocument(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

function liveFrom(text: string | undefined): Pick<Publication, 'liveFromMs'> {
  if (text === undefined) return {};
  const liveFromMs = /T.*(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(liveFromMs)) throw new UsageError(`--at must be an instant with its offset, such as 2027-01-01T00:00:00Z, not ${text}`);
  return { liveFromMs };
}

function check(document: unknown): Extract<PublishResult, { outcome: 'invalid' }> {
  const { errors, warnings } = validateProgramme(document, Date.now());
  return { outcome: 'invalid', errors, warnings };
}

function report(result: PublishResult): number {
  if (result.outcome === 'unknown_version') {
    console.error('There is no version of that number: see `npm run publish -- --list`.');
    return 1;
  }
  for (const warning of result.warnings) console.error(`warning  ${line(warning)}`);
  if (result.outcome === 'invalid') {
    for (const error of result.errors) console.error(`error    ${line(error)}`);
    console.log(result.errors.length === 0 ? 'The programme is valid.' : `${result.errors.length} errors: nothing was published.`);
    return result.errors.length === 0 ? 0 : 1;
  }
  const { version, hash, liveFromMs } = result.published;
  console.log(`Published version ${version}, hash ${hash}, live from ${new Date(liveFromMs).toISOString()}.`);
  return 0;
}

function line({ pointer, sentence }: Finding): string {
  return `${pointer === '' ? '(document)' : pointer}  ${sentence}`;
}

async function list(databaseUrl: string): Promise<number> {
  const source = await createRulebookSource(databaseUrl).initialize();
  try {
    const versions = await history(source, LISTED_MAX);
    for (const { version, hash, liveFrom, publishedBy, comment } of versions) {
      console.log(
        `${String(version).padStart(6)}  ${hash.slice(0, 12)}  live from ${liveFrom.toISOString()}  by ${publishedBy}  ${comment}`,
      );
    }
    if (versions.length === 0) console.log('Nothing is published yet.');
    return 0;
  } finally {
    await source.destroy();
  }
}

runCommand(import.meta.url, publishCommand);
