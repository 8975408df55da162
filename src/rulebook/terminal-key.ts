import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;
/** 32 bytes are 43 digits in base64url; the terminal's id may hold `_` too, so the secret is found by its length. */
const KEY = /^tsk_([A-Za-z0-9_-]{2,342})_([A-Za-z0-9_-]{43})$/;

/** A new key `tsk_<terminal id>_<secret>`, both in base64url. It is shown once and never stored. */
export function makeKey(terminalId: string): string {
  return `tsk_${Buffer.from(terminalId, 'utf8').toString('base64url')}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
}

/** The terminal a key says it belongs to, or null for what cannot be a key. */
export function terminalOfKey(key: string): string | null {
  const match = KEY.exec(key);
  return match === null ? null : Buffer.from(match[1]!, 'base64url').toString('utf8');
}

/** What is stored. The secret has 256 random bits, so a fast hash is enough: there is nothing to guess. */
export function hashKey(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest();
}
