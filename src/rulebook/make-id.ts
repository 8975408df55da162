import { randomBytes } from 'node:crypto';

/** A new id that sorts by time of creation: `drf_0198c5e2a7f1…`, twelve digits of milliseconds and twenty of chance. */
export function makeId(prefix: 'drf' | 'key' | 'upl' | 'sim', nowMs: number): string {
  return `${prefix}_${nowMs.toString(16).padStart(12, '0')}${randomBytes(10).toString('hex')}`;
}
