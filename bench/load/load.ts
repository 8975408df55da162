/**
 * The generator, in a process of its own. Closed loop: so many tills that each send the next receipt when the last is answered. Open loop:
 * arrivals by a Poisson process whatever the answers do, and latency counts from the instant a call was meant to start, so that a
 * server that stalls cannot hide it.
 *
 * Every answer's grpc-status is looked at; one in 64 is decoded and added up.
 */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { random } from '../rule-mix.js';
import { servePart } from '../child.js';
import { BROKEN, Connection, type Answer } from './connection.js';
import { bodies, faultOf, PATHS, type CallName, type MakeBody } from './messages.js';
import { requestBlocks } from './request-blocks.js';

export interface LoadRequest {
  /** Connections are spread over these in turn. */
  readonly addresses: readonly string[];
  readonly connections: number;
  readonly key: string;
  readonly call: CallName;
  readonly rules: number;
  readonly cards: number;
  /** So many SKUs that no rule speaks of are asked for too: half of the lines of a receipt, all of card prices. */
  readonly otherSkus?: number;
  readonly loop: { readonly inFlight: number } | { readonly perSecond: number };
  readonly warmMs: number;
  readonly measureMs: number;
  /** Number of the first call: receipts of different rounds never share a number. */
  readonly firstCall: number;
  /** What each call waits at most; then it is given up, sent or not. */
  readonly timeoutMs: number | null;
  /** Answer which calls ended how, so that their effects can be looked up. */
  readonly listsOutcomes?: boolean;
}

export interface Latency {
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
}

export interface LoadAnswer {
  /** Calls answered OK a second, in the measured time. */
  readonly perSecond: number;
  /** Calls answered OK, with the time of warming up: what processor time is divided by. */
  readonly answered: number;
  readonly latency: Latency;
  /** How late the generator itself was to send, at p99: an open loop is only as good as its clock. */
  readonly lateP99Ms: number;
  /** Calls by gRPC status or what connection.ts says instead, with the time of warming up. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly checked: number;
  readonly wrong: readonly string[];
  readonly outcomes: readonly { readonly call: number; readonly status: number; readonly sentAtMs: number }[];
}

const CHECK_EVERY = 64;
const STRAGGLERS_MS_MAX = 10_000;
const WRONG_MAX = 5;
/** Histograms count microseconds, from one to five minutes. */
const MICROS = { lowest: 1, highest: 300_000_000, figures: 3 };

class Run {
  private readonly times = createHistogram(MICROS);
  private readonly lateness = createHistogram(MICROS);
  private readonly statuses: Record<string, number> = {};
  private readonly outcomes: { call: number; status: number; sentAtMs: number }[] = [];
  private readonly wrong: string[] = [];
  private sent = 0;
  private counted = 0;
  private checked = 0;
  private readonly renewing = new Set<number>();
  /** They may still bring the last answers. */
  private readonly left: Connection[] = [];
  private readonly from: number;
  private readonly until: number;

  constructor(
    private readonly request: LoadRequest,
    private readonly connections: Connection[],
    private readonly connect: (k: number) => Promise<Connection>,
    private readonly body: MakeBody,
  ) {
    this.from = performance.now() + request.warmMs;
    this.until = this.from + request.measureMs;
  }

  async closed(inFlight: number): Promise<LoadAnswer> {
    const next = (connection: Connection): void => {
      if (performance.now() < this.until) this.send(connection, performance.now(), () => next(connection));
    };
    for (let k = 0; k < inFlight; k++) next(this.connections[k % this.connections.length]!);
    return this.finish();
  }

  async open(perSecond: number): Promise<LoadAnswer> {
    const chance = random(this.request.firstCall + 1);
    const gap = (): number => (-Math.log(1 - chance(1_000_000) / 1_000_000) * 1000) / perSecond;
    let due = performance.now() + gap();
    while (due < this.until) {
      const now = performance.now();
      for (; due <= now && due < this.until; due += gap()) {
        if (due >= this.from) this.lateness.record(Math.max(1, Math.floor((now - due) * 1000)));
        this.send(this.pick(), due, () => undefined);
      }
      await sleep(Math.max(1, Math.floor(due - performance.now())));
    }
    return this.finish();
  }

