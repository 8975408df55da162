/** Cells of uploaded files that several kinds of rows have. */
import { AMOUNT_MAX, TEXT_MAX } from '../../core/rules/validation/limits.js';
import type { RowProblem } from './receive-rows.js';

// Control characters break lists and logs.
// eslint-disable-next-line no-control-regex
const PRINTABLE = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/;

export type Cells = (name: string) => string;

export const malformed = (sentence: string): RowProblem => ({ code: 'malformed', sentence });

export const isProblem = (value: unknown): value is RowProblem => typeof value === 'object' && value !== null && 'code' in value;

/** What is wrong with a text; an empty one is right only where `optional`. */
export function textProblem(name: string, text: string, most = TEXT_MAX, optional = false): RowProblem | null {
  if (text === '') return optional ? null : malformed(`\`${name}\` is empty`);
  if (text.length > most) return { code: 'over_limit', sentence: `\`${name}\` may have ${most} characters` };
  return PRINTABLE.test(text) ? null : malformed(`\`${name}\` has characters that cannot be printed`);
}

/** An amount as `NAME_minor` such as 1234 or as `NAME` such as 12.34, in minor units; null where both are empty. */
export function amountOf(cell: Cells, name: string, minorDigits: number): string | null | RowProblem {
  const [minor, decimal] = [cell(`${name}_minor`), cell(name)];
  if (minor === '' && decimal === '') return null;
  if (minor !== '' && decimal !== '') return malformed(`Send \`${name}_minor\` or \`${name}\`, not both`);
  const digits = minor === '' ? shifted(decimal, minorDigits) : /^\d{1,15}$/.test(minor) ? minor : null;
  if (digits === null) {
    const wanted =
      minor === '' ? `\`${name}\` must be a number with at most ${minorDigits} decimals` : `\`${name}_minor\` must be a whole number`;
    return malformed(`${wanted}, not ${(minor || decimal).slice(0, 40)}`);
  }
  return Number(digits) > AMOUNT_MAX ? { code: 'over_limit', sentence: `\`${name}\` may be ${AMOUNT_MAX} minor units` } : digits;
}

/** 12.3 with two digits → 1230, by the text alone. */
function shifted(decimal: string, minorDigits: number): string | null {
  const parts = /^(\d{1,15})(?:\.(\d+))?$/.exec(decimal);
  const [, whole = '', fraction = ''] = parts ?? [];
  if (parts === null || fraction.length > minorDigits) return null;
  return String(Number(whole + fraction.padEnd(minorDigits, '0')));
}

/** `usual` where the cell is empty. */
export function flagOf(cell: Cells, name: string, usual: boolean): boolean | RowProblem {
  const text = cell(name).toLowerCase();
  if (text === '') return usual;
  if (['true', 'yes', '1'].includes(text)) return true;
  return ['false', 'no', '0'].includes(text) ? false : malformed(`\`${name}\` must be true or false, not ${text.slice(0, 40)}`);
}

/** Texts between bars, `a|b`; as a JSON list, `["a|b"]`, where one of them has a bar in itself. */
export function listOf(cell: Cells, name: string, countMax: number): readonly string[] | RowProblem {
  const text = cell(name);
  if (text === '') return [];
  const items = text.startsWith('[') ? jsonOf(text) : text.split('|').map((item) => item.trim());
  if (!Array.isArray(items) || items.some((item) => typeof item !== 'string'))
    return malformed(`\`${name}\` must be texts between bars, a|b, or a JSON list of texts`);
  if (items.length > countMax) return { code: 'over_limit', sentence: `\`${name}\` may have ${countMax} texts` };
  return (items as string[]).map((item) => textProblem(name, item)).find((wrong) => wrong !== null) ?? [...new Set(items as string[])];
}

export function listText(items: readonly string[]): string {
  return items.some((item) => item.includes('|') || item.startsWith('[')) ? JSON.stringify(items) : items.join('|');
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As Postgres reads an array of texts. */
export const arrayText = (items: readonly string[]): string => `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
