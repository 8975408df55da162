import type { KeyObject } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Anchor } from '../anchor/anchor-document.js';
import { checkAnchors } from '../anchor/check-anchors.js';
import { CHAIN_CHECKS } from './chain-checks.js';
import type { Check, Judged } from './check.js';
import { ENTRY_CHECKS } from './entry-checks.js';
import { HOLD_CHECKS } from './hold-checks.js';
import { KEY_CHECKS } from './key-checks.js';
import { LOT_CHECKS } from './lot-checks.js';
import { MEMBER_CHECKS } from './member-checks.js';
import { openSnapshot } from './open-snapshot.js';
import { OPERATION_CHECKS } from './operation-checks.js';
import { SALE_CHECKS } from './sale-checks.js';

export const CHECKS: readonly Check[] = [
  ...ENTRY_CHECKS,
  ...LOT_CHECKS,
  ...HOLD_CHECKS,
  ...SALE_CHECKS,
  ...OPERATION_CHECKS,
  ...KEY_CHECKS,
  ...MEMBER_CHECKS,
  ...CHAIN_CHECKS,
];

export interface Offence {
  readonly id: string;
  readonly wrong: string;
}

export interface CheckResult {
  readonly name: string;
  readonly proves: string;
  /** Things looked at. */
  readonly rows: number;
  readonly wrong: number;
  /** The first of them. */
  readonly first: readonly Offence[];
  /** Of work; with several connections more than what passed on the clock. */
  readonly ms: number;
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly checks: readonly CheckResult[];
}

export interface VerifyOptions {
  /** Parts the buckets are cut into; more parts, less memory. */
  readonly parts?: number;
  /** So many parts are looked at at once, each on a connection of its own and all in one snapshot; the pool has to have them. */
  readonly connections?: number;
  /** Anchors that were kept elsewhere, and the key they must be signed with; null for the one each names. */
  readonly anchors?: readonly Anchor[];
  readonly trusted?: KeyObject | null;
  readonly onCheck?: (result: CheckResult) => void;
}

const BUCKETS = 1024;
const FIRST_MAX = 10;
const PARTS = 8;

/**
 * Proves the ledger over the whole database, in one snapshot, so that it may run beside a working engine. Reads only.
 * The report has every check with what it looked at; `ok` is false where anything is wrong.
 */
export async function verifyLedger(pool: Pick<Pool, 'connect'>, options: VerifyOptions = {}): Promise<VerifyReport> {
  const snapshot = await openSnapshot(pool, options.connections ?? 1);
  try {
    const checks = await runAll(snapshot.clients, options);
    const anchors = await anchorResult(snapshot.clients[0]!, options);
    options.onCheck?.(anchors);
    checks.push(anchors);
    return { ok: checks.every((check) => check.wrong === 0), checks };
  } finally {
    await snapshot.close();
  }
}

interface Part {
  readonly rows: number;
  readonly wrong: number;
  readonly first: readonly Offence[];
}

/** A check under way. */
interface Run {
  readonly check: Check;
  /** What is asked for each of its parts. */
  readonly asks: readonly (readonly number[])[];
  readonly found: Part[];
  ms: number;
}

/** Each connection takes the next part of the next check; what a check found is told in the order of the checks. */
async function runAll(clients: readonly PoolClient[], { parts = PARTS, onCheck }: VerifyOptions): Promise<CheckResult[]> {
  const runs = CHECKS.map((check): Run => ({ check, asks: check.scope === 'database' ? [[]] : ranges(parts), found: [], ms: 0 }));
  const waiting = runs.flatMap((run) => run.asks.map((values) => ({ run, values })));
  const results: CheckResult[] = [];
  const work = async (client: PoolClient): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { run, values } = next;
      const from = performance.now();
      run.found.push(await ask(client, run.check, values));
      run.ms += performance.now() - from;
      while (results.length < runs.length && isWhole(runs[results.length]!)) {
        const result = resultOf(runs[results.length]!);
        results.push(result);
        onCheck?.(result);
      }
    }
  };
  try {
    await Promise.all(clients.map(work));
  } finally {
    waiting.length = 0;
  }
  return results;
}

async function anchorResult(client: PoolClient, { anchors = [], trusted = null }: VerifyOptions): Promise<CheckResult> {
  const from = performance.now();
  const faults = await checkAnchors(client, anchors, trusted);
  return {
    name: 'anchors signed',
    proves: 'Every anchor is signed; those given agree with the chains.',
    rows: anchors.length,
    wrong: faults.length,
    first: faults.slice(0, FIRST_MAX).map((wrong, k) => ({ id: `anchor fault ${k + 1}`, wrong })),
    ms: Math.ceil(performance.now() - from),
  };
}

const isWhole = ({ asks, found }: Run): boolean => found.length === asks.length;

function resultOf({ check, found, ms }: Run): CheckResult {
  return {
    name: check.name,
    proves: check.proves,
    rows: found.reduce((sum, part) => sum + part.rows, 0),
    wrong: found.reduce((sum, part) => sum + part.wrong, 0),
    first: found
      .flatMap((part) => part.first)
      .sort(byId)
      .slice(0, FIRST_MAX),
    ms: Math.ceil(ms),
  };
}

function byId(a: Offence, b: Offence): number {
  return a.id < b.id ? -1 : 1;
}

/** First and last bucket of each part. */
function ranges(parts: number): (readonly [number, number])[] {
  const start = (part: number): number => Math.floor((part * BUCKETS) / parts);
  return Array.from({ length: parts }, (_, part) => [start(part), start(part + 1) - 1] as const);
}

function ask(client: PoolClient, check: Check, values: readonly number[]): Promise<Part> {
  return check.judge === undefined ? askPostgres(client, check, values) : judgeRows(client, check.sql, check.judge, values);
}

async function askPostgres(client: PoolClient, check: Check, values: readonly number[]): Promise<Part> {
  const text = `
    WITH checked AS MATERIALIZED (${check.sql}),
    first AS (SELECT id, wrong FROM checked WHERE wrong IS NOT NULL ORDER BY id LIMIT ${FIRST_MAX})
    SELECT (SELECT count(*)::float8 FROM checked) AS rows, (SELECT count(wrong)::float8 FROM checked) AS wrong,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'wrong', wrong)), '[]') FROM first) AS first`;
  const result = await client.query<Part>(text, [...values]);
  return result.rows[0]!;
}

const JUDGED_AT_ONCE = 200;

/** Row by row, two hundred of them in memory. */
async function judgeRows(client: PoolClient, sql: string, judge: (row: Judged) => string | null, values: readonly number[]): Promise<Part> {
  await client.query(`DECLARE judged NO SCROLL CURSOR FOR ${sql}`, [...values]);
  const offences: Offence[] = [];
  let [rows, wrong] = [0, 0];
  for (let isMore = true; isMore;) {
    const fetched = await client.query<Judged & { readonly id: string }>(`FETCH ${JUDGED_AT_ONCE} FROM judged`);
    for (const row of fetched.rows) {
      const why = judge(row);
      if (why === null) continue;
      wrong++;
      offences.push({ id: row.id, wrong: why });
    }
    // The first by id, of however many there are.
    offences.sort(byId).splice(FIRST_MAX);
    rows += fetched.rows.length;
    isMore = fetched.rows.length === JUDGED_AT_ONCE;
  }
  await client.query('CLOSE judged');
  return { rows, wrong, first: offences };
}
