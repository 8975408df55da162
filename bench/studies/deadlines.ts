/**
 * Whether the ledger holds sales that were begun when their till no longer waited, by the sales' own times and the till's clock. A till says
 * how long it still waits, not until when, so what a call waited unread in a socket is beyond what an engine can know; it is shown.
 */
import pg from 'pg';
import { GAVE_UP } from '../load/connection.js';
import type { LoadAnswer } from '../load/load.js';
import { receiptNumber } from '../load/messages.js';

export interface DeadlineCheck {
  readonly booked: number;
  readonly refused: number;
  readonly outOfTime: number;
  /** Booked in time, and yet the engine said that the time was up. */
  readonly lost: number;
  /** Given up by the till: no answer came in time. */
  readonly gaveUp: number;
  /** Of these, booked all the same and answered too late; the till asks again with the same key. */
  readonly gaveUpBooked: number;
  /** Begun after the deadline as the till counts it, and by how much the latest of them was. */
  readonly late: number;
  readonly lateMsMax: number;
}

const STATUS = { ok: 0, outOfTime: 4, refused: 8 } as const;

/** When the engine began each sale. */
const SALES = `
SELECT receipt_number AS number, (extract(epoch FROM booked_at) * 1000)::float8 AS "bookedMs"
FROM ledger.sale WHERE receipt_number BETWEEN $1 AND $2`;

interface SaleRow {
  readonly number: string;
  readonly bookedMs: number;
}

/** Throws where a sale that was answered is not there. */
export async function checkDeadlines(databaseUrl: string, { outcomes }: LoadAnswer, timeoutMs: number): Promise<DeadlineCheck> {
  const calls = outcomes.map(({ call }) => call);
  const first = calls.reduce((a, b) => Math.min(a, b), Infinity);
  const last = calls.reduce((a, b) => Math.max(a, b), 0);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<SaleRow>(SALES, [receiptNumber(first), receiptNumber(last)]);
  await client.end();
  const found = new Map(rows.map((row) => [row.number, row]));
  const count = { booked: 0, refused: 0, outOfTime: 0, gaveUp: 0, gaveUpBooked: 0, lost: 0, late: 0 };
  let lateMsMax = 0;
  for (const { call, status, sentAtMs } of outcomes) {
    const sale = found.get(receiptNumber(call));
    if (status === STATUS.ok && sale === undefined) throw new Error(`sale ${call} was answered and is not in the ledger`);
    if (status === STATUS.outOfTime) count.outOfTime++;
    if (status === STATUS.refused) count.refused++;
    if (status === GAVE_UP) count.gaveUp++;
    if (sale === undefined) continue;
    count.booked++;
    if (status === GAVE_UP) count.gaveUpBooked++;
    else if (status !== STATUS.ok) count.lost++;
    const lateMs = sale.bookedMs - sentAtMs - timeoutMs;
    if (lateMs > 0) count.late++;
    lateMsMax = Math.max(lateMsMax, lateMs);
  }
  return { ...count, lateMsMax };
}
