/**
 * Several engine processes behind one pair of ports: the first process hands new connections out in turn and does nothing else. One that
 * dies is started again, after a pause that doubles while it keeps dying; on SIGTERM or SIGINT all finish their calls, and a second
 * signal ends all at once.
 *
 * A connection stays with the process it came to, so a till's calls all go to one, until its age makes the till connect anew
 * (`CONNECTION_AGE_MS_MAX`). With fewer connections than a few for each process, as behind a proxy that keeps two, some processes may get
 * none: then run engines on ports of their own and let the proxy share out calls.
 */
import cluster, { type Worker } from 'node:cluster';
import { closeLostConnections } from './close-lost-connections.js';
import { isHello, serveClusterMetrics } from './telemetry/cluster-metrics.js';
import type { Logger } from './telemetry/logger.js';

const PAUSE_MS_MIN = 100;
const PAUSE_MS_MAX = 10_000;
/** One that lived so long is started again at once. */
const STEADY_MS = 60_000;
const EXIT_FAILED = 1;

/** The pause before a process is started again: none is taken for granted that died young. */
export function pauseAfter(livedMs: number, lastPauseMs: number): number {
  return livedMs >= STEADY_MS ? PAUSE_MS_MIN : Math.min(PAUSE_MS_MAX, Math.max(PAUSE_MS_MIN, lastPauseMs * 2));
}

/** A dead process may stay in the list until its channel is closed; nobody may wait for its end a second time. */
const living = (): Worker[] =>
  Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined && !worker.isDead()) as Worker[];

export function runCluster(processes: number, logger: Logger): void {
  let stopping = false;
  /** Once one has started, the settings are right and the ports are ours. */
  let everStarted = false;
  let restarts = 0;
  const timers = new Set<NodeJS.Timeout>();
  const start = (lastPauseMs: number): void => {
    const worker = cluster.fork();
    closeLostConnections(worker);
    const startedAt = Date.now();
    worker.on('exit', (code, signal) => {
      if (stopping) return living().length === 0 ? process.exit(0) : undefined;
      // What ends the first start is wrong again at the next: it was said by the process, and ends all as it would end a single one.
      if (!everStarted) {
        for (const other of living()) other.process.kill('SIGKILL');
        process.exit(code || EXIT_FAILED);
      }
      restarts++;
      const pauseMs = pauseAfter(Date.now() - startedAt, lastPauseMs);
      logger.error({ pid: worker.process.pid, code, signal, pauseMs }, 'an engine process died and is started again');
      const timer = setTimeout(() => {
        timers.delete(timer);
        start(pauseMs);
      }, pauseMs);
      timers.add(timer);
    });
  };
  const stop = (why: string): void => {
    logger.info({ why }, stopping ? 'stopping all engine processes at once' : 'stopping all engine processes');
    for (const timer of timers) clearTimeout(timer);
    for (const worker of living()) worker.process.kill(stopping ? 'SIGKILL' : 'SIGTERM');
    stopping = true;
    if (living().length === 0) process.exit(0);
  };
  serveClusterMetrics({ wanted: () => processes, living: () => living().length, restarts: () => restarts });
  cluster.on('message', (_worker, message) => (everStarted ||= isHello(message)));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
  for (let k = 0; k < processes; k++) start(0);
}
