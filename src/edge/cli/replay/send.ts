/** Sends one document. A refusal of the engine is counted; whatever else goes wrong ends the replay. */
import { LRUCache } from 'lru-cache';
import { REJECTION_CODES } from '../../../core/rejection.js';
import type { Engine } from '../engine/client.js';
import { EngineError } from '../engine/engine-error.js';
import type { ReplayRecord } from './record.js';
import { planReturn, returnRequest, saleKey, saleRequest } from './requests.js';
import { count, countRejection, countReturn, countSale, type Tally } from './tally.js';

export interface Sender {
  readonly engine: Engine;
  readonly tally: Tally;
  readonly zone: string;
  /** Sale ids by the file's ids: a memory of bounded size, behind which the engine itself is asked. */
  readonly saleIds: LRUCache<string, string>;
}

const SALE_IDS_MAX = 50_000;
const DOCUMENTED: ReadonlySet<string> = new Set(REJECTION_CODES);

export function newSender(engine: Engine, tally: Tally, zone: string): Sender {
  return { engine, tally, zone, saleIds: new LRUCache({ max: SALE_IDS_MAX }) };
}

export async function send(sender: Sender, record: ReplayRecord): Promise<void> {
  if (record.kind === 'sale') return sendSale(sender, record);
  return sendReturn(sender, record);
}

async function sendSale(sender: Sender, record: ReplayRecord): Promise<void> {
  const { engine, tally, zone, saleIds } = sender;
  const answer = await timed(sender, 'sale', () => engine.sale(saleRequest(record, zone)));
  if (answer === null) return;
  countSale(tally, answer);
  saleIds.set(record.id, answer.saleId);
}

async function sendReturn(sender: Sender, record: ReplayRecord): Promise<void> {
  const { engine, tally, zone } = sender;
  const plan = planReturn(record);
  if (plan.parts.length === 0) count(tally.skipped, 'return: no_reference');
  if (plan.linesWithoutReference > 0) count(tally.skipped, 'return lines: no_reference', plan.linesWithoutReference);
  for (const part of plan.parts) {
    const saleId = await saleIdOf(sender, part.saleRecordId);
    if (saleId === null) continue;
    const answer = await timed(sender, 'return', () => engine.return(returnRequest(record, part, saleId, zone)));
    if (answer !== null) countReturn(tally, answer);
  }
}

async function saleIdOf(sender: Sender, recordId: string): Promise<string | null> {
  const known = sender.saleIds.get(recordId);
  if (known !== undefined) return known;
  const sale = await refusable(sender, 'return', () => sender.engine.getSale({ idempotencyKey: saleKey(recordId) }));
  if (sale !== null) sender.saleIds.set(recordId, sale.saleId);
  return sale?.saleId ?? null;
}

async function timed<Answer>(sender: Sender, call: string, work: () => Promise<Answer>): Promise<Answer | null> {
  const from = performance.now();
  const answer = await refusable(sender, call, work);
  sender.tally.latency.add(performance.now() - from);
  sender.tally.calls++;
  return answer;
}

/** Null where the engine refused, for one of its documented reasons. */
async function refusable<Answer>({ tally }: Sender, call: string, work: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EngineError) || !DOCUMENTED.has(error.code)) throw error;
    countRejection(tally, call, error);
    return null;
  }
}
