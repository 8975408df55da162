import { instantOf, isDay } from '../../core/time.js';
import { amountOf, isProblem, malformed, textProblem } from './cells.js';
import type { RowKind, RowProblem } from './receive-rows.js';
import type { UploadMode } from './upload-file.js';

const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/;
const INSTANTS_KEPT = 10_000;

export interface PriceTerms {
  /** Zone of dates without an offset. */
  readonly timeZone: string;
  /** Digits of a decimal price; 2 for 12.34. */
  readonly minorDigits: number;
}

const TABLE = 'sku text, valid_from timestamptz, valid_to timestamptz, unit_price_minor bigint';

/**
 * Rows of prices: `sku`, either `price_minor` (1234) or `price` (12.34), and where wanted `valid_from` and `valid_to` (exclusive), as a date
 * in the programme's zone or an instant. Of a file that deletes: `sku`, and `valid_from` where only that row of the SKU is meant.
 */
export function priceRows(mode: UploadMode, terms: PriceTerms): RowKind {
  const instants = new Map<string, string | null>();
  const columns: Readonly<Record<string, boolean>> =
    mode === 'delete'
      ? { sku: true, valid_from: false }
      : { sku: true, price_minor: false, price: false, valid_from: false, valid_to: false };
  return {
    columns,
    table: TABLE,
    key: 'sku, valid_from',
    read(cell) {
      const sku = cell('sku');
      const wrong = textProblem('sku', sku);
      if (wrong !== null) return wrong;
      const from = instantText(cell('valid_from'), terms, instants);
      if (from === null) return badInstant('valid_from', cell('valid_from'));
      if (mode === 'delete') return [sku, from === '' ? null : from, null, null];
      const to = instantText(cell('valid_to'), terms, instants);
      if (to === null) return badInstant('valid_to', cell('valid_to'));
      if (from !== '' && to !== '' && from >= to) return malformed('`valid_to` must be after `valid_from`');
      const price = amountOf(cell, 'price', terms.minorDigits);
      if (price === null) return malformed('A row needs one price: `price_minor` such as 1234, or `price` such as 12.34');
      if (isProblem(price)) return price;
      return [sku, from === '' ? '-infinity' : from, to === '' ? 'infinity' : to, price];
    },
  };
}

const badInstant = (column: string, text: string): RowProblem =>
  malformed(`\`${column}\` must be a date such as 2027-01-31 or an instant such as 2027-01-31T08:00:00Z, not ${text.slice(0, 40)}`);

/** The instant in UTC, so that texts compare as instants do; empty for none; null where it is neither. Dates repeat, so they are kept. */
function instantText(text: string, { timeZone }: PriceTerms, kept: Map<string, string | null>): string | null {
  if (text === '') return '';
  const known = kept.get(text);
  if (known !== undefined) return known;
  if (kept.size >= INSTANTS_KEPT) kept.clear();
  const found = parsed(text, timeZone);
  kept.set(text, found);
  return found;
}

function parsed(text: string, timeZone: string): string | null {
  if (!DATE.test(text)) return null;
  try {
    const atMs = instantOf(text, timeZone);
    const iso = new Date(atMs).toISOString();
    // Dates that are not there, such as 31 April, must not move to the next month.
    return Date.parse(`${text.slice(0, 10)}T00:00:00Z`) >= 0 && iso.length === 24 && isDay(text) ? iso : null;
  } catch {
    return null;
  }
}
