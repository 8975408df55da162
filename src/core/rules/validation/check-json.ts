/** What no schema sees: values that are not JSON, and nesting so deep that a recursive reader would fail on it. */
import type { Findings, Path } from './finding.js';
import { DEPTH_MAX } from './limits.js';

interface Step {
  readonly value: unknown;
  readonly path: Path;
}

/** True where the document can be read further. Walks with its own stack, so that depth cannot break it. */
export function checkJson(document: unknown, findings: Findings): boolean {
  const steps: Step[] = [{ value: document, path: [] }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    const { value, path } = step;
    if (path.length > DEPTH_MAX) {
      findings.error(path, 'too_deep', `Objects and lists may be nested at most ${DEPTH_MAX} deep.`);
      return false;
    }
    if (typeof value !== 'object' || value === null) {
      if (!isScalar(value)) findings.error(path, 'not_json', `A value of type ${typeof value} is not JSON.`);
      continue;
    }
    if (Object.hasOwn(value, '__proto__')) findings.error([...path, '__proto__'], 'unknown_field', 'The name `__proto__` is not allowed.');
    for (const [key, child] of Object.entries(value)) {
      if (typeof child === 'object' && child !== null)
        steps.push({ value: child, path: [...path, Array.isArray(value) ? Number(key) : key] });
      else if (!isScalar(child)) findings.error([...path, key], 'not_json', `A value of type ${typeof child} is not JSON.`);
    }
  }
  return findings.errors.length === 0;
}

/** An absent optional field may also be `undefined`, as programs write it. */
function isScalar(value: unknown): boolean {
  return value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
