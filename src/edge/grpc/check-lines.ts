/** Lines of a capture or return: which, and how much. */
import { SHAPE } from '../../config.js';
import type { LineQuantity } from '../../checkout/commands.js';
import { milli } from '../../core/money.js';
import { refuse, whole } from './fields.js';
import type { LineQuantity__Output } from './generated/tallystick/v1/LineQuantity.js';

/** Each line at most once, sorted, so that the order on the wire changes nothing. */
export function checkLines(lines: readonly LineQuantity__Output[], linesMax: number): LineQuantity[] {
  if (lines.length > linesMax) refuse('', -1, 'lines', `must not have more than ${linesMax} lines`, 'over_limit');
  const seen = new Set<number>();
  const checked = lines.map((line, i) => {
    const lineNumber = whole(line.lineNumber, 1, SHAPE.lineNumberMax, 'lines', i, 'line_number');
    if (seen.has(lineNumber)) refuse('lines', i, 'line_number', `repeats line number ${lineNumber}`);
    seen.add(lineNumber);
    return { lineNumber, quantityMilli: milli(whole(line.quantityMilli, 1, SHAPE.quantityMilliMax, 'lines', i, 'quantity_milli')) };
  });
  return checked.sort((a, b) => a.lineNumber - b.lineNumber);
}
