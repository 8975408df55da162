/** What the machine is, and what a durable write costs on it at this moment. */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Median of 200 writes of 4 KB with fdatasync, in milliseconds; beside the database's own files where the caller says so. */
export function fsyncMs(folder = tmpdir()): number {
  const own = mkdtempSync(join(folder, 'tallystick-fsync-'));
  const handle = openSync(join(own, 'probe'), 'w');
  const block = Buffer.alloc(4096, 1);
  const times = Array.from({ length: 200 }, () => {
    const from = performance.now();
    writeSync(handle, block);
    fdatasyncSync(handle);
    return performance.now() - from;
  });
  closeSync(handle);
  rmSync(own, { recursive: true });
  return median(times);
}

export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.floor(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${memory} GiB, ${process.platform} ${process.arch}, Node ${process.version}`;
}

const TICK_MS = 10;

/** Processor time a process and its children have used, in milliseconds; 0 where there is no /proc. */
export function cpuMs(pid: number): number {
  try {
    const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return all.reduce((sum, name) => sum + ticksOf(Number(name), pid) * TICK_MS, 0);
  } catch {
    return 0;
  }
}

function ticksOf(pid: number, wanted: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const own = Number(fields[11]) + Number(fields[12]);
    // Children that ended live on in the parent's own account of them.
    if (pid === wanted) return own + Number(fields[13]) + Number(fields[14]);
    return Number(fields[1]) === wanted ? own : 0;
  } catch {
    // The process ended while the list was read.
    return 0;
  }
}
