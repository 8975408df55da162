/** `npm run prices -- upload LIST FILE`: prices of a list from CSV, and their publication. */
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { announce } from '../../rulebook/announce.js';
import { change } from '../../rulebook/access/change.js';
import { isRefusal } from '../../rulebook/access/refusal.js';
import { publishList } from '../../rulebook/prices/publish-list.js';
import { checkList, stagePrices } from '../../rulebook/prices/stage-prices.js';
import { priceRows } from '../../rulebook/upload/price-rows.js';
import { runCommand, UsageError } from './engine/run-command.js';
import { ACTOR, liveTerms, modeOf, uploadCsv } from './upload/upload-csv.js';
import { withRulebook, type CommandAnnouncer } from './with-rulebook.js';

const HELP = `npm run prices -- upload LIST FILE   prices of a list from a CSV file (- for standard input), all rows or none

  --mode MODE        replace (default): what is not in the file ends; upsert adds and changes; delete ends what is in it
  --publish COMMENT  publish the list with them at once; without, they wait for their publication over REST

Columns: sku, price (12.34) or price_minor (1234), and where wanted valid_from and valid_to. POST /v1/price-lists makes a list.`;

const OPTIONS = {
  mode: { type: 'string', default: 'replace' },
  publish: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** What `npm run prices` does with its arguments; the exit code. */
export async function pricesCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [verb, listId = '', file = ''] = positionals;
  if (values.help) return (console.log(HELP), 0);
  if (verb !== 'upload' || positionals.length !== 3) throw new UsageError(HELP);
  const mode = modeOf(values.mode);
  return withRulebook(async (db, databaseUrl, announcer) => {
    const terms = await liveTerms(db);
    const check = (tx: pg.PoolClient) => checkList(tx, listId);
    const wanted = { kind: 'prices' as const, listId, mode, rows: priceRows(mode, terms), check };
    const answer = await uploadCsv(db, databaseUrl, file, wanted, stagePrices(listId));
    if (answer === null) return 1;
    if (values.publish === undefined) return (console.log(`Waits for its publication as ${answer.uploadId}.`), 0);
    return publish(db, announcer, listId, { comment: values.publish, uploadId: answer.uploadId, secondPerson: terms.secondPerson });
  });
}

async function publish(
  db: pg.Pool,
  announcer: CommandAnnouncer,
  listId: string,
  one: { readonly comment: string; readonly uploadId: string; readonly secondPerson: boolean },
): Promise<number> {
  const request = { actor: ACTOR, operation: `publish prices ${listId}`, idempotencyKey: null, body: null };
  const published = await change(db, request, (tx) => publishList(tx, ACTOR, listId, { ...one, liveFromMs: null, withVersion: null }));
  if (isRefusal(published)) throw new Error(published.message);
  if (announcer !== null) await announce(announcer, 'prices');
  const { listRevision, rowCount, liveFrom } = published.answer;
  console.log(`Revision ${listRevision} of ${listId} has ${rowCount} rows and is live from ${liveFrom.toISOString()}.`);
  return 0;
}

runCommand(import.meta.url, pricesCommand);
