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

/** The part of a pg pool that is shown. */
interface PoolState {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

export class Metrics {
  readonly registry = new Registry();
  private readonly calls = this.histogram('call_duration_seconds', 'Time of a call, from its message to its answer', ['call'], SECONDS);
  private readonly stages = this.histogram('stage_duration_seconds', 'Time of one stage of a call', ['stage'], SECONDS);
  private readonly ends = this.counter('calls_total', 'Calls by gRPC status', ['call', 'status']);
  private readonly rejections = this.counter('rejections_total', 'Expected refusals by code', ['call', 'code']);
  private readonly retries = this.counter('retries_total', 'Uses of the ledger that were repeated from a fresh snapshot', ['operation']);
  readonly faults = this.counter('faults_total', 'Defects: broken invariants and unexpected errors', ['where']);
  readonly batchSize: Observer = this.histogram('batch_size', 'Entries written by one database call', [], SIZES);
  /** Observers of the stages, bound once. */
  readonly stage = Object.fromEntries(STAGES.map((stage): [string, Observer] => [stage, this.stages.labels(stage)])) as {
    readonly [stage in CallStage]: Observer;
  };

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  forCall(call: string): CallMetrics {
    const duration = this.calls.labels(call);
    const bound = new Map<string, { inc(): void }>();
    const child = (counter: Counter, label: string): { inc(): void } => {
      let found = bound.get(label);
      if (found === undefined) bound.set(label, (found = counter.labels(call, label)));
      return found;
    };
    child(this.ends, 'OK');
    return {
      observe: (seconds) => duration.observe(seconds),
      ended: (status) => child(this.ends, status).inc(),
      rejected: (code) => child(this.rejections, code).inc(),
    };
  }

  readonly onRetry = (operation: string): void => this.retries.labels(operation).inc();

  /** A gauge that is read when /metrics is. */
  gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: `tallystick_${name}`,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  /** Connections of the pools by state. */
  pools(pools: Readonly<Record<string, PoolState>>): void {
    new Gauge({
      name: 'tallystick_pool_connections',
      help: 'Connections to Postgres by pool and state; `waiting` counts requests without one',
      labelNames: ['pool', 'state'],
      registers: [this.registry],
      collect() {
        for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
          this.set({ pool, state: 'busy' }, totalCount - idleCount);
          this.set({ pool, state: 'idle' }, idleCount);
          this.set({ pool, state: 'waiting' }, waitingCount);
        }
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
