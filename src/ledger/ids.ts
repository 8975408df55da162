import { randomInt, randomUUID } from 'node:crypto';
import { BUCKETS } from './bucket.js';

/**
 * A UUID of version 7: time-ordered, made here and not by the database. Its lowest ten bits are the bucket its row is filed
 * under, so that a row can be found by its id alone.
 */
export function uuidv7(nowMs: number, bucket: number): string {
  // Node keeps a store of random bits for UUIDs, so that one costs no call into the system.
  const random = randomUUID();
  const time = nowMs.toString(16).padStart(12, '0');
  const low = (Number.parseInt(random.slice(-3), 16) & ~(BUCKETS - 1)) | bucket;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15, 33)}${low.toString(16).padStart(3, '0')}`;
}

export function bucketOfId(uuid: string): number {
  return Number.parseInt(uuid.slice(-3), 16) % BUCKETS;
}

export function randomBucket(): number {
  return randomInt(BUCKETS);
}

export type IdPrefix = 'rcp' | 'hld' | 'mbr' | 'ret' | 'opr';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The public form of an id: `rcp_018f…`. */
export function publicId(prefix: IdPrefix, uuid: string): string {
  return `${prefix}_${uuid}`;
}

/** The UUID behind a public id, or null where the text is not one of that kind. */
export function uuidOf(prefix: IdPrefix, id: string): string | null {
  if (!id.startsWith(`${prefix}_`)) return null;
  const uuid = id.slice(prefix.length + 1);
  return UUID.test(uuid) ? uuid : null;
}
