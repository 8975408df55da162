/** What a schema must not see: values that are not JSON, nesting and lists so large that a recursive reader would fail on them. */
import type { Findings, Path } from './finding.js';
import { DEPTH_MAX, FIELDS_MAX, VALUES_MAX } from './limits.js';

interface Step {
  readonly value: object;
  /** Null for the document itself. */
  readonly above: Step | null;
  readonly key: string;
  readonly depth: number;
}

/** True where the document can be read further. Walks with its own stack, so that depth cannot break it. */
export function checkJson(document: unknown, findings: Findings): boolean {
  if (typeof document !== 'object' || document === null) {
    if (!isScalar(document)) findings.error([], 'not_json', `A value of type ${typeof document} is not JSON.`);
    return isScalar(document);
  }
  const steps: Step[] = [{ value: document, above: null, key: '', depth: 0 }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if (step.depth > DEPTH_MAX) {
      findings.error(pathOf(step), 'too_deep', `Objects and lists may be nested at most ${DEPTH_MAX} deep.`);
      return false;
    }
    checkObject(step, steps, findings);
  }
  return !findings.hasErrors;
}

function checkObject(step: Step, steps: Step[], findings: Findings): void {
  const { value, depth } = step;
  if (Object.hasOwn(value, '__proto__'))
    findings.error([...pathOf(step), '__proto__'], 'unknown_field', 'The name `__proto__` is not allowed.');
  const keys = Object.keys(value);
  const most = mostOf(step);
  if (keys.length > most) {
    findings.error(
      pathOf(step),
      'length',
      `${Array.isArray(value) ? 'A list' : 'An object'} like this has at most ${most} items, not ${keys.length}.`,
    );
    return;
  }
  for (const key of keys) {
    const child = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof child === 'object' && child !== null) steps.push({ value: child, above: step, key, depth: depth + 1 });
    else if (!isScalar(child)) findings.error([...pathOf(step), key], 'not_json', `A value of type ${typeof child} is not JSON.`);
  }
}

/** Only the lists of the document itself and those of price lists are read item by item, and so may be long. */
function mostOf({ value, depth, key }: Step): number {
  if (!Array.isArray(value)) return FIELDS_MAX;
  return depth === 1 || (depth === 3 && key === 'items') ? Infinity : VALUES_MAX;
}

function pathOf(step: Step): Path {
  const path: string[] = [];
  for (let at = step; at.above !== null; at = at.above) path.unshift(at.key);
  return path;
}

/** An absent optional field may also be `undefined`, as programs write it. */
function isScalar(value: unknown): boolean {
  return value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
