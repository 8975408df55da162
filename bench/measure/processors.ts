/** Processor time of processes and of the whole machine, from /proc; all zero where there is none. */
import { readdirSync, readFileSync } from 'node:fs';

const TICK_MS = 10;

interface Process {
  readonly parent: number;
  readonly ownMs: number;
  /** Of children that ended and were waited for. */
  readonly endedMs: number;
}

export interface Clocks {
  readonly atMs: number;
  readonly processes: ReadonlyMap<number, Process>;
  readonly busyMs: number;
  /** Time a hypervisor gave to somebody else. */
  readonly stolenMs: number;
}

export function readClocks(): Clocks {
  const processes = new Map<number, Process>();
  for (const name of namesIn('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = textOf(`/proc/${name}/stat`);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields.length < 15) continue;
    const ms = (...at: number[]): number => at.reduce((sum, k) => sum + Number(fields[k]), 0) * TICK_MS;
    processes.set(Number(name), { parent: Number(fields[1]), ownMs: ms(11, 12), endedMs: ms(13, 14) });
  }
  // user nice system idle iowait irq softirq steal
  const cpu = textOf('/proc/stat').split('\n', 1)[0]!.split(/\s+/).slice(1).map(Number);
  const busy = [0, 1, 2, 5, 6].reduce((sum, k) => sum + (cpu[k] ?? 0), 0);
  return { atMs: performance.now(), processes, busyMs: busy * TICK_MS, stolenMs: (cpu[7] ?? 0) * TICK_MS };
}

/** What these processes and all below them have used. */
export function usedMs({ processes }: Clocks, roots: readonly number[]): number {
  const wanted = new Set(roots);
  let grew = true;
  while (grew) {
    grew = false;
    for (const [pid, { parent }] of processes) {
      if (wanted.has(parent) && !wanted.has(pid)) grew = Boolean(wanted.add(pid));
    }
  }
  return [...wanted].reduce((sum, pid) => sum + (processes.get(pid)?.ownMs ?? 0) + (processes.get(pid)?.endedMs ?? 0), 0);
}

/** Memory a process holds at this moment, in megabytes; 0 where it cannot be read. */
export function residentMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1];
  return kb === undefined ? 0 : Number(kb) / 1024;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Empty where the process ended while the list was read. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
