import { randomBytes, randomInt } from 'node:crypto';
import { BUCKETS } from './bucket.js';

/**
 * A UUID of version 7: time-ordered, made here and not by the database. Its lowest ten bits are the bucket its row is filed
 * under, so that a row can be found by its id alone.
 */
export function uuidv7(nowMs: number, bucket: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  bytes[14] = (bytes[14]! & 0xfc) | (bucket >> 8);
  bytes[15] = bucket & 0xff;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
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
