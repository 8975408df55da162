/**
 * What tells a repeated call from another one under the same key: 16 bytes of SHA-256 over the checked content of the request.
 *
 * The content, not the bytes: a client library may write the same message in another way, and a till that names its own store
 * asks for the same as one that leaves it out. The key itself and the expected fingerprint are left out: a till whose quote moved
 * has booked nothing, and repeats the receipt with the new fingerprint.
 */
import { hash } from 'node:crypto';

export function bodyHash(operation: string, content: unknown): Buffer {
  return Buffer.from(hash('sha256', operation + JSON.stringify(content), 'buffer').subarray(0, 16));
}
