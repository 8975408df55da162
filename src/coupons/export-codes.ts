import type pg from 'pg';
import { printedCode, type CodeForm } from '../core/rules/code-form.js';
import { publicId } from '../ledger/ids.js';

const PAGE = `
SELECT code, uses, uses_max, valid_to, blocked_at, member_id, batch_id FROM ledger.coupon
WHERE series_id = $1 AND code COLLATE "C" > $2 AND ($3::integer IS NULL OR batch_id = $3) ORDER BY code COLLATE "C" LIMIT $4`;
const ROWS_PER_PAGE = 5_000;
export const CODE_COLUMNS = ['code', 'printed', 'uses', 'uses_max', 'valid_to', 'blocked_at', 'member_id', 'batch'] as const;

interface Row {
  readonly code: string;
  readonly uses: number;
  readonly uses_max: number;
  readonly valid_to: Date | null;
  readonly blocked_at: Date | null;
  readonly member_id: string | null;
  readonly batch_id: number | null;
}

/** The codes of a series, or of one batch of it, as pages of CSV in the order of the codes; one page is in memory at a time. */
export async function* exportCodes(
  db: Pick<pg.Pool, 'query'>,
  seriesId: string,
  form: CodeForm | null,
  batchId: number | null,
): AsyncGenerator<string> {
  yield `${CODE_COLUMNS.join(',')}\n`;
  for (let after = ''; ;) {
    const { rows } = await db.query<Row>({ name: 'coupon_export', text: PAGE, values: [seriesId, after, batchId, ROWS_PER_PAGE] });
    if (rows.length === 0) return;
    yield rows.map((row) => lineOf(row, form)).join('');
    after = rows.at(-1)!.code;
  }
}

/** No value can hold a comma or a quote: codes are checked when they come in. */
function lineOf({ code, uses, uses_max, valid_to, blocked_at, member_id, batch_id }: Row, form: CodeForm | null): string {
  const at = (when: Date | null): string => when?.toISOString() ?? '';
  const member = member_id === null ? '' : publicId('mbr', member_id);
  const printed = form === null ? code : printedCode(code, form);
  return `${[code, printed, uses, uses_max, at(valid_to), at(blocked_at), member, batch_id ?? ''].join(',')}\n`;
}
