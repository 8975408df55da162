import { validateProgramme } from '../../src/core/rules/validate.js';
import type { Finding } from '../../src/core/rules/validation/finding.js';

type Fields = Readonly<Record<string, unknown>>;

/** A programme with nothing in it, and whatever a row of a table adds. */
export function programme(parts: Fields = {}): Fields {
  return {
    format: 'tallystick/1',
    id: 'shop',
    name: 'Shop',
    currency: 'EUR',
    minorDigits: 2,
    pointScale: 0,
    timeZone: 'Europe/Berlin',
    ...parts,
  };
}

/** A programme with one rule: 10 % off everything, and whatever a row changes in it. */
export function withRule(changes: Fields, parts: Fields = {}): Fields {
  return programme({ ...parts, rules: [{ id: 'r', name: 'R', stage: 'line', benefit: { kind: 'percent', rateBps: 1000 }, ...changes }] });
}

/** The same with another benefit, in the stage it belongs to. */
export function withBenefit(benefit: Fields, stage = 'line'): Fields {
  return withRule({ stage, benefit });
}

export function withCondition(when: Fields, parts: Fields = {}): Fields {
  return withRule({ when }, parts);
}

/** `pointer code sentence` of each finding, as the tables hold them. */
export function errorsOf(document: unknown): string[] {
  return validateProgramme(document).errors.map(lineOf);
}

export function warningsOf(document: unknown, atMs: number | null = null): string[] {
  const { programme: accepted, errors, warnings } = validateProgramme(document, atMs);
  expect({ accepted: accepted !== null, errors }).toEqual({ accepted: true, errors: [] });
  return warnings.map(lineOf);
}

const lineOf = ({ pointer, code, sentence }: Finding): string => `${pointer} ${code} ${sentence}`;
