/** Half a character (a lone surrogate) or NUL: JSON can write them, and no text of Postgres holds them. */
const UNSTORABLE = /[\0\p{Cs}]/u;
/** Only an escape can bring one in, for bytes that are no UTF-8 were replaced before. */
const ESCAPE = /\\u(0000|d[89a-f])/i;

export function mayBeUnstorable(json: Buffer): boolean {
  return json.includes('\\u') && ESCAPE.test(json.toString('latin1'));
}

/** The JSON pointer of the first text that cannot be stored, or null. */
export function unstorableAt(value: unknown, pointer = ''): string | null {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? pointer : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, item] of Object.entries(value)) {
    if (UNSTORABLE.test(name)) return pointer;
    const found = unstorableAt(item, `${pointer}/${name}`);
    if (found !== null) return found;
  }
  return null;
}
