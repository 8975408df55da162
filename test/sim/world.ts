/** What an engine needs before tills can call it: the programme, a terminal with a key, members with cards. */
import { Pool } from 'pg';
import { enrolMembers } from '../../src/ledger/enrol.js';
import { createTerminal } from '../../src/rulebook/create-terminal.js';
import { publish } from '../../src/rulebook/publish.js';
import { verifyLedger } from '../../src/jobs/verify/verify-ledger.js';
import { SIM_PROGRAMME } from './programme.js';

export interface World {
  readonly databaseUrl: string;
  readonly key: string;
  readonly cards: readonly string[];
}

export async function createWorld(databaseUrl: string, cardCount: number): Promise<World> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const published = await publish(pool, null, SIM_PROGRAMME, { by: 'sim', comment: '' });
    if (published.outcome !== 'published') throw new Error(JSON.stringify(published));
    const terminal = await createTerminal(pool, null, { terminalId: 'T1', storeId: 'S1', name: 'T1', mayEnrol: true });
    if (terminal.outcome !== 'created') throw new Error('the terminal is there already');
    const cards = Array.from({ length: cardCount }, (_, k) => String(7_000_000 + k));
    await enrolMembers(
      pool,
      cards.map((cardNumber) => ({ cardNumber })),
    );
    return { databaseUrl, key: terminal.key, cards };
  } finally {
    await pool.end();
  }
}

/** What verify found wrong, one line each; empty where the ledger is whole. */
export async function damages(databaseUrl: string): Promise<string[]> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const report = await verifyLedger(pool, { parts: 1 });
    return report.checks.flatMap((check) => check.first.map(({ id, wrong }) => `${check.name}: ${id}: ${wrong}`));
  } finally {
    await pool.end();
  }
}

export async function ask<Row extends object>(databaseUrl: string, sql: string): Promise<Row[]> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  try {
    return (await pool.query<Row>(sql)).rows;
  } finally {
    await pool.end();
  }
}
