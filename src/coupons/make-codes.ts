import { randomBytes } from 'node:crypto';
import { CODE_ALPHABET, checkCharacter, type CodeForm } from '../core/rules/code-form.js';

/** Bytes from here on would favour the first characters of the alphabet: 8 · 31. */
const FAIR_BYTES = 248;

/**
 * Codes of a form by the system's source of randomness, each character with the same chance. Twelve characters with a check character are
 * 54 bits: of a million codes that are out, one is met by a guess in 26 billion. Two of one call may be alike: who stores them makes
 * them unique.
 */
export function makeCodes({ prefix, length, checksum }: CodeForm, count: number): string[] {
  const secret = length - Number(checksum);
  const codes: string[] = [];
  let bytes = Buffer.alloc(0);
  let at = 0;
  while (codes.length < count) {
    let body = '';
    while (body.length < secret) {
      if (at === bytes.length) {
        bytes = randomBytes(4_096);
        at = 0;
      }
      const byte = bytes[at++]!;
      if (byte < FAIR_BYTES) body += CODE_ALPHABET[byte % CODE_ALPHABET.length];
    }
    codes.push(prefix + body + (checksum ? checkCharacter(body) : ''));
  }
  return codes;
}