  /** The next one in turn that takes calls. An engine asks for another connection after a while; until there is one the others do. */
  private pick(): Connection {
    const { connections } = this;
    for (let k = 0; k < connections.length; k++) {
      const at = (this.sent + k) % connections.length;
      if (connections[at]!.failure === null) return connections[at]!;
      this.renew(at);
    }
    return connections[this.sent % connections.length]!;
  }

  private renew(at: number): void {
    if (this.renewing.has(at)) return;
    this.renewing.add(at);
    void this.connect(at)
      .then((made) => {
        this.left.push(this.connections[at]!);
        this.connections[at] = made;
      })
      .catch(() => undefined)
      .finally(() => this.renewing.delete(at));
  }

  private send(connection: Connection, meantAt: number, after: () => void): void {
    const k = this.sent++;
    const call = this.request.firstCall + k;
    const sentAtMs = Date.now();
    const isChecked = k % CHECK_EVERY === 0;
    connection.call(this.body(call, (call * 7_919) % this.request.cards), isChecked, (answer) => {
      this.note(answer, meantAt, isChecked);
      if (this.request.listsOutcomes) this.outcomes.push({ call, status: answer.status, sentAtMs });
      if (answer.status === BROKEN) return;
      after();
    });
  }

  private note({ status, body }: Answer, meantAt: number, isChecked: boolean): void {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    if (status !== 0) return;
    const at = performance.now();
    if (at >= this.from && at < this.until) {
      this.counted++;
      this.times.record(Math.max(1, Math.floor((at - meantAt) * 1000)));
    }
    if (!isChecked || body === null) return;
    this.checked++;
    const fault = faultOf(this.request.call, body);
    if (fault !== null && this.wrong.length < WRONG_MAX) this.wrong.push(fault);
  }

  private async finish(): Promise<LoadAnswer> {
    await sleep(Math.max(0, this.until - performance.now()));
    const patience = performance.now() + STRAGGLERS_MS_MAX;
    const all = [...this.connections, ...this.left];
    while (all.some(({ pending }) => pending > 0) && performance.now() < patience) await sleep(5);
    for (const connection of all) connection.close();
    const { statuses, outcomes, checked, wrong, counted, lateness, times } = this;
    return {
      perSecond: (counted * 1000) / this.request.measureMs,
      answered: statuses[0] ?? 0,
      latency: latencyOf(times),
      lateP99Ms: lateness.percentile(99) / 1000,
      ...{ statuses, outcomes, checked, wrong },
    };
  }
}

function latencyOf(times: RecordableHistogram): Latency {
  const at = (percent: number): number => (times.count === 0 ? 0 : times.percentile(percent) / 1000);
  return { p50Ms: at(50), p90Ms: at(90), p99Ms: at(99), p999Ms: at(99.9), maxMs: times.count === 0 ? 0 : times.max / 1000 };
}

const made = new Map<string, MakeBody>();

async function load(request: LoadRequest): Promise<LoadAnswer> {
  const { call, rules, otherSkus = 0, addresses, key, timeoutMs, loop } = request;
  const kind = `${call} ${rules} ${otherSkus}`;
  const body = made.get(kind) ?? bodies(call, { rules, otherSkus });
  made.set(kind, body);
  const connect = (k: number): Promise<Connection> => {
    const authority = addresses[k % addresses.length]!;
    return Connection.to(authority, requestBlocks({ path: PATHS[call], authority, key, hasDeadline: timeoutMs !== null }), timeoutMs);
  };
  const connections = await Promise.all(Array.from({ length: request.connections }, (_, k) => connect(k)));
  const run = new Run(request, connections, connect, body);
  return 'inFlight' in loop ? run.closed(loop.inFlight) : run.open(loop.perSecond);
}

servePart(load);
