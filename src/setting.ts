/** How a property of the configuration says what it is and what it takes. */
import { Transform } from 'class-transformer';
import { IsIn, IsInt, Max, Min, ValidateBy } from 'class-validator';

interface Fact {
  readonly unit: string;
  readonly text: string;
  readonly secret: boolean;
}

/** What is told of each setting, by its property. */
export const FACTS = new Map<string, Fact>();

export const variableOf = (property: string): string => property.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** Describes a setting; the default is the property's initial value. */
export function Setting(text: string, unit = '', secret = false): PropertyDecorator {
  return (_target, property) => void FACTS.set(String(property), { unit, text, secret });
}

/** A whole number within bounds; anything else that is written there is an error, also `1e3` and ` `. */
export function Whole(least: number, most: number): PropertyDecorator {
  const message = `must be a whole number from ${least} to ${most}`;
  const parse = Transform(({ value }) => (typeof value === 'string' ? (/^\d{1,15}$/.test(value) ? Number(value) : NaN) : value));
  return (target, property) => {
    for (const decorate of [parse, IsInt({ message }), Min(least, { message }), Max(most, { message })]) decorate(target, property);
  };
}

export function Check(isGood: (text: string) => boolean, message: string): PropertyDecorator {
  const validate = (value: unknown): boolean => typeof value === 'string' && isGood(value);
  return ValidateBy({ name: 'check', validator: { validate, defaultMessage: () => message } });
}

/** One or more of some words, with commas. */
export function Words(values: readonly string[]): PropertyDecorator {
  return Check(
    (text) => text.split(',').every((word) => values.includes(word)),
    `must be one or more of ${values.join(', ')}, with commas`,
  );
}

export function OneOf(values: readonly string[]): PropertyDecorator {
  return IsIn(values, { message: `must be one of: ${values.join(', ')}` });
}
