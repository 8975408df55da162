/** Differences in words of the field: a rate is a percentage, an amount has its decimal point. */
import { canonicalJson } from '../canonical.js';

export interface Units {
  readonly minorDigits: number;
  readonly pointScale: number;
}

const BPS_DIGITS = 2;
const MILLI_DIGITS = 3;
const TEXT_MAX = 80;

/** `rate of the benefit: 10 % → 15 %` · `priority: none → 5`. */
export function fieldWords(path: readonly string[], was: unknown, is: unknown, units: Units): string {
  const [last = 'everything', ...owners] = [...path].reverse();
  const of = owners.map((owner) => ` of the ${plain(owner)}`).join('');
  return `${plain(unitOf(last) === null ? last : last.replace(/(Bps|Minor|Milli)$/, ''))}${of}: ${shown(last, was, units)} → ${shown(last, is, units)}`;
}

/** `Rule coffee (10 % off coffee) changed: rate of the benefit: 10 % → 15 %.` */
export function changeSentence(
  thing: string,
  id: string,
  name: string,
  change: 'added' | 'removed' | 'changed',
  fields: readonly { readonly words: string }[],
): string {
  const who = `${thing.charAt(0).toUpperCase()}${thing.slice(1)}${id === '' ? '' : ` ${id}`}${name === '' ? '' : ` (${name})`}`;
  const more = fields.length > 3 ? `; and ${fields.length - 3} more` : '';
  const what = fields.slice(0, 3).map(({ words }) => words);
  return `${who} ${change}${fields.length === 0 ? '' : `: ${what.join('; ')}${more}`}.`;
}

/** `minMoneyMinor` is `min money minor`. */
function plain(field: string): string {
  return field.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
}

function unitOf(field: string): 'bps' | 'minor' | 'milli' | 'points' | null {
  if (field.endsWith('Bps')) return 'bps';
  if (field.endsWith('Minor')) return 'minor';
  if (field.endsWith('Milli')) return 'milli';
  return /points$/i.test(field) ? 'points' : null;
}

function shown(field: string, value: unknown, units: Units): string {
  if (value === undefined) return 'none';
  if (typeof value !== 'number' || !Number.isInteger(value)) return short(typeof value === 'string' ? value : canonicalJson(value));
  switch (unitOf(field)) {
    case 'bps':
      return `${scaled(value, BPS_DIGITS).replace(/\.?0+$/, '')} %`;
    case 'minor':
      return scaled(value, units.minorDigits);
    case 'milli':
      return scaled(value, MILLI_DIGITS).replace(/\.?0+$/, '');
    case 'points':
      return scaled(value, units.pointScale);
    case null:
      return String(value);
  }
}

function scaled(value: number, digits: number): string {
  if (digits === 0) return String(value);
  const text = String(Math.abs(value)).padStart(digits + 1, '0');
  return `${value < 0 ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const short = (text: string): string => (text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 1)}…`);
