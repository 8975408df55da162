import type { Programme } from '../core/rules/types.js';

/** Something wrong in a document: where (JSON pointer, RFC 6901) and what, as a sentence. */
export interface DocumentError {
  readonly pointer: string;
  readonly sentence: string;
}

export interface Validated {
  /** Null where there are errors. */
  readonly programme: Programme | null;
  readonly errors: readonly DocumentError[];
  readonly warnings: readonly DocumentError[];
}

const TEXTS = ['id', 'name', 'currency', 'timeZone'] as const;
const LISTS = [
  'stores',
  'categories',
  'products',
  'tiers',
  'groups',
  'campaigns',
  'priceLists',
  'promoCodes',
  'couponSeries',
  'rules',
] as const;

/** Checks the outer shape of a programme. */
export function validateDocument(json: unknown): Validated {
  const errors: DocumentError[] = [];
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return { programme: null, errors: [{ pointer: '', sentence: 'A programme is a JSON object.' }], warnings: [] };
  }
  const document = json as Record<string, unknown>;
  if (document['format'] !== 'tallystick/1') errors.push({ pointer: '/format', sentence: 'The format must be "tallystick/1".' });
  for (const name of TEXTS) {
    if (typeof document[name] !== 'string' || document[name] === '')
      errors.push({ pointer: `/${name}`, sentence: 'A text is needed here.' });
  }
  for (const name of LISTS) {
    if (document[name] !== undefined && !Array.isArray(document[name]))
      errors.push({ pointer: `/${name}`, sentence: 'A list is needed here.' });
  }
  return { programme: errors.length === 0 ? (json as Programme) : null, errors, warnings: [] };
}
