import { hash } from 'node:crypto';
import type { CheckoutDeps } from '../checkout/deps.js';
import { grant } from '../checkout/grant.js';
import { clientKeyText } from '../checkout/keys.js';
import type { MemberRef } from '../checkout/member-commands.js';
import type { EpochMs, Points } from '../core/money.js';
import { isRejection, type Rejection } from '../core/rejection.js';

export interface GrantRow {
  /** Place in the list, from 1; with the name of the run it is the key of the grant. */
  readonly row: number;
  readonly member: MemberRef;
  readonly points: Points;
  /** Null: never; undefined: by the programme's terms. */
  readonly expiresAtMs?: EpochMs | null | undefined;
  readonly reason: string;
}

export interface GrantRun {
  /** The name of the run: the same run given again goes on where it stopped. */
  readonly job: string;
  readonly author: string;
  readonly concurrency: number;
  readonly onRefused: (row: GrantRow, rejection: Rejection) => void;
  readonly onProgress: (done: GrantTotals) => void;
}

export interface GrantTotals {
  granted: number;
  grantedPoints: number;
  /** Granted by an earlier call of the same run. */
  before: number;
  refused: number;
}

/** Rows whose keys are looked up at once: what an earlier call has done is skipped without being worked out again. */
const ROWS_AT_ONCE = 1000;
const CALLER = { terminalId: 'bulk', storeId: 'bulk', mayEnrol: false };

/**
 * Grants each row once, however often the run is stopped and given again: each grant is posted with a key made of the run and the row.
 * A row that is refused does not stop the others. Rejects with `Outage` when Postgres is away.
 */
export async function grantRows(deps: CheckoutDeps, rows: AsyncIterable<GrantRow>, run: GrantRun): Promise<GrantTotals> {
  const totals: GrantTotals = { granted: 0, grantedPoints: 0, before: 0, refused: 0 };
  let page: GrantRow[] = [];
  for await (const row of rows) {
    page.push(row);
    if (page.length < ROWS_AT_ONCE) continue;
    await grantPage(deps, page, run, totals);
    page = [];
  }
  await grantPage(deps, page, run, totals);
  return totals;
}

async function grantPage(deps: CheckoutDeps, page: readonly GrantRow[], run: GrantRun, totals: GrantTotals): Promise<void> {
  if (page.length === 0) return;
  const keyOf = (row: GrantRow): string => `${run.job}/${row.row}`;
  const used = await deps.ledger.usedKeys(page.map((row) => clientKeyText(CALLER.storeId, keyOf(row))));
  const waiting: GrantRow[] = [];
  for (const row of page) {
    if (used.has(clientKeyText(CALLER.storeId, keyOf(row)))) totals.before++;
    else waiting.push(row);
  }
  waiting.reverse();
  const worker = async (): Promise<void> => {
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop())
      count(totals, run, row, await grantOne(deps, row, keyOf(row), run));
  };
  await Promise.all(Array.from({ length: run.concurrency }, worker));
  run.onProgress(totals);
}

async function grantOne(deps: CheckoutDeps, row: GrantRow, idempotencyKey: string, { author }: GrantRun) {
  const { member, points, expiresAtMs, reason } = row;
  const bodyHash = hash('sha256', JSON.stringify([member, points, expiresAtMs, reason]), 'buffer').subarray(0, 16);
  const terms = expiresAtMs === undefined ? {} : { expiresAtMs };
  return grant(deps, { caller: CALLER, deadlineMs: null, idempotencyKey, bodyHash, reason, author, member, points, ...terms });
}

function count(totals: GrantTotals, run: GrantRun, row: GrantRow, result: Awaited<ReturnType<typeof grantOne>>): void {
  if (isRejection(result)) {
    totals.refused++;
    run.onRefused(row, result);
  } else if (result.replayed) totals.before++;
  else {
    totals.granted++;
    totals.grantedPoints += row.points;
  }
}
