/** `npm run terminal -- create STORE TERMINAL`: terminals and their keys. A key is told once; the database has its hash only. */
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { createTerminal } from '../../rulebook/create-terminal.js';
import { revokeTerminal } from '../../rulebook/revoke-terminal.js';
import { retireOlderKey, rotateKey } from '../../rulebook/rotate-key.js';
import { runCommand } from './engine/run-command.js';
import { withRulebook, type CommandAnnouncer } from './with-rulebook.js';

const USAGE = `npm run terminal -- create STORE TERMINAL   a new terminal; prints its key
npm run terminal -- rotate TERMINAL         a second key beside the newest; prints it
npm run terminal -- retire TERMINAL         the older of its two keys stops working
npm run terminal -- revoke TERMINAL         no key of it works any more
npm run terminal -- list

  --name TEXT      with create: what people call it
  --may-enrol      with create: it may enrol members and products
  --may-operate    with create: it may adjust, transfer, merge and erase`;

const OPTIONS = {
  name: { type: 'string' },
  'may-enrol': { type: 'boolean' },
  'may-operate': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const ARGUMENTS: Readonly<Record<string, number>> = { create: 2, rotate: 1, retire: 1, revoke: 1, list: 0 };

/** What `npm run terminal` does with its arguments; the exit code. */
export async function terminalCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [verb = '', ...names] = positionals;
  if (values.help || ARGUMENTS[verb] !== names.length) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  return withRulebook((db, _url, announcer) => {
    if (verb === 'create') return create(db, announcer, names as [string, string], values);
    return verb === 'list' ? list(db) : change(db, announcer, verb, names[0]!);
  });
}

async function create(
  db: pg.Pool,
  announcer: CommandAnnouncer,
  [storeId, terminalId]: [string, string],
  values: { readonly name?: string; readonly 'may-enrol'?: boolean; readonly 'may-operate'?: boolean },
): Promise<number> {
  const rights = { mayEnrol: values['may-enrol'] ?? false, mayOperate: values['may-operate'] ?? false };
  const created = await createTerminal(db, announcer, { terminalId, storeId, name: values.name ?? terminalId, ...rights });
  if (created.outcome === 'exists') return refuse(`There is a terminal ${terminalId} already: rotate its key, or choose another id.`);
  console.log(created.key);
  return 0;
}

async function change(db: pg.Pool, announcer: CommandAnnouncer, verb: string, terminalId: string): Promise<number> {
  if (verb === 'rotate') {
    const rotated = await rotateKey(db, announcer, terminalId);
    if (rotated.outcome !== 'rotated') return refuse(`There is no terminal ${terminalId}, or it is revoked.`);
    console.log(rotated.key);
    return 0;
  }
  const done = await (verb === 'retire' ? retireOlderKey : revokeTerminal)(db, announcer, terminalId);
  if (!done)
    return refuse(verb === 'retire' ? `${terminalId} has no second key.` : `There is no terminal ${terminalId}, or it is revoked already.`);
  console.log(verb === 'retire' ? `The older key of ${terminalId} no longer works.` : `${terminalId} is revoked.`);
  return 0;
}

const LIST = `
SELECT t.terminal_id, t.store_id, t.name, t.may_enrol, t.may_operate, t.revoked_at,
  (SELECT count(*)::integer FROM access.terminal_key k WHERE k.terminal_id = t.terminal_id) AS keys
FROM access.terminal t ORDER BY t.store_id, t.terminal_id`;

async function list(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<Row>(LIST);
  for (const row of rows) {
    const rights = [row.may_enrol && 'enrol', row.may_operate && 'operate'].filter(Boolean).join(', ');
    const state = row.revoked_at === null ? `${row.keys} key${row.keys === 1 ? '' : 's'}` : `revoked ${row.revoked_at.toISOString()}`;
    console.log([row.store_id, row.terminal_id, row.name, state, rights].filter(Boolean).join('  '));
  }
  return 0;
}

interface Row {
  readonly terminal_id: string;
  readonly store_id: string;
  readonly name: string;
  readonly may_enrol: boolean;
  readonly may_operate: boolean;
  readonly revoked_at: Date | null;
  readonly keys: number;
}

function refuse(message: string): number {
  console.error(message);
  return 1;
}

runCommand(import.meta.url, terminalCommand);
