/** What the machine is, and what a durable write costs on it at this moment. */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { quantile } from './statistics.js';

export interface Fsync {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const WRITES = 300;

/** Writes of 4 KB with fdatasync, one after the other; beside the database's own files where the caller says so. */
export function probeFsync(folder = tmpdir()): Fsync {
  const own = mkdtempSync(join(folder, 'tallystick-fsync-'));
  const handle = openSync(join(own, 'probe'), 'w');
  const block = Buffer.alloc(4096, 1);
  const times = Array.from({ length: WRITES }, () => {
    const from = performance.now();
    writeSync(handle, block);
    fdatasyncSync(handle);
    return performance.now() - from;
  });
  closeSync(handle);
  rmSync(own, { recursive: true });
  return { p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) };
}

export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.floor(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${memory} GiB, ${process.platform} ${process.arch}`;
}
