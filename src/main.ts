/** The process of an engine: settings → parts → gRPC and HTTP; SIGTERM and SIGINT stop it gracefully. */
import cluster from 'node:cluster';
import { SchemaMismatch } from './check-schema.js';
import { runCluster } from './cluster.js';
import { ConfigError, loadConfig } from './config.js';
import type { Engine } from './engine.js';
import { isOutage } from './ledger/outage.js';
import { joinClusterMetrics } from './telemetry/cluster-metrics.js';
import { createLogger, type Logger } from './telemetry/logger.js';
import { maskText } from './telemetry/mask.js';

const EXIT_FAILED = 1;
const EXIT_SETTINGS = 2;

/** What a person can put right, in one line; null for what needs a stack. */
function sayPlainly(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  if (error instanceof SchemaMismatch) return error.message;
  if (/EADDRINUSE|EACCES|EADDRNOTAVAIL/.test(`${code} ${error.message}`)) return `cannot listen there: ${error.message}`;
  // Refused by Postgres for the user, the password or the database it was given.
  if (/^(28|3D)/.test(code)) return `Postgres refuses: ${error.message}`;
  return isOutage(error) ? `Postgres does not answer: ${error.message || code}` : null;
}

function readSettings() {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    return process.exit(EXIT_SETTINGS);
  }
}

function stopOnSignals(engine: Engine, logger: Logger): void {
  let stopping = false;
  const stop = (why: string, code: number): void => {
    if (stopping) {
      logger.warn({ why }, 'stopped at once');
      process.exit(EXIT_FAILED);
    }
    stopping = true;
    logger.info({ why }, 'stopping');
    void engine.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop cleanly');
        process.exit(EXIT_FAILED);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM', 0));
  // Ctrl-C reaches every process of the group; the first one of a cluster tells the others when to stop.
  process.on('SIGINT', () => (cluster.isWorker ? undefined : stop('SIGINT', 0)));
  // Nobody waited for the promise, so no call is harmed and no state is known to be broken: it is a defect to be mended, not an end.
  process.on('unhandledRejection', (error) => {
    engine.metrics.faults.labels('unhandled_rejection').inc();
    logger.error({ err: error }, 'unhandled rejection');
  });
  // Whatever was at work is in an unknown state: what is in flight is finished, and a new process takes over.
  process.on('uncaughtException', (error) => {
    engine.metrics.faults.labels('uncaught_exception').inc();
    logger.fatal({ err: error }, 'uncaught exception');
    stop('uncaughtException', EXIT_FAILED);
  });
}

const config = readSettings();
const own = createLogger(config.logLevel);
// Several processes share one log: each line of theirs says which it is from.
const logger = cluster.isWorker ? own.child({ pid: process.pid }) : own;
try {
  if (config.engineProcesses > 1 && cluster.isPrimary) runCluster(config.engineProcesses, logger);
  else {
    // Only here, since the first process of a cluster has no use for the parts of an engine.
    const { startEngine } = await import('./engine.js');
    const engine = await startEngine(config, logger);
    stopOnSignals(engine, logger);
    joinClusterMetrics(engine.metrics.registry);
  }
} catch (error) {
  const plainly = sayPlainly(error);
  if (plainly === null) logger.fatal({ err: error }, 'could not start');
  else console.error(`Not started: ${maskText(plainly)}`);
  process.exit(EXIT_FAILED);
}
