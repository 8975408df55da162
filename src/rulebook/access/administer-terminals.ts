/** Terminals as administration changes them: the verbs beside, with a note in the audit log and a limit to stores. */
import type pg from 'pg';
import { createTerminal } from '../create-terminal.js';
import { revokeTerminal } from '../revoke-terminal.js';
import { retireOlderKey, rotateKey } from '../rotate-key.js';
import type { Terminal } from '../terminals.js';
import type { AuditNote, Effect } from './change.js';
import { isRefusal, refuse, type Refusal } from './refusal.js';
import type { Scope } from './roles.js';

const LOCK = `SELECT store_id AS "storeId", revoked_at IS NOT NULL AS revoked FROM access.terminal WHERE terminal_id = $1 FOR UPDATE`;
/** The revision row is locked first by every change of access, so that revisions are committed in their order. */
const REVISION = `UPDATE access.revision SET revision = revision RETURNING revision`;
const DESCRIBE = `
WITH head AS (
  UPDATE access.revision SET revision = revision + 1 RETURNING revision
)
UPDATE access.terminal SET revision = head.revision, name = coalesce($2, name), may_enrol = coalesce($3, may_enrol),
  may_operate = coalesce($4, may_operate)
FROM head WHERE terminal_id = $1`;

export interface GivenKey {
  readonly terminalId: string;
  /** Told once. Null in the answer to a repetition. */
  readonly key: string | null;
}

export interface ChangedTerminal {
  readonly terminalId: string;
  /** False: it was so already. */
  readonly changed: boolean;
}

export interface TerminalEdit {
  readonly name?: string | undefined;
  readonly mayEnrol?: boolean | undefined;
  readonly mayOperate?: boolean | undefined;
}

/** Makes a terminal known, with its first key. Refuses `terminal_exists`, also for one that was revoked. */
export async function addTerminal(tx: pg.PoolClient, terminal: Terminal): Promise<Effect<GivenKey> | Refusal> {
  const { terminalId } = terminal;
  const created = await createTerminal(tx, null, terminal);
  if (created.outcome === 'exists') return refuse('terminal_exists', `There is a terminal ${terminalId} already: ids are not used again`);
  return given(terminalId, created.key, { action: 'terminal.create', subject: terminalId, facts: { ...terminal } });
}

/** A key beside the newest one; the older of two stops working. Refuses `unknown_terminal` and `terminal_revoked`. */
export async function giveKey(tx: pg.PoolClient, scope: Scope, terminalId: string): Promise<Effect<GivenKey> | Refusal> {
  const refusal = await lock(tx, scope, terminalId);
  if (refusal !== null) return refusal;
  const rotated = await rotateKey(tx, null, terminalId);
  if (rotated.outcome !== 'rotated') return unknown();
  return given(terminalId, rotated.key, { action: 'terminal.rotate', subject: terminalId, facts: { slot: rotated.slot } });
}

/** Ends the older of two keys. Refuses `unknown_terminal` and `terminal_revoked`. */
export async function endOlderKey(tx: pg.PoolClient, scope: Scope, terminalId: string): Promise<Effect<ChangedTerminal> | Refusal> {
  const refusal = await lock(tx, scope, terminalId);
  if (refusal !== null) return refusal;
  const changed = await retireOlderKey(tx, null, terminalId);
  return { answer: { terminalId, changed }, note: changed ? { action: 'terminal.retire_key', subject: terminalId } : null };
}

/** Changes what it is called and may do. Refuses `unknown_terminal` and `terminal_revoked`. */
export async function describeTerminal(
  tx: pg.PoolClient,
  scope: Scope,
  terminalId: string,
  edit: TerminalEdit,
): Promise<Effect<ChangedTerminal> | Refusal> {
  const refusal = await lock(tx, scope, terminalId);
  if (refusal !== null) return refusal;
  await tx.query(DESCRIBE, [terminalId, edit.name ?? null, edit.mayEnrol ?? null, edit.mayOperate ?? null]);
  return { answer: { terminalId, changed: true }, note: { action: 'terminal.describe', subject: terminalId, facts: { ...edit } } };
}

/** Ends both keys for good. Doing it again changes nothing. Refuses `unknown_terminal`. */
export async function endTerminal(tx: pg.PoolClient, scope: Scope, terminalId: string): Promise<Effect<ChangedTerminal> | Refusal> {
  const refusal = await lock(tx, scope, terminalId);
  if (isRefusal(refusal) && refusal.refusal !== 'terminal_revoked') return refusal;
  const changed = await revokeTerminal(tx, null, terminalId);
  return { answer: { terminalId, changed }, note: changed ? { action: 'terminal.revoke', subject: terminalId } : null };
}

/** Of another store's terminal a limited key learns nothing. */
async function lock(tx: pg.PoolClient, { stores }: Scope, terminalId: string): Promise<Refusal | null> {
  await tx.query(REVISION);
  const { rows } = await tx.query<{ storeId: string; revoked: boolean }>(LOCK, [terminalId]);
  const [found] = rows;
  if (found === undefined || (stores !== null && !stores.includes(found.storeId))) return unknown();
  return found.revoked ? refuse('terminal_revoked', `The terminal ${terminalId} was revoked: make another one`) : null;
}

const unknown = (): Refusal => refuse('unknown_terminal', 'There is no terminal with this id');

function given(terminalId: string, key: string, note: AuditNote): Effect<GivenKey> {
  return { answer: { terminalId, key }, kept: { terminalId, key: null }, note };
}
