/** Why a candidate did not apply, as text for people: `amount_running: 9450 is below 10000`. */
import type { Comparison, Side } from '../../core/rules/explain.js';
import type { Why } from './generated/tallystick/v1/Why.js';

const RELATIONS: Readonly<Record<Comparison['relation'], string>> = {
  below: 'is below',
  above: 'is above',
  not_in: 'is not one of',
  in: 'is one of',
  missing: 'is missing, wanted',
  outside: 'is outside of',
  used_up: 'is used up, the limit is',
};

function sideText(side: Side): string {
  if (side === null) return '';
  return Array.isArray(side) ? side.join(', ') : String(side);
}

export function answerWhy({ code, relation, actual, wanted, unit, subject }: Comparison): Why {
  const left = sideText(actual);
  const right = sideText(wanted);
  const of = subject === '' ? '' : ` (${subject})`;
  const units = unit === 'text' || right === '' ? '' : ` ${unit}`;
  return {
    code,
    actual: left,
    wanted: right,
    sentence: `${code}${of}: ${[left, RELATIONS[relation], right].filter(Boolean).join(' ')}${units}`,
  };
}
