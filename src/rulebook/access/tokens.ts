/** Who holds a token (JWT) of the configured OIDC issuer. */
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { IssuerAway, IssuerKeys, type IssuerOptions } from './issuer-keys.js';
import { ROLES, type Actor, type Role } from './roles.js';

/** Signatures that only the issuer can make. Those with a shared secret, and `none`, are not among them. */
export const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;

export interface TokenOptions extends IssuerOptions {
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly leewayMs: number;
  /** Where claims lie, with dots for what is nested: `realm_access.roles`. */
  readonly rolesClaim: string;
  readonly nameClaim: string;
  /** Null: tokens have no such limit. */
  readonly storesClaim: string | null;
  readonly campaignsClaim: string | null;
  /** The issuer's word → ours; a word that is not in it is looked for among ours. */
  readonly roles: ReadonlyMap<string, Role>;
}

export type Holder =
  { readonly outcome: 'known'; readonly actor: Actor } | { readonly outcome: 'refused' | 'issuer_away'; readonly why: string };

const NAME_MAX = 64;
const SUBJECT_MAX = 255;
const EVERY = '*';

export class Tokens {
  private readonly keys: IssuerKeys;

  constructor(
    private readonly options: TokenOptions,
    private readonly clock: () => number = Date.now,
  ) {
    this.keys = new IssuerKeys(options, clock);
  }

  /** Whether it looks like one: three parts; a key of ours has none. */
  static looksLike(text: string): boolean {
    return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
  }

  async holderOf(token: string): Promise<Holder> {
    const { issuer, audience, algorithms, leewayMs } = this.options;
    try {
      const { payload } = await jwtVerify(token, this.keys.find, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: leewayMs / 1_000,
        currentDate: new Date(this.clock()),
        requiredClaims: ['exp', 'sub'],
      });
      return this.actorOf(payload);
    } catch (error) {
      if (error instanceof IssuerAway)
        return { outcome: 'issuer_away', why: `The issuer of the token does not answer (${error.message}): try again, or use a key` };
      if (error instanceof errors.JOSEError) return { outcome: 'refused', why: whyNot(error) };
      throw error;
    }
  }

  private actorOf(payload: JWTPayload): Holder {
    const { rolesClaim, nameClaim, storesClaim, campaignsClaim, roles } = this.options;
    const name = claimOf(payload, nameClaim);
    const { sub = '' } = payload;
    if (typeof name !== 'string' || !isName(name, NAME_MAX))
      return { outcome: 'refused', why: `The claim ${nameClaim} of the token must be a name of 1 to ${NAME_MAX} characters` };
    if (!isName(sub, SUBJECT_MAX)) return { outcome: 'refused', why: `The claim sub must have 1 to ${SUBJECT_MAX} characters` };
    const known = wordsOf(claimOf(payload, rolesClaim)).flatMap((word) => roles.get(word) ?? ROLES.find((role) => role === word) ?? []);
    const stores = limitOf(payload, storesClaim);
    const campaigns = limitOf(payload, campaignsClaim);
    return { outcome: 'known', actor: { keyId: `oidc:${sub}`, name, roles: [...new Set(known)], stores, campaigns } };
  }
}

/** Names go into the audit log and its exports. */
const isName = (text: string, most: number): boolean => text.length > 0 && text.length <= most && /^[^\p{Cc}\u2028\u2029]+$/u.test(text);

function claimOf(payload: JWTPayload, path: string): unknown {
  // A claim may be named by a URL, which has dots of its own.
  if (Object.hasOwn(payload, path)) return payload[path];
  return path.split('.').reduce<unknown>((at, key) => {
    return typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Readonly<Record<string, unknown>>)[key] : undefined;
  }, payload);
}

/** A list, or words with spaces between them, as `scope` has them. */
function wordsOf(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((word) => word !== '');
  return Array.isArray(claim) ? claim.filter((word) => typeof word === 'string') : [];
}

/** Where the limit is configured, a token without the claim has nothing; `*` has everything. */
function limitOf(payload: JWTPayload, claim: string | null): readonly string[] | null {
  if (claim === null) return null;
  const words = wordsOf(claimOf(payload, claim));
  return words.includes(EVERY) ? null : words;
}

function whyNot(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired: get a new one';
  if (error instanceof errors.JWTClaimValidationFailed) return `The claim ${error.claim} of the token is not accepted: ${error.message}`;
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'The signature of the token is wrong';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'The token is signed by an algorithm that is not allowed here';
  if (error instanceof errors.JWKSNoMatchingKey) return 'The token is signed by a key that the issuer does not have';
  return 'This is not a token of the configured issuer';
}
