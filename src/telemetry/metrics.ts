/**
 * What /metrics shows. One registry a process, made by the composition root.
 *
 * Label values are bound once (`forCall`, `stage`), so that a call pays an addition and no lookup of strings.
 */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const SECONDS = [0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

/** Stages of a call: what the edge does around the use case, and what the use case does. */
export type CallStage = 'decode' | 'snapshot' | 'price' | 'post' | 'encode';
const STAGES: readonly CallStage[] = ['decode', 'snapshot', 'price', 'post', 'encode'];

export interface CallMetrics {
  observe(seconds: number): void;
  /** Counts the gRPC status a call ended with. */
  ended(status: string): void;
  rejected(code: string): void;
}

interface Observer {
  observe(value: number): void;
}

interface ConnectionCounts {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

export class Metrics {
  readonly registry = new Registry();
  private readonly calls = this.histogram('call_duration_seconds', 'Time of a call, from its message to its answer', ['call'], SECONDS);
  private readonly stages = this.histogram('stage_duration_seconds', 'Time of one stage of a call', ['stage'], SECONDS);
  private readonly ends = this.counter('calls_total', 'Calls by gRPC status', ['call', 'status']);
  private readonly rejections = this.counter('rejections_total', 'Expected refusals by code', ['call', 'code']);
  private readonly retries = this.counter('retries_total', 'Uses of the ledger that were repeated from a fresh snapshot', ['operation']);
  readonly issuerFailures = this.counter('oidc_failures_total', 'Keys of the OIDC issuer that could not be fetched', []);
  readonly ruleSetsRefused = this.counter('rule_sets_refused_total', 'Published rule sets that this engine refused', ['reason']);
  readonly redisRepaired = this.counter('redis_repaired_total', 'Rule sets in Redis that were missing or wrong and were written anew', [
    'reason',
  ]);
  readonly redisDowns = this.counter('redis_down_total', 'Times that Redis stopped answering', []);
  readonly syncFailures = this.counter('sync_failures_total', 'Comparisons with Postgres that failed', ['part']);
  readonly compiled = this.histogram('rule_set_compile_seconds', 'Time that compiling a rule set held up the event loop', [], SECONDS);
  readonly settled = this.counter('settled_total', 'What time alone brought and a job wrote down', ['what']);
  readonly faults = this.counter('faults_total', 'Defects: broken invariants and unexpected errors', ['where']);
  private readonly batches = this.histogram('batch_size', 'Items in one call of the database', ['what'], SIZES);
  readonly batch: { readonly [what in 'post' | 'read']: Observer } = {
    post: this.batches.labels('post'),
    read: this.batches.labels('read'),
  };
  /** Observers of the stages, bound once. */
  readonly stage = Object.fromEntries(STAGES.map((stage): [string, Observer] => [stage, this.stages.labels(stage)])) as {
    readonly [stage in CallStage]: Observer;
  };

  constructor() {
    // A series that is there from the start, at zero, can be alerted on before it first moves.
    for (const stage of STAGES) this.stages.zero({ stage });
    for (const what of ['post', 'read']) this.batches.zero({ what });
    for (const reason of ['hash_mismatch', 'unknown', 'does_not_compile']) this.ruleSetsRefused.inc({ reason }, 0);
    for (const reason of ['missing', 'stale', 'ahead', 'corrupt']) this.redisRepaired.inc({ reason }, 0);
    for (const part of ['rules', 'terminals', 'catalogue', 'prices', 'redis']) this.syncFailures.inc({ part }, 0);
    collectDefaultMetrics({ register: this.registry });
  }

  forCall(call: string): CallMetrics {
    const duration = this.calls.labels(call);
    this.calls.zero({ call });
    const bound = new Map<string, { inc(): void }>();
    const child = (counter: Counter, label: string): { inc(): void } => {
      let found = bound.get(label);
      if (found === undefined) bound.set(label, (found = counter.labels(call, label)));
      return found;
    };
    this.ends.inc({ call, status: 'OK' }, 0);
    return {
      observe: (seconds) => duration.observe(seconds),
      ended: (status) => child(this.ends, status).inc(),
      rejected: (code) => child(this.rejections, code).inc(),
    };
  }

  readonly onRetry = (operation: string): void => this.retries.labels(operation).inc();

  /** A gauge that is read when /metrics is; `aggregator` says what several processes make of theirs. */
  gauge(name: string, help: string, read: () => number, aggregator: 'sum' | 'min' | 'max' = 'sum'): void {
    new Gauge({
      name: `tallystick_${name}`,
      help,
      aggregator,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  /** Connections of tills to gRPC; of several processes each has its own line, for they share out connections and not calls. */
  grpcConnections(read: () => number): void {
    new Gauge({
      name: 'tallystick_grpc_connections',
      help: 'Open connections to gRPC by process',
      labelNames: ['process'],
      registers: [this.registry],
      collect() {
        this.set({ process: process.pid }, read());
      },
    });
  }

  /** Connections to Postgres by state. */
  connections(read: () => ConnectionCounts): void {
    new Gauge({
      name: 'tallystick_postgres_connections',
      help: 'Connections to Postgres by state; `waiting` counts requests without one',
      labelNames: ['state'],
      registers: [this.registry],
      collect() {
        const { total, idle, waiting } = read();
        this.set({ state: 'busy' }, total - idle);
        this.set({ state: 'idle' }, idle);
        this.set({ state: 'waiting' }, waiting);
      },
    });
  }

  private histogram(name: string, help: string, labelNames: string[], buckets: number[]): Histogram {
    return new Histogram({ name: `tallystick_${name}`, help, labelNames, buckets, registers: [this.registry] });
  }

  private counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name: `tallystick_${name}`, help, labelNames, registers: [this.registry] });
  }
}
