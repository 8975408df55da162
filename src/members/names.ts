/** The kinds of names by which a member is found, and how they and the person are shown to those who need not know them. */
export const CARD_KINDS = ['card', 'phone', 'external', 'wallet'] as const;
export type CardKind = (typeof CARD_KINDS)[number];

interface KindFacts {
  readonly pattern: RegExp;
  readonly mustBe: string;
}

/** A phone number begins with +, the id of another system with that system's name, so none is taken for a card number. */
const KINDS: Readonly<Record<CardKind, KindFacts>> = {
  card: { pattern: /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/, mustBe: 'a card number has 1 to 64 letters, digits and . _ / -' },
  phone: { pattern: /^\+[1-9]\d{6,14}$/, mustBe: 'a phone number has the form of E.164, as +447700900123' },
  external: { pattern: /^[a-z0-9_-]{1,24}:[\x21-\x7e]{1,39}$/, mustBe: 'an id of another system is system:id, as shop:4711' },
  wallet: { pattern: /^[\x21-\x7e]{8,64}$/, mustBe: 'a wallet token has 8 to 64 printable characters without spaces' },
};

/** What is wrong with a number of this kind; null where nothing is. */
export function wrongNumber(kind: CardKind, number: string): string | null {
  const { pattern, mustBe } = KINDS[kind];
  return pattern.test(number) ? null : mustBe;
}

/** `9000123401` → `9000••••01`; of a short one nothing is left to see. */
export function maskNumber(number: string): string {
  return number.length < 8 ? '••••' : `${number.slice(0, number.length < 10 ? 2 : 4)}••••${number.slice(-2)}`;
}

/** `Jane Smith` → `J••• S•••`. */
export const maskName = (name: string): string => name.replace(/\S+/gu, (word) => `${[...word][0]}•••`);

/** `jane@example.com` → `j•••@e•••.com`. */
export function maskEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  const end = domain.slice(domain.lastIndexOf('.'));
  return email === '' ? '' : `${local.slice(0, 1)}•••@${domain.slice(0, 1)}•••${end}`;
}

/** `1990-04-17` → `1990`: the year is enough to talk about, the day would find the person. */
export const maskDate = (date: string): string => (date === '' ? '' : `${date.slice(0, 4)}-••-••`);
