/**
 * A process of its own for one simulation. It is told which by its parent, does everything else through Postgres, and ends when the
 * parent does. Lowest priority: where the processor is wanted by tills, they get it.
 */
import { setPriority, constants } from 'node:os';
import pg from 'pg';
import { compile } from '../../core/rules/compile.js';
import type { Programme } from '../../core/rules/types.js';
import { beat, endSimulation, readClaimed, type Claim, type Outcome } from '../../rulebook/simulations/claims.js';
import { simulate } from './simulate.js';

export interface ProcessOrder extends Claim {
  readonly databaseUrl: string;
  readonly receiptsMax: number;
  readonly cpuPercent: number;
  readonly statementTimeoutMs: number;
}

const BEAT_MS = 1_000;
const EXAMPLES_MAX = 20;

interface Progress {
  done: number;
  total: number | null;
  verdict: 'go_on' | 'cancelled' | 'lost';
}

async function run(order: ProcessOrder): Promise<void> {
  const [reader, writer] = [connection(order, 'reader'), connection(order, 'writer')];
  await Promise.all([reader.connect(), writer.connect()]);
  const progress: Progress = { done: 0, total: null, verdict: 'go_on' };
  let beating: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    beating = beating.then(async () => {
      progress.verdict = await beat(writer, order, progress.done, progress.total);
    });
    beating.catch(() => process.exit(1));
  }, BEAT_MS);
  try {
    const outcome = await work(reader, order, progress);
    clearInterval(timer);
    await beating;
    await endSimulation(writer, order, outcome);
  } finally {
    clearInterval(timer);
    await Promise.all([reader.end(), writer.end()]);
  }
}

async function work(reader: pg.Client, order: ProcessOrder, progress: Progress): Promise<Outcome> {
  const wanted = await readClaimed(reader, order);
  if (wanted === null || wanted.cancelAsked) return { state: 'cancelled' };
  const { document, createdAt, from, to, storeIds, sampleBps, seed } = wanted;
  const period = { from, to, storeIds, sampleBps, seed };
  try {
    const ruleSet = compile(document as Programme, 0, '');
    const report = await simulate(
      reader,
      ruleSet,
      { ...period, bookedBefore: createdAt },
      {
        receiptsMax: order.receiptsMax,
        examplesMax: EXAMPLES_MAX,
        cpuPercent: order.cpuPercent,
        onProgress: (done, total) => Object.assign(progress, { done, total }),
        isCancelled: () => progress.verdict !== 'go_on',
      },
    );
    return report === null ? { state: 'cancelled' } : { state: 'done', report };
  } catch (error) {
    return { state: 'failed', reason: (error as Error).message };
  }
}

function connection({ databaseUrl, statementTimeoutMs }: ProcessOrder, part: string): pg.Client {
  return new pg.Client({
    connectionString: databaseUrl,
    application_name: `tallystick-simulation-${part}`,
    statement_timeout: statementTimeoutMs,
    connectionTimeoutMillis: 10_000,
  });
}

// The engine died or lets go: another one takes the work up.
process.on('disconnect', () => process.exit(1));
if (process.send !== undefined && !process.connected) process.exit(1);
process.once('message', (order: ProcessOrder) => {
  setPriority(constants.priority.PRIORITY_LOW);
  run(order).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error((error as Error).message);
      process.exit(1);
    },
  );
});
