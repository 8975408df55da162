/**
 * The form of unique codes: what they are made of, and the check character by which a mistyped one is told from an unknown one.
 * A code is its prefix and a body, without separators; on paper the body may stand in groups, `SUM-7K3W-9PQR-2XDM`.
 */

/** Digits and capitals without look-alikes (no 0 O, no 1 I L). 31 is a prime, on which the check character rests. */
export const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

const MODULUS = CODE_ALPHABET.length;
/** A primitive root of 31: its powers are all different over a body of up to 30 characters. */
const RADIX = 3;

export interface CodeForm {
  /** Capitals and digits; may be empty. */
  readonly prefix: string;
  /** Characters behind the prefix, the check character included. */
  readonly length: number;
  /** The last character checks the others. */
  readonly checksum: boolean;
  /** Characters between two hyphens where the code is printed; 0 for none. */
  readonly group: number;
}

/**
 * The check character of a body, by the pure system of ISO 7064 with modulus 31 and radix 3: the sum of each character's place in the
 * alphabet times a power of 3, the check character's with 1, leaves 1 over 31. Every single wrong character and every swap of two
 * characters is found, wherever they stand in a body of up to 30. Null where a character is not of the alphabet.
 */
export function checkCharacter(body: string): string | null {
  let sum = 0;
  for (const character of body) {
    const value = CODE_ALPHABET.indexOf(character);
    if (value < 0) return null;
    sum = ((sum + value) * RADIX) % MODULUS;
  }
  return CODE_ALPHABET[(1 - sum + MODULUS) % MODULUS]!;
}

/** As it is stored and compared: without what separates groups on paper. */
export const compactCode = (code: string): string => code.replace(/[\s-]/g, '');

/** As it is printed: `SUM7K3W9PQR` in groups of 4 behind the prefix `SUM` is `SUM-7K3W-9PQR`. A code of another form stays as it is. */
export function printedCode(code: string, { prefix, length, group }: CodeForm): string {
  if (group === 0 || !code.startsWith(prefix) || code.length !== prefix.length + length) return code;
  const body = code.slice(prefix.length);
  const parts = prefix === '' ? [] : [prefix];
  for (let from = 0; from < length; from += group) parts.push(body.slice(from, from + group));
  return parts.join('-');
}

/**
 * What a code that nobody knows looks like in the eyes of a series: not one of its form, of its form with a wrong check character, or
 * well formed. A code of the form in which a look-alike (0, O, 1, I, L) stands was mistyped too.
 */
export function judgeForm(code: string, { prefix, length, checksum }: CodeForm): 'foreign' | 'mistyped' | 'well_formed' {
  if (!checksum || !code.startsWith(prefix) || code.length !== prefix.length + length) return 'foreign';
  const body = code.slice(prefix.length);
  if (!/^[0-9A-Z]+$/.test(body)) return 'foreign';
  return checkCharacter(body.slice(0, -1)) === body.at(-1) ? 'well_formed' : 'mistyped';
}
