/** Fields of requests and answers: each decorator checks the value and describes it in the specification. */
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import type { Type } from '@nestjs/common';
import { utcText } from '../../../core/time.js';
import { ATTRIBUTES_MAX } from '../../../core/rules/validation/limits.js';
import { attributes } from '../../../core/rules/validation/scalars.js';
import { Transform, Type as MakeType } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

// Control characters break lists and logs.
// eslint-disable-next-line no-control-regex
const PRINTABLE = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/;
/** Of remarks, which may have lines. */
// eslint-disable-next-line no-control-regex
const LINES = /^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]*$/;

function all(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}

/** A field of an answer; its type is named, for the compiler of the tests keeps no types of interfaces. */
export const Told = (options: ApiPropertyOptions): PropertyDecorator => ApiProperty(options);

export function Text(description: string, least: number, most: number, lines = false): PropertyDecorator {
  const message = `must have ${least} to ${most} printable characters`;
  return all(
    ApiProperty({ description, minLength: least, maxLength: most, pattern: (lines ? LINES : PRINTABLE).source, type: String }),
    IsString({ message }),
    Length(least, most, { message }),
    Matches(lines ? LINES : PRINTABLE, { message }),
  );
}

export function Texts(description: string, countMax: number, most: number): PropertyDecorator {
  const message = `must be at most ${countMax} different texts of 1 to ${most} printable characters`;
  return all(
    ApiProperty({
      description,
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: most, pattern: PRINTABLE.source },
      maxItems: countMax,
      uniqueItems: true,
    }),
    IsArray({ message }),
    ArrayMaxSize(countMax, { message }),
    ArrayUnique({ message }),
    IsString({ each: true, message }),
    Length(1, most, { each: true, message }),
    Matches(PRINTABLE, { each: true, message }),
  );
}

export function Some(description: string, values: readonly string[]): PropertyDecorator {
  const message = `must be one or more of: ${values.join(', ')}`;
  return all(
    ApiProperty({ description, enum: values, isArray: true, minItems: 1, uniqueItems: true }),
    IsArray({ message }),
    ArrayMinSize(1, { message }),
    ArrayUnique({ message }),
    IsIn(values, { each: true, message }),
  );
}

export function One(description: string, values: readonly string[]): PropertyDecorator {
  return all(ApiProperty({ description, enum: values }), IsIn(values, { message: `must be one of: ${values.join(', ')}` }));
}

/** Without an example where the page to browse would send it: it fills them in. */
export function Pattern(description: string, pattern: RegExp, example: string | null): PropertyDecorator {
  const message = example === null ? `must be ${description}` : `must look like ${example}`;
  return all(
    ApiProperty({ description, pattern: pattern.source, type: String, ...(example === null ? {} : { example }) }),
    IsString({ message }),
    Matches(pattern, { message }),
  );
}

/** Taken in any offset, and seen by what is behind it in UTC. */
export function Instant(description: string): PropertyDecorator {
  const isExact = (value: unknown): boolean => typeof value === 'string' && utcText(value) !== null;
  const defaultMessage = (): string => 'must be an instant that exists, in the years 1 to 9999';
  return all(
    ApiProperty({ description, format: 'date-time', type: String }),
    Transform(({ value }) => (typeof value === 'string' ? (utcText(value) ?? value) : (value as unknown))),
    IsISO8601({ strict: true, strictSeparator: true }, { message: 'must be an instant of ISO 8601' }),
    ValidateBy({ name: 'exact', validator: { validate: isExact, defaultMessage } }),
    Matches(/(Z|[+-]\d\d:\d\d)$/, { message: 'must end with Z or an offset such as +01:00' }),
  );
}

/** Leap seconds are no instants here, and in UTC it is a year from 1 to 9999. */
function ofTheCalendar(): PropertyDecorator {
  const year = (value: unknown): number => new Date(String(value)).getUTCFullYear();
  const validator = {
    validate: (value: unknown) => year(value) >= 1 && year(value) <= 9_999,
    defaultMessage: () => 'must be in the years 1 to 9999',
  };
  return ValidateBy({ name: 'ofTheCalendar', validator });
}

