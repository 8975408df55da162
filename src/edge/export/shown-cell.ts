import type { Cell, Column } from '../../ledger/export/export-kind.js';
import { publicId } from '../../ledger/ids.js';

/** A cell as text formats show it: instants in ISO 8601 and UTC, ids as the other interfaces show them. */
export function shownCell({ type }: Column, cell: Cell | undefined): string | number | boolean | null {
  if (cell === null || cell === undefined) return null;
  if (cell instanceof Date) return cell.toISOString();
  if (type === 'member') return publicId('mbr', String(cell));
  return type === 'sale' ? publicId('rcp', String(cell)) : cell;
}
