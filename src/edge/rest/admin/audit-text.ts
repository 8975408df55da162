/** Lines of the audit log as text. Times are ISO 8601 in UTC; what a change was about is JSON. */
import { stringify } from 'csv-stringify/sync';
import type { AuditRow } from '../../../rulebook/access/read-audit.js';

const COLUMNS = ['sequence', 'at', 'actor', 'key_id', 'action', 'subject', 'reason', 'facts'] as const;

/** One chunk for each page; a CSV file begins with its header, also when there is nothing to export. */
export async function* auditText(pages: AsyncIterable<readonly AuditRow[]>, format: 'csv' | 'ndjson'): AsyncGenerator<string> {
  if (format === 'csv') yield `${COLUMNS.join(',')}\n`;
  for await (const page of pages) {
    const rows = page.map(({ keyId, at, ...row }) => ({ ...row, at: at.toISOString(), key_id: keyId }));
    // A cell that a spreadsheet would run as a formula is escaped: names and reasons are free text.
    const cells = (row: (typeof rows)[number]) => ({ ...row, facts: JSON.stringify(row.facts) });
    if (format === 'csv') yield stringify(rows.map(cells), { columns: [...COLUMNS], escape_formulas: true });
    else yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  }
}
