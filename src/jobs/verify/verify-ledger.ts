import type { KeyObject } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Anchor } from '../anchor/anchor-document.js';
import { checkAnchors } from '../anchor/check-anchors.js';
import { CHAIN_CHECKS } from './chain-checks.js';
import type { Check } from './check.js';
import { ENTRY_CHECKS } from './entry-checks.js';
import { HOLD_CHECKS } from './hold-checks.js';
import { KEY_CHECKS } from './key-checks.js';
import { LOT_CHECKS } from './lot-checks.js';
import { MEMBER_CHECKS } from './member-checks.js';
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
  readonly ms: number;
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly checks: readonly CheckResult[];
}

export interface VerifyOptions {
  /** Parts the buckets are cut into; more parts, less memory. */
  readonly parts?: number;
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
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query('SET LOCAL statement_timeout = 0');
    await client.query('SET LOCAL jit = off');
    const checks: CheckResult[] = [];
    for (const check of CHECKS) {
      const result = await run(client, check, options.parts ?? PARTS);
      options.onCheck?.(result);
      checks.push(result);
    }
    const anchors = await anchorResult(client, options);
    options.onCheck?.(anchors);
    checks.push(anchors);
    return { ok: checks.every((check) => check.wrong === 0), checks };
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
    client.release();
  }
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

interface Part {
  readonly rows: number;
  readonly wrong: number;
  readonly first: readonly Offence[];
}

async function run(client: PoolClient, check: Check, parts: number): Promise<CheckResult> {
  const from = performance.now();
  const found: Part[] = [];
  if (check.scope === 'database') found.push(await ask(client, check, []));
  else for (let part = 0; part < parts; part++) found.push(await ask(client, check, range(part, parts)));
  return {
    name: check.name,
    proves: check.proves,
    rows: found.reduce((sum, part) => sum + part.rows, 0),
    wrong: found.reduce((sum, part) => sum + part.wrong, 0),
    first: found
      .flatMap((part) => part.first)
      .sort(byId)
      .slice(0, FIRST_MAX),
    ms: Math.ceil(performance.now() - from),
  };
}

function byId(a: Offence, b: Offence): number {
  return a.id < b.id ? -1 : 1;
}

function range(part: number, parts: number): [number, number] {
  return [Math.floor((part * BUCKETS) / parts), Math.floor(((part + 1) * BUCKETS) / parts) - 1];
}

async function ask(client: PoolClient, check: Check, values: readonly number[]): Promise<Part> {
  const text = `
    WITH checked AS MATERIALIZED (${check.sql}),
    first AS (SELECT id, wrong FROM checked WHERE wrong IS NOT NULL ORDER BY id LIMIT ${FIRST_MAX})
    SELECT (SELECT count(*)::float8 FROM checked) AS rows, (SELECT count(wrong)::float8 FROM checked) AS wrong,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'wrong', wrong)), '[]') FROM first) AS first`;
  const result = await client.query<Part>(text, [...values]);
  return result.rows[0]!;
}
