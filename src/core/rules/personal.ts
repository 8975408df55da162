/**
 * Which facts about a person the rules ask for. A sale is stored with the answers alone: it can be computed again at any time, and holds no
 * birth date, attribute or segment that would have to be erased with the person.
 */
import type { MemberState } from '../member.js';
import type { Receipt } from '../receipt.js';
import { localTime } from '../time.js';
import { isNearBirthday } from './birthday.js';
import { compileAttribute } from './compile-filter.js';
import type { AttributeTest, Condition, Programme } from './types.js';

export interface PersonalTerms {
  readonly segments: ReadonlySet<string>;
  /** By its key, how many days before and after the birthday. */
  readonly birthdays: ReadonlyMap<string, readonly [before: number, after: number]>;
  readonly attributes: ReadonlyMap<string, AttributeTest>;
}

export const birthdayKey = (daysBefore: number, daysAfter: number): string => `${daysBefore} ${daysAfter}`;
/** Names the condition without saying what it asks for: two 32-bit lanes over its text. */
export function attributeKey({ name, in: values, min, max }: AttributeTest): string {
  const text = JSON.stringify([name, values, min, max]);
  let [a, b] = [0x811c9dc5, 0x1b873593];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul((b ^ text.charCodeAt(i)) + i, 0x85ebca6b);
  }
  return `a${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}`;
}

export function personalTerms({ rules = [], priceLists = [], settings }: Programme): PersonalTerms {
  const terms = {
    segments: new Set<string>(),
    birthdays: new Map<string, [number, number]>(),
    attributes: new Map<string, AttributeTest>(),
  };
  const visit = (condition: Condition): void => {
    if (condition.kind === 'all' || condition.kind === 'any') condition.of.forEach(visit);
    else if (condition.kind === 'not') visit(condition.of);
    else if (condition.kind === 'segment') for (const segment of condition.in) terms.segments.add(segment);
    else if (condition.kind === 'memberAttribute') terms.attributes.set(attributeKey(condition.test), condition.test);
    else if (condition.kind === 'birthday') {
      const { daysBefore = 0, daysAfter = 0 } = condition;
      terms.birthdays.set(birthdayKey(daysBefore, daysAfter), [daysBefore, daysAfter]);
    }
  };
  for (const { when } of [...rules, ...priceLists, ...(settings?.burn?.shares ?? [])]) if (when !== undefined) visit(when);
  return terms;
}

/** The member without what is personal; the rules get the same answers from it for this receipt. */
export function withoutPerson(member: MemberState, terms: PersonalTerms, receipt: Receipt): MemberState {
  const { segments, birthDate, attributes } = member;
  if (segments.length === 0 && birthDate === '' && Object.keys(attributes).length === 0) return member;
  const holding: string[] = [];
  const local = birthDate === '' || terms.birthdays.size === 0 ? null : localTime(receipt.timeZone, receipt.purchasedAtMs);
  if (local !== null)
    for (const [key, [before, after]] of terms.birthdays) if (isNearBirthday(birthDate, local, before, after)) holding.push(key);
  for (const [key, test] of terms.attributes) if (compileAttribute(test)(attributes)) holding.push(key);
  const asked = segments.filter((segment) => terms.segments.has(segment));
  const plain = { ...member, segments: asked, birthDate: '', attributes: {} };
  return holding.length === 0 ? plain : { ...plain, holding };
}
