/** Takes simulations from the queue and gives each a process of its own, a bounded number at once. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { claimNext, endSimulation, lapseSimulation, releaseSimulation, type Claim } from '../../rulebook/simulations/claims.js';
import type { ProcessOrder } from './process.js';

/** The program of the process, and what Node needs to run it. */
export interface ProcessEntry {
  readonly file: string;
  readonly execArgv: readonly string[];
}

/** Beside this file, built or not as this one is, with the loader that this process was started with. */
export const PROCESS_ENTRY: ProcessEntry = {
  file: fileURLToPath(new URL(`./process${extname(import.meta.url)}`, import.meta.url)),
  execArgv: process.execArgv,
};

export interface SimulationsOptions {
  readonly databaseUrl: string;
  /** In all engines together; 0 for none in this one. */
  readonly atOnceMax: number;
  readonly receiptsMax: number;
  readonly cpuPercent: number;
  readonly memoryMb: number;
  readonly statementTimeoutMs: number;
  readonly entry?: ProcessEntry;
  readonly onError: (error: unknown) => void;
}

const LOOK_EVERY_MS = 1_000;
const YOUNG_MB = 64;
/** Of the process, when it is out of memory. */
const OUT_OF_MEMORY = ['SIGABRT', 'SIGTRAP'];

interface Running {
  readonly claim: Claim;
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
}

/** The returned function stops it: what runs is given back to the queue, for another engine or the next start. */
export function runSimulations(pool: pg.Pool, options: SimulationsOptions): () => Promise<void> {
  const running = new Set<Running>();
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let look: Promise<void> = Promise.resolve();

  const run = async (): Promise<void> => {
    try {
      const claim = running.size < options.atOnceMax ? await claimNext(pool, options.atOnceMax) : null;
      if (claim !== null && stopped) await releaseSimulation(pool, claim);
      else if (claim !== null) start(claim);
    } catch (error) {
      options.onError(error);
    }
    if (!stopped) plan();
  };
  const start = (claim: Claim): void => {
    const child = launch(claim, options);
    const ended = once(child, 'exit').then(async ([code, signal]) => {
      running.delete(one);
      if (code === 0) return;
      if (stopped) return releaseSimulation(pool, claim);
      await settle(pool, claim, signal as string | null, options);
    });
    const one = { claim, child, ended: ended.catch(options.onError) };
    running.add(one);
  };
  const plan = (): void => {
    timer = setTimeout(() => (look = run()), LOOK_EVERY_MS);
    timer.unref();
  };

  if (options.atOnceMax > 0) plan();
  return async () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
    await look;
    for (const { child } of running) child.kill('SIGKILL');
    await Promise.all([...running].map(({ ended }) => ended));
  };
}

/** A process that died is tried again by whoever looks next; one that had too little memory would die again. */
async function settle(pool: pg.Pool, claim: Claim, signal: string | null, { memoryMb, onError }: SimulationsOptions): Promise<void> {
  onError(new Error(`the process of ${claim.simulationId} ended with ${signal ?? 'an error'}`));
  if (!OUT_OF_MEMORY.includes(signal ?? '')) return lapseSimulation(pool, claim);
  const reason = `It needs more than ${memoryMb} MB: take a shorter period, fewer stores or a sample, or raise SIMULATION_MEMORY_MB`;
  await endSimulation(pool, claim, { state: 'failed', reason });
}

function launch(claim: Claim, options: SimulationsOptions): ChildProcess {
  const { databaseUrl, receiptsMax, cpuPercent, memoryMb, statementTimeoutMs, entry = PROCESS_ENTRY } = options;
  const memory = [`--max-old-space-size=${memoryMb}`, `--max-semi-space-size=${YOUNG_MB}`];
  const child = fork(entry.file, [], { execArgv: [...entry.execArgv, ...memory], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.on('error', options.onError);
  const order: ProcessOrder = { ...claim, databaseUrl, receiptsMax, cpuPercent, statementTimeoutMs };
  child.send(order);
  return child;
}
