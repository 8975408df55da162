/** Why a candidate did not apply: the code, both sides, and the English sentence made from them. */
import type { Rulebook } from '../../rulebook/rulebook.js';
import type { Comparison, Side } from '../../core/rules/explain.js';
import { sentenceOf, type Style } from '../../core/rules/sentence.js';
import type { Why } from './generated/tallystick/v1/Why.js';

const PLAIN: Style = { minorDigits: 2, pointScale: 0, timeZone: 'UTC' };

/** How the live programme writes amounts and instants. */
export function styleOf(deps: { readonly rulebook: Pick<Rulebook, 'current'> }): Style {
  return deps.rulebook.current()?.programme ?? PLAIN;
}

export function answerWhy(why: Comparison, style: Style): Why {
  return { code: why.code, actual: sideText(why.actual), wanted: sideText(why.wanted), sentence: sentenceOf(why, style) };
}

function sideText(side: Side): string {
  if (side === null) return '';
  return Array.isArray(side) ? side.join(', ') : String(side);
}
