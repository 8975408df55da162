import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const LINUX = existsSync('/proc/self/stat');

/** The fields of /proc/PID/stat after the command name, which is in brackets and may hold blanks: state first, start time twentieth. */
function statFields(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

function ps(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

/** A zombie still has a pid, but it holds no port and writes no file: it counts as dead. */
export function isAlive(pid: number): boolean {
  const state = LINUX ? (statFields(pid)[0] ?? '') : ps(pid, 'state');
  return state !== '' && !state.startsWith('Z') && !state.startsWith('X');
}

/** The whole command line, or '' where the process is gone or a zombie. */
export function commandLine(pid: number): string {
  if (!LINUX) return ps(pid, 'command');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** When the process started, in the system's own notation: with the pid it names one process for ever, for pids are used again. */
export function startedAt(pid: number): string {
  return LINUX ? (statFields(pid)[19] ?? '') : ps(pid, 'lstart');
}

export async function waitUntil(condition: () => boolean | Promise<boolean>, timeoutMs: number, everyMs = 25): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) return false;
    await sleep(everyMs);
  }
  return true;
}

/** Sends the signals in turn, each with its time to take effect, and returns when the process is gone. */
export async function terminate(pid: number, steps: readonly { signal: NodeJS.Signals; waitMs: number }[]): Promise<void> {
  for (const { signal, waitMs } of steps) {
    if (!isAlive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await waitUntil(() => !isAlive(pid), waitMs)) return;
  }
  throw new Error(`process ${pid} did not end`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** The preferred loopback port where it is free, else any. */
export async function freePort(preferred: number | null): Promise<number> {
  if (preferred !== null && (await isFree(preferred))) return preferred;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
