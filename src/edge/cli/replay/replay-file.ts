import type { Engine } from '../engine/client.js';
import { showProgress } from './progress.js';
import { fileProgress, readLines } from './read-records.js';
import { parseRecord, type ReplayRecord } from './record.js';
import { Schedule } from './schedule.js';
import { newSender, send } from './send.js';
import { count, type Tally } from './tally.js';

export interface ReplayOptions {
  readonly tally: Tally;
  readonly limit: number;
  /** The time zone the file's times are local to. */
  readonly zone: string;
  readonly concurrency: number;
  readonly quiet?: boolean;
}

/**
 * Sends the sales and returns of a file. Documents of one card go in the order of the file, so that a return finds its sale; all others
 * go side by side. Throws at the first failure that is no documented refusal.
 */
export async function replayFile(engine: Engine, file: string, options: ReplayOptions): Promise<void> {
  const { tally, limit, zone, concurrency, quiet = false } = options;
  const schedule = new Schedule(concurrency);
  const sender = newSender(engine, tally, zone);
  const read = fileProgress(file);
  const progress = quiet ? null : showProgress(tally, read, performance.now());
  try {
    let lineNumber = 0;
    for await (const text of readLines(file, read)) {
      if (++lineNumber > limit) break;
      const record = parseRecord(text, lineNumber);
      tally.documents++;
      if (record.kind !== 'sale' && record.kind !== 'return') count(tally.skipped, record.kind);
      else await schedule.add({ id: record.id, queue: record.card, after: salesOf(record), work: () => send(sender, record) });
    }
    await schedule.drain();
  } finally {
    progress?.stop();
  }
}

const salesOf = (record: ReplayRecord): string[] => record.lines.flatMap(({ ref = [] }) => ref.map(([saleId]) => saleId));
