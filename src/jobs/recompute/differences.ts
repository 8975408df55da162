/** A place where two documents differ; null stands for what is not there. */
export interface Difference {
  /** As in `lines[2].netMinor`. */
  readonly path: string;
  readonly stored: unknown;
  readonly computed: unknown;
}

const MAX = 20;

/** Where two JSON documents differ, the first twenty places, in the order of the stored one. */
export function differences(stored: unknown, computed: unknown, path = '', found: Difference[] = []): Difference[] {
  if (found.length >= MAX || Object.is(stored, computed)) return found;
  if (!isObject(stored) || !isObject(computed) || Array.isArray(stored) !== Array.isArray(computed)) {
    found.push({ path, stored: stored ?? null, computed: computed ?? null });
    return found;
  }
  for (const key of new Set([...Object.keys(stored), ...Object.keys(computed)])) {
    const name = Array.isArray(stored) ? `[${key}]` : path === '' ? key : `.${key}`;
    differences(stored[key], computed[key], path + name, found);
  }
  return found;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
