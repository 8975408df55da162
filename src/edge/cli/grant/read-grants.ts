/** The list of a bulk grant: CSV with a head, `card_number` or `member_id`, `points`, and where wanted `expires_on` and `reason`. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { points as asPoints } from '../../../core/money.js';
import { dateText, dayOf, startOfDay } from '../../../core/time.js';
import type { GrantRow } from '../../../jobs/grant-rows.js';

/** What is wrong with a list, row by row; nothing of such a list is granted. */
export class BadList extends Error {}

export interface ListTerms {
  /** For rows that give none. */
  readonly reason: string;
  readonly timeZone: string;
}

export interface ListFacts {
  readonly rows: number;
  readonly points: number;
  /** SHA-256 of the file. */
  readonly hash: string;
}

const PROBLEMS_MAX = 20;
const POINTS_MAX = 1_000_000_000_000;

export type Columns = Readonly<Record<string, string | undefined>>;

/** Reads the whole list once, so that a typing error in the last row is told before the first is granted. */
export async function checkGrants(file: string, terms: ListTerms): Promise<ListFacts> {
  const digest = createHash('sha256');
  const source = createReadStream(file);
  source.on('data', (chunk) => digest.update(chunk));
  const problems: string[] = [];
  let rows = 0;
  let sum = 0;
  for await (const columns of source.pipe(parser()) as AsyncIterable<Columns>) {
    const row = rowOf(columns, ++rows, terms);
    if (typeof row === 'string') problems.push(`row ${rows}: ${row}`);
    else sum += row.points;
    if (problems.length === PROBLEMS_MAX) break;
  }
  if (problems.length > 0) throw new BadList(`Nothing was granted: the list is not right.\n${problems.join('\n')}`);
  return { rows, points: sum, hash: digest.digest('hex') };
}

/** The rows of a list that was checked. */
export async function* readGrants(file: string, terms: ListTerms): AsyncGenerator<GrantRow> {
  let place = 0;
  for await (const columns of createReadStream(file).pipe(parser()) as AsyncIterable<Columns>) {
    const row = rowOf(columns, ++place, terms);
    if (typeof row === 'string') throw new BadList(`row ${place}: ${row}`);
    yield row;
  }
}

function parser(): ReturnType<typeof parse> {
  return parse({ columns: true, bom: true, trim: true, skip_empty_lines: true, relax_column_count: false });
}

/** The row, or what is wrong with it. */
export function rowOf(columns: Columns, row: number, { reason, timeZone }: ListTerms): GrantRow | string {
  const { card_number: cardNumber = '', member_id: memberId = '', points = '', expires_on: expiresOn = '', reason: own = '' } = columns;
  if ((cardNumber === '') === (memberId === '')) return 'give one of card_number and member_id';
  if (!/^[1-9]\d{0,12}$/.test(points) || Number(points) > POINTS_MAX)
    return `points must be a whole number from 1 to ${POINTS_MAX}, not "${points}"`;
  if (expiresOn !== '' && !(/^\d{4}-\d\d-\d\d$/.test(expiresOn) && dateText(dayOf(expiresOn)) === expiresOn))
    return `expires_on must be a date as YYYY-MM-DD, not "${expiresOn}"`;
  const why = own === '' ? reason : own;
  if (why === '') return 'give a reason, in a column or with --reason';
  const member = cardNumber === '' ? { memberId } : { cardNumber };
  // The points are good to the end of that day.
  const expiresAtMs = expiresOn === '' ? undefined : startOfDay(timeZone, dayOf(expiresOn) + 1);
  return { row, member, points: asPoints(Number(points)), reason: why, expiresAtMs };
}
