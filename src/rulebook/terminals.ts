import { timingSafeEqual } from 'node:crypto';
import type pg from 'pg';
import type { EpochMs } from '../core/money.js';
import { hashKey, terminalOfKey } from './terminal-key.js';

/** The revision of the access lists, and the terminals that changed after $1, each with its keys. */
const READ_CHANGES = `
SELECT r.revision::float8 AS head, t.terminal_id AS "terminalId", t.store_id AS "storeId", t.name, t.may_enrol AS "mayEnrol",
  t.may_operate AS "mayOperate",
  t.revoked_at IS NOT NULL AS revoked,
  ARRAY(SELECT encode(k.key_hash, 'hex') FROM access.terminal_key AS k WHERE k.terminal_id = t.terminal_id) AS keys
FROM access.revision AS r
LEFT JOIN access.terminal AS t ON t.revision > $1`;

/** A key nobody knows may be a new one, so Postgres is asked; but not more often than this, however many are tried. */
const ASK_EVERY_MS = 200;

export interface Terminal {
  readonly terminalId: string;
  readonly storeId: string;
  readonly name: string;
  readonly mayEnrol: boolean;
  /** May operate on members. Absent: no. */
  readonly mayOperate?: boolean;
}

interface Row extends Terminal {
  readonly head: number;
  readonly revoked: boolean;
  readonly keys: readonly string[];
}

interface Known {
  readonly terminal: Terminal;
  /** Hashes of the keys that open; none where the terminal is revoked. */
  readonly keys: readonly Buffer[];
}

/** Who may call, from memory: a call of a known terminal does not touch Postgres. */
export class Terminals {
  syncedAtMs: EpochMs = 0;
  private known = new Map<string, Known>();
  /** Keys that opened since the lists last changed: a till's second call need not be hashed. Only good keys get in, so it stays small. */
  private readonly opened = new Map<string, Terminal>();
  private revision = 0;
  private askedAtMs = 0;
  private asking: Promise<void> | null = null;

  /** `poke` reads the changes now and resolves when they are in force. */
  constructor(
    private readonly db: pg.Pool,
    private readonly poke: () => Promise<void>,
    private readonly clock: () => EpochMs,
  ) {}

  get size(): number {
    return this.known.size;
  }

  /**
   * The terminal a key belongs to; null for a key that is unknown, replaced or revoked. A revocation or rotation is in force when it
   * was announced, or within one interval of polling.
   */
  async authenticate(key: string): Promise<Terminal | null> {
    const open = this.opened.get(key);
    if (open !== undefined) return open;
    const terminalId = terminalOfKey(key);
    if (terminalId === null) return null;
    const hash = hashKey(key);
    const terminal = this.match(terminalId, hash) ?? ((await this.askAgain()) ? this.match(terminalId, hash) : null);
    if (terminal !== null) this.opened.set(key, terminal);
    return terminal;
  }

  /** Loads what changed since the last time. Rejects when Postgres is away; what is known stays in force. */
  async refresh(): Promise<void> {
    const { rows } = await this.db.query<Row>({ name: 'rulebook-read-terminals', text: READ_CHANGES, values: [this.revision] });
    const head = rows[0]!.head;
    if (head < this.revision) {
      // The database was restored: what we know may never have happened.
      this.known = new Map();
      this.opened.clear();
      this.revision = 0;
      return this.refresh();
    }
    for (const row of rows) if (row.terminalId !== null) this.known.set(row.terminalId, knownOf(row));
    if (head !== this.revision) this.opened.clear();
    this.revision = head;
    this.syncedAtMs = this.clock();
  }

  /** False where Postgres was asked a moment ago. */
  private async askAgain(): Promise<boolean> {
    const nowMs = this.clock();
    if (this.asking === null && nowMs - this.askedAtMs < ASK_EVERY_MS) return false;
    if (this.asking === null) {
      this.askedAtMs = nowMs;
      this.asking = this.poke().finally(() => (this.asking = null));
    }
    await this.asking;
    return true;
  }

  /** Both keys are compared in full, so that time tells nothing about either. */
  private match(terminalId: string, hash: Buffer): Terminal | null {
    const known = this.known.get(terminalId);
    if (known === undefined) return null;
    const matches = known.keys.map((key) => timingSafeEqual(key, hash));
    return matches.includes(true) ? known.terminal : null;
  }
}

function knownOf({ terminalId, storeId, name, mayEnrol, mayOperate, revoked, keys }: Row): Known {
  const operates = mayOperate === true ? { mayOperate } : {};
  return {
    terminal: { terminalId, storeId, name, mayEnrol, ...operates },
    keys: revoked ? [] : keys.map((key) => Buffer.from(key, 'hex')),
  };
}
