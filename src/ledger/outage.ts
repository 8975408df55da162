/** Postgres is away or does not answer in time. The caller repeats the same call with the same key. */
export class Outage extends Error {
  override readonly name = 'Outage';
}

/**
 * Classes of SQLSTATE that mean the server or the connection, not the statement: connection, resources, operator, system. Not XX, a defect
 * within Postgres: the same call would fail again, so it is a fault.
 */
const AWAY = /^(08|53|57P|58)/;
const AWAY_MESSAGES =
  /ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|timeout|terminated|not queryable|Connection ended|closed|ended before/i;
const REPEATABLE = new Set(['40001', '40P01']);

function sqlState(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

export function isOutage(error: unknown): boolean {
  if (error instanceof Outage) return true;
  const state = sqlState(error);
  if (/^[0-9A-Z]{5}$/.test(state)) return AWAY.test(state) || state === '57014';
  return AWAY_MESSAGES.test(state) || (error instanceof Error && AWAY_MESSAGES.test(error.message));
}

/** Serialization failures and deadlocks: running the whole statement again is right. */
export function isRepeatable(error: unknown): boolean {
  return REPEATABLE.has(sqlState(error));
}

const UNIQUE_VIOLATION = '23505';

/** The key of an operation on a member was used before, or what it undoes was undone before. */
export function isKeyTaken(error: unknown): boolean {
  if (sqlState(error) !== UNIQUE_VIOLATION) return false;
  const { constraint } = error as { readonly constraint?: string };
  return constraint === 'member_operation_key' || constraint === 'member_operation_reverses';
}

/** The error as the rest of the house knows it. */
export function typed(error: unknown): Error {
  if (isOutage(error)) return error instanceof Outage ? error : new Outage(`Postgres does not answer: ${String(error)}`, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}
