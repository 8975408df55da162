/** A fresh database with members and a ledger on it, as the durable benches use it, and what a measured stretch of work on it cost. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import type { CheckoutDeps } from '../src/checkout/deps.js';
import { Turns } from '../src/checkout/turns.js';
import { compile } from '../src/core/rules/compile.js';
import { createDataSource } from '../src/ledger/datasource.js';
import { enrolMembers } from '../src/ledger/enrol.js';
import { Ledger } from '../src/ledger/ledger.js';
import { programmeOf } from './rule-mix.js';
import { fixedRulebook } from '../src/rulebook/fixed-rulebook.js';
import { closesOnInterrupt } from './shop/on-interrupt.js';

export interface DurableSide {
  readonly url: string;
  readonly db: pg.Pool;
  readonly deps: CheckoutDeps;
  readonly ledger: Ledger;
  drop(): Promise<void>;
}

export interface SideOptions {
  readonly cards: number;
  readonly rules: number;
  readonly lanes: number;
  readonly batchMax: number;
}

/** Makes a database of its own on the server, migrated, with the programme published and the cards enrolled. */
export async function openSide(server: string, options: SideOptions): Promise<DurableSide> {
  const database = `bench_durable_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Pool({ connectionString: server, max: 1 });
  await admin.query(`CREATE DATABASE ${database}`);
  const url = new URL(server);
  url.pathname = `/${database}`;
  const source = await createDataSource(url.href).initialize();
  await source.runMigrations();
  await source.destroy();
  const db = new pg.Pool({ connectionString: url.href, max: 2 });
  const programme = programmeOf(options.rules);
  await db.query(
    `INSERT INTO rulebook.version SELECT 1, encode(sha256(convert_to($1, 'UTF8')), 'hex'), $1::json, '', now(), 'bench', 'bench', now()`,
    [JSON.stringify(programme)],
  );
  const members = Array.from({ length: options.cards }, (_, k) => ({ cardNumber: `c${k}` }));
  for (let from = 0; from < members.length; from += 1000) await enrolMembers(db, members.slice(from, from + 1000));
  const ruleSet = compile(programme, 1, 'bench');
  const rulebook = fixedRulebook(ruleSet);
  const ledger = new Ledger({
    databaseUrl: url.href,
    lanes: options.lanes,
    batchMax: options.batchMax,
    queueMax: 50_000,
    queryTimeoutMs: 20_000,
    connectTimeoutMs: 5000,
    readConnectionsMax: 2,
  });
  const limits = { holdTtlMsDefault: 900_000, holdTtlMsMax: 900_000, clockAheadMsMax: 60_000, clockBehindMsMax: Number.MAX_SAFE_INTEGER };
  const deps: CheckoutDeps = { ledger, rulebook, turns: new Turns(), clock: Date.now, limits, onRetry: () => undefined };
  return {
    url: url.href,
    db,
    deps,
    ledger,
    drop: closesOnInterrupt(async () => {
      await Promise.all([ledger.close(), db.end()]);
      await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
      await admin.end();
    }),
  };
}

const TICK_MICROS = 10_000;

/** What has been used so far; differences of two readings count. Processor time of Postgres comes from /proc, so on Linux only. */
export interface Meter {
  readonly atMs: number;
  readonly nodeMicros: number;
  readonly postgresMicros: number;
  readonly walBytes: number;
}

export async function readMeter(db: pg.Pool): Promise<Meter> {
  const wal = await db.query<{ bytes: string }>(`SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') AS bytes`);
  // The walwriter and the checkpointer work for everybody on the server; a bench server has nobody else.
  const { rows } = await db.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() OR backend_type IN ('walwriter', 'checkpointer', 'background writer')`,
  );
  const own = process.cpuUsage();
  return {
    atMs: performance.now(),
    nodeMicros: own.user + own.system,
    postgresMicros: rows.reduce((sum, { pid }) => sum + processMicros(pid), 0),
    walBytes: Number(wal.rows[0]!.bytes),
  };
}

function processMicros(pid: number): number {
  const [, rest] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = rest!.split(' ');
  return TICK_MICROS * (Number(fields[11]) + Number(fields[12]));
}

export interface Cost {
  readonly perSecond: number;
  readonly nodeMicros: number;
  readonly postgresMicros: number;
  readonly walBytes: number;
}

export function costOf(before: Meter, after: Meter, done: number): Cost {
  return {
    perSecond: (done * 1000) / (after.atMs - before.atMs),
    nodeMicros: (after.nodeMicros - before.nodeMicros) / done,
    postgresMicros: (after.postgresMicros - before.postgresMicros) / done,
    walBytes: (after.walBytes - before.walBytes) / done,
  };
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

export function medianCost(costs: readonly Cost[]): Cost {
  return {
    perSecond: median(costs.map((cost) => cost.perSecond)),
    nodeMicros: median(costs.map((cost) => cost.nodeMicros)),
    postgresMicros: median(costs.map((cost) => cost.postgresMicros)),
    walBytes: median(costs.map((cost) => cost.walBytes)),
  };
}
