/** Lists, files and publications for the tests of prices. */
import { Readable } from 'node:stream';
import type pg from 'pg';
import { change } from '../../../src/rulebook/access/change.js';
import { isRefusal, type Refusal } from '../../../src/rulebook/access/refusal.js';
import type { Actor } from '../../../src/rulebook/access/roles.js';
import { createList } from '../../../src/rulebook/prices/create-list.js';
import type { ListSettings } from '../../../src/rulebook/prices/list-settings.js';
import { publishList, type PublishedList, type PublishListWanted } from '../../../src/rulebook/prices/publish-list.js';
import { stagePrices } from '../../../src/rulebook/prices/stage-prices.js';
import { priceRows } from '../../../src/rulebook/upload/price-rows.js';
import { uploadFile, type UploadAnswer, type UploadMode } from '../../../src/rulebook/upload/upload-file.js';

export const MIA: Actor = { keyId: 'mia', name: 'mia', roles: ['publisher'], stores: null, campaigns: null };
export const OPEN: ListSettings = {
  ...{ name: 'Prices', active: true, stores: [], zones: [], channels: [], membersOnly: false, tiers: [], segments: [] },
  ...{ fromMs: null, toMs: null },
};

export function done<Value>(value: Value): Exclude<Value, Refusal> {
  if (isRefusal(value)) throw new Error(`${value.refusal}: ${value.message}`);
  return value as Exclude<Value, Refusal>;
}

export async function newList(db: pg.Pool, listId: string, settings: Partial<ListSettings> = {}): Promise<void> {
  const request = { actor: MIA, operation: 'create', idempotencyKey: null, body: null };
  done(await change(db, request, (tx) => createList(tx, MIA, listId, { ...OPEN, ...settings })));
}

export async function upload(
  db: pg.Pool,
  listId: string,
  file: string | Readable,
  mode: UploadMode = 'replace',
  limits = { rowsMax: 1_000_000, bytesMax: 100_000_000 },
): Promise<UploadAnswer> {
  const source = typeof file === 'string' ? Readable.from([Buffer.from(file)]) : file;
  const rows = priceRows(mode, { timeZone: 'Europe/London', minorDigits: 2 });
  const wanted = { kind: 'prices' as const, listId, mode, rows, limits, idempotencyKey: null, operation: 'upload' };
  return done(await uploadFile(db, MIA, wanted, source, Date.now(), stagePrices(listId))).answer;
}

export async function publishPrices(
  db: pg.Pool,
  listId: string,
  wanted: Partial<PublishListWanted> = {},
): Promise<PublishedList | Refusal> {
  const all = { comment: 'test', liveFromMs: null, uploadId: null, withVersion: null, secondPerson: false, ...wanted };
  const request = { actor: MIA, operation: 'publish', idempotencyKey: null, body: null };
  const changed = await change(db, request, (tx) => publishList(tx, MIA, listId, all));
  return isRefusal(changed) ? changed : changed.answer;
}

/** Uploads and publishes in one go. */
export async function put(db: pg.Pool, listId: string, file: string, mode: UploadMode = 'replace'): Promise<PublishedList> {
  const { uploadId } = await upload(db, listId, file, mode);
  return done(await publishPrices(db, listId, { uploadId }));
}