/** A date alone is its midnight in UTC. */
export function DayOrInstant(description: string): PropertyDecorator {
  const message = 'must be a date, or an instant of ISO 8601 that ends with Z or an offset such as +01:00';
  return all(
    ApiProperty({ description: `${description}; a date alone is its midnight in UTC`, type: String, example: '2026-11-01' }),
    IsISO8601({ strict: true, strictSeparator: true }, { message }),
    ofTheCalendar(),
    Matches(/^\d{4}-\d\d-\d\d(T.*(Z|[+-]\d\d:\d\d))?$/, { message }),
  );
}

/** A whole number in a body. */
export function Whole(description: string, least: number, most: number): PropertyDecorator {
  const message = `must be a whole number from ${least} to ${most}`;
  return all(
    ApiProperty({ description, type: 'integer', minimum: least, maximum: most }),
    IsInt({ message }),
    Min(least, { message }),
    Max(most, { message }),
  );
}

/** A whole number in a query or path, where it comes as text. */
export function WholeText(description: string, least: number, most: number): PropertyDecorator {
  const parse = Transform(({ value }) =>
    typeof value === 'string' ? (/^\d{1,15}$/.test(value) ? Number(value) : NaN) : (value as unknown),
  );
  return all(parse, Whole(description, least, most));
}

export function Flag(description: string): PropertyDecorator {
  return all(ApiProperty({ description, type: Boolean }), IsBoolean({ message: 'must be true or false' }));
}

/** May be left out, and is not null; goes above the other decorators. */
export function Maybe(): PropertyDecorator {
  return all(
    ApiPropertyOptional(),
    ValidateIf((_object, value) => value !== undefined),
  );
}

/** May be left out, or null for nothing. */
export function MaybeNull(): PropertyDecorator {
  return all(
    ApiPropertyOptional({ nullable: true }),
    ValidateIf((_object, value) => value !== undefined && value !== null),
  );
}

/** Things that are classes of their own. */
export function Things(description: string, of: Type<unknown>, most: number): PropertyDecorator {
  const message = `must be a list of at most ${most}`;
  return all(
    ApiProperty({ description, type: [of], maxItems: most }),
    IsArray({ message }),
    ArrayMaxSize(most, { message }),
    // A list in the list would pass as nested, and be no object of the class.
    IsObject({ each: true, message: 'must be a list of objects' }),
    ValidateNested({ each: true, message: 'must be a list of objects' }),
    MakeType(() => of),
  );
}

export function Thing(description: string, of: Type<unknown>, example?: object): PropertyDecorator {
  return all(
    ApiProperty({ description, type: of, ...(example === undefined ? {} : { example }) }),
    IsObject({ message: 'must be an object' }),
    ValidateNested({ message: 'must be an object' }),
    MakeType(() => of),
  );
}

/** Texts by name. */
export function StringMap(description: string): PropertyDecorator {
  const isMap = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((text) => typeof text === 'string');
  return all(
    ApiProperty({ description, type: 'object', additionalProperties: { type: 'string' } }),
    // The values are taken as they are: no name may be mistaken for something of the class.
    Transform(({ obj, key }) => (obj as Readonly<Record<string, unknown>>)[key]),
    ValidateBy({ name: 'stringMap', validator: { validate: isMap, defaultMessage: () => 'must be an object of texts' } }),
  );
}

/** Texts, numbers and booleans by name, as rules ask for them. */
export function AttributeMap(description: string): PropertyDecorator {
  const message = `must be an object of at most ${ATTRIBUTES_MAX} texts, numbers or booleans by names of letters, digits and _ . -`;
  return all(
    ApiProperty({ description, type: 'object', additionalProperties: true }),
    Transform(({ obj, key }) => (obj as Readonly<Record<string, unknown>>)[key]),
    ValidateBy({
      name: 'attributeMap',
      validator: { validate: (value) => attributes.safeParse(value).success, defaultMessage: () => message },
    }),
  );
}
