/** `npm run coupons -- generate SERIES --count N`: unique codes in this process, with the time and the memory they took. */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { createBatch } from '../../coupons/create-batch.js';
import { createSeries } from '../../coupons/create-series.js';
import { exportCodes } from '../../coupons/export-codes.js';
import { makeChunk, type Progress } from '../../coupons/make-chunk.js';
import { readSeries } from '../../coupons/series-row.js';
import { loadCommandConfig } from '../../config.js';
import { servicesForCommand } from '../../embedded/services.js';
import { BulkPool } from '../../ledger/bulk-pool.js';
import { change, type Effect } from '../../rulebook/access/change.js';
import { isRefusal, type Refusal } from '../../rulebook/access/refusal.js';
import type { Actor } from '../../rulebook/access/roles.js';
import { runCommand, UsageError, wholeOption } from './engine/run-command.js';
import { measured } from './measured.js';
import { formatCount } from './till/format.js';

const HELP = `npm run coupons -- generate SERIES --count N    make N unique codes, and print the time and the memory it took
npm run coupons -- resume                       go on with every batch that waits; engines do so by themselves
npm run coupons -- export SERIES                all codes of a series as CSV

  --prefix TEXT    with generate, where the series is not there yet: start of its codes (capitals and digits)
  --batch N        with export: only this batch
  --out FILE       with generate and export: write the codes there; export else writes to standard output
  --json           the figures as JSON`;

const OPTIONS = {
  count: { type: 'string' },
  prefix: { type: 'string', default: '' },
  batch: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values'];

const ACTOR: Actor = { keyId: 'command', name: 'command', roles: ['operator'], stores: null, campaigns: null };
const CODES_PER_CHUNK = 10_000;
const WORKERS = 2;
const COUNT_MAX = 10_000_000;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  if (values.help) return (console.log(HELP), 0);
  const [verb, seriesId = '', ...more] = positionals;
  const wants = verb === 'generate' || verb === 'export' ? 1 : verb === 'resume' ? 0 : -1;
  if (positionals.length - 1 !== wants || more.length > 0) throw new UsageError(HELP);
  return withBulk((db) => {
    if (verb === 'generate') return generate(db, seriesId, values);
    return verb === 'resume' ? resume(db) : exportAll(db, seriesId, values);
  });
}

async function withBulk(work: (db: pg.Pool) => Promise<number>): Promise<number> {
  const services = await servicesForCommand(console.error);
  const bulk = new BulkPool(loadCommandConfig(services.databaseUrl, services.redisUrl));
  try {
    return await work(bulk.pool);
  } finally {
    await bulk.onApplicationShutdown();
    await services.stop();
  }
}

async function generate(db: pg.Pool, seriesId: string, { count: wanted, prefix, json, out }: Options): Promise<number> {
  if (wanted === undefined) throw new UsageError('--count N is missing: how many codes');
  const count = wholeOption('--count', wanted, 1);
  if (count > COUNT_MAX) throw new UsageError(`--count may be ${formatCount(COUNT_MAX)} at most`);
  await ensureSeries(db, seriesId, prefix);
  const { batchId } = await apply(db, `coupons generate ${seriesId}`, (tx) => createBatch(tx, ACTOR, seriesId, { count, validTo: null }));
  const { seconds, memoryMb } = await measured(() => makeAll(db, batchId, ({ done }) => console.error(`${formatCount(done)} codes`)));
  const { rows } = await db.query<{ codes: number }>(
    'SELECT count(*)::integer AS codes FROM ledger.coupon WHERE series_id = $1 AND batch_id = $2',
    [seriesId, batchId],
  );
  const { codes } = rows[0]!;
  const codesPerSecond = Math.floor(count / seconds);
  const facts = { seriesId, batchId, codes, seconds, memoryMb, codesPerSecond };
  if (out !== undefined) await exportAll(db, seriesId, { batch: String(batchId), out });
  const sentence = `${formatCount(codes)} unique codes of ${seriesId} in ${seconds} s, ${formatCount(codesPerSecond)} a second; ${memoryMb} MB of memory at most.`;
  console.log(json ? JSON.stringify(facts) : sentence);
  return codes === count ? 0 : 1;
}

async function resume(db: pg.Pool): Promise<number> {
  let codes = 0;
  for (let last: Progress | null; (last = await makeChunk(db, CODES_PER_CHUNK)) !== null;) codes = last.done;
  console.log(codes === 0 ? 'No batch waits.' : `Every batch is done; the last one has ${formatCount(codes)} codes.`);
  return 0;
}

/** Two at a time: while one chunk is written the next is made. */
async function makeAll(db: pg.Pool, batchId: number, onProgress: (progress: Progress) => void): Promise<void> {
  let told = 0;
  const worker = async (): Promise<void> => {
    for (let last: Progress | null; (last = await makeChunk(db, CODES_PER_CHUNK, batchId)) !== null;) {
      if (last.done < last.wanted && last.done - told < 100_000) continue;
      told = last.done;
      onProgress(last);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
}

async function exportAll(db: pg.Pool, seriesId: string, { batch, out }: Pick<Options, 'batch' | 'out'>): Promise<number> {
  const series = await readSeries(db, seriesId);
  if (series === null) throw new UsageError(`There is no series ${seriesId}.`);
  const batchId = batch === undefined ? null : wholeOption('--batch', batch, 1);
  const codes = exportCodes(db, seriesId, series, batchId);
  if (out !== undefined) await pipeline(codes, createWriteStream(out, { mode: 0o600 }));
  else await pipeline(codes, process.stdout, { end: false });
  return 0;
}

async function ensureSeries(db: pg.Pool, seriesId: string, prefix: string): Promise<void> {
  if ((await readSeries(db, seriesId)) !== null) return;
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(seriesId)) throw new UsageError('A series has an id of letters, digits and . _ -');
  if (!/^[0-9A-Z]{0,16}$/.test(prefix)) throw new UsageError('--prefix must be at most 16 capitals and digits');
  const limits = { validFrom: null, validTo: null, usesPerCode: 1, usesPerMember: null, usesTotal: null, bound: false };
  const series = { seriesId, name: seriesId, prefix, length: 13, checksum: true, group: 0, ...limits };
  await apply(db, `coupons create ${seriesId}`, (tx) => createSeries(tx, ACTOR, series));
}

async function apply<Answer>(
  db: pg.Pool,
  operation: string,
  work: (tx: pg.PoolClient) => Promise<Effect<Answer> | Refusal>,
): Promise<Answer> {
  const done = await change(db, { actor: ACTOR, operation, idempotencyKey: null, body: null }, work);
  if (isRefusal(done)) throw new UsageError(done.message);
  return done.answer;
}

runCommand(import.meta.url, main);
