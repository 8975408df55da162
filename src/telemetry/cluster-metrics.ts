/**
 * /metrics of several processes as one: whichever process is asked, the first one collects them from all. It also tells all of them how
 * many have started, for each answers for itself alone whether it is ready.
 *
 * Only processes that said they are there are asked, and each has a second: one that is just starting, or hangs, is left out of the
 * sums instead of holding up the answer. How many were heard is a metric itself.
 */
import cluster, { type Worker } from 'node:cluster';
import { AggregatorRegistry, Counter, Gauge, Registry } from 'prom-client';

const PART_MS_MAX = 1_000;
const WHOLE_MS_MAX = 3_000;

type Part = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

/** What the processes tell each other; everything else on the channel is not ours. */
type Message =
  | { readonly tallystick: 'hello' }
  | { readonly tallystick: 'processes'; readonly started: number; readonly wanted: number }
  | { readonly tallystick: 'want-whole' | 'want-part'; readonly id: number }
  | { readonly tallystick: 'whole'; readonly id: number; readonly text: string }
  | { readonly tallystick: 'part'; readonly id: number; readonly part: Part };

export interface ProcessCounts {
  wanted(): number;
  living(): number;
  restarts(): number;
}

/** In the first process: answers the others. */
export function serveClusterMetrics(counts: ProcessCounts): void {
  const there = new Set<Worker>();
  const waiting = new Map<number, (part: Part) => void>();
  let lastId = 0;
  let heard = 0;
  const own = ownMetrics(counts, () => heard);
  const partOf = (worker: Worker): Promise<Part | null> =>
    new Promise((resolve) => {
      const id = ++lastId;
      const finish = (part: Part | null): void => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(part);
      };
      const timer = setTimeout(() => finish(null), PART_MS_MAX);
      waiting.set(id, finish);
      send(worker, { tallystick: 'want-part', id });
    });
  const whole = async (): Promise<string> => {
    const parts = (await Promise.all([...there].map(partOf))).filter((part) => part !== null);
    heard = parts.length;
    const all = AggregatorRegistry.aggregate(parts);
    return `${await all.metrics()}\n${await own.metrics()}`;
  };
  const tellAll = (): void => {
    for (const worker of there) send(worker, { tallystick: 'processes', started: there.size, wanted: counts.wanted() });
  };
  cluster.on('exit', (worker) => {
    if (there.delete(worker)) tellAll();
  });
  cluster.on('message', (worker, message: Message) => {
    if (isHello(message)) {
      there.add(worker);
      tellAll();
    } else if (message?.tallystick === 'part') waiting.get(message.id)?.(message.part);
    else if (message?.tallystick === 'want-whole') {
      const { id } = message;
      whole().then(
        (text) => send(worker, { tallystick: 'whole', id, text }),
        () => undefined,
      );
    }
  });
}

/** One that dies meanwhile cannot be told anything; its end is noticed elsewhere. */
function send(worker: Worker, message: Message): void {
  if (worker.isConnected()) worker.send(message, () => undefined);
}

function ownMetrics(counts: ProcessCounts, heard: () => number): Registry {
  const own = new Registry();
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      ...{ name: `tallystick_${name}`, help, registers: [own] },
      collect() {
        this.set(read());
      },
    });
  };
  gauge('processes', 'Engine processes that are alive', counts.living);
  gauge('processes_wanted', 'Engine processes that should be alive', counts.wanted);
  gauge('processes_heard', 'Engine processes whose metrics are in these', heard);
  let told = 0;
  new Counter({
    ...{ name: 'tallystick_process_restarts_total', help: 'Engine processes that died and were started again', registers: [own] },
    collect() {
      this.inc(counts.restarts() - told);
      told = counts.restarts();
    },
  });
  return own;
}

let processes = { started: 1, wanted: 1 };

/** How many processes there are, this one too, and how many there should be. */
export const processesNow = (): typeof processes => processes;

let lastId = 0;

/** In the others: the metrics of all processes; our own where there is only this one, or no answer in time. */
export async function metricsOfAll(own: Registry): Promise<string> {
  if (!cluster.isWorker) return own.metrics();
  const id = ++lastId;
  const text = await new Promise<string | null>((resolve) => {
    const finish = (answer: string | null): void => {
      clearTimeout(timer);
      process.off('message', hear);
      resolve(answer);
    };
    const timer = setTimeout(() => finish(null), WHOLE_MS_MAX);
    const hear = (message: Message): void => {
      if (message?.tallystick === 'whole' && message.id === id) finish(message.text);
    };
    process.on('message', hear);
    process.send?.({ tallystick: 'want-whole', id } satisfies Message);
  });
  return text ?? own.metrics();
}

/** Whether a process says that it has started. */
export const isHello = (message: unknown): boolean => (message as Partial<Message> | null)?.tallystick === 'hello';

/** In the others, once they have started: lets the first process collect this registry. */
export function joinClusterMetrics(own: Registry): void {
  if (!cluster.isWorker) return;
  process.on('message', (message: Message) => {
    if (message?.tallystick === 'processes') processes = { started: message.started, wanted: message.wanted };
    if (message?.tallystick !== 'want-part') return;
    const { id } = message;
    void own.getMetricsAsJSON().then((part) => process.send?.({ tallystick: 'part', id, part } satisfies Message));
  });
  process.send?.({ tallystick: 'hello' } satisfies Message);
}
