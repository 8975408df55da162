/** The public keys of an OIDC issuer: found by its discovery document, kept, renewed, and still used for a day while it is away. */
import { createRemoteJWKSet, errors, type CryptoKey, type FlattenedJWSInput, type JWTHeaderParameters, type RemoteJWKSet } from 'jose';

const FETCH_MS_MAX = 3_000;
/** Keys older than this are asked for again, beside the calls that use them. */
const FRESH_MS = 600_000;
/** Longer than this a key is not trusted on the word of an issuer that does not answer. */
const KEPT_MS_MAX = 86_400_000;
/** A key that is not among those known makes one look, and then none for a while: a stranger must not make us ask at each call. */
const COOLDOWN_MS = 30_000;
/** After a failure nobody waits for another one for so long. */
const RETRY_MS = 5_000;

/** The issuer does not answer, or not as one does, and the keys at hand do not decide. */
export class IssuerAway extends Error {
  override readonly name = 'IssuerAway';
}

export interface IssuerOptions {
  readonly issuer: string;
  /** Null: the discovery document of the issuer says where. */
  readonly jwksUrl: string | null;
  readonly onAway: (message: string) => void;
  /** Default half a minute. */
  readonly cooldownMs?: number;
}

export class IssuerKeys {
  private set: { readonly url: string; readonly keys: RemoteJWKSet } | null = null;
  private loading: Promise<void> | null = null;
  private loadedAtMs = -Infinity;
  private failedAtMs = -Infinity;
  private failure = '';

  constructor(
    private readonly options: IssuerOptions,
    private readonly clock: () => number = Date.now,
  ) {}

  /** The key that signed a token. Rejects with IssuerAway, or with an error of jose where the issuer has no such key. */
  readonly find = async (header: JWTHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> => {
    const keys = await this.usable();
    const known = keys.jwks()?.keys.some(({ kid }) => header.kid === undefined || kid === header.kid) ?? false;
    if (!known && this.failedLately()) throw new IssuerAway(this.failure);
    try {
      return await keys(header, token);
    } catch (error) {
      // Of another key than those known: jose has asked the issuer, who did not answer.
      const decided = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];
      if (decided.some((kind) => error instanceof kind)) throw error;
      throw this.failed(error);
    }
  };

  private async usable(): Promise<RemoteJWKSet> {
    const ageMs = this.clock() - this.loadedAtMs;
    if (this.set === null || ageMs > KEPT_MS_MAX) {
      if (this.failedLately()) throw new IssuerAway(this.failure);
      await this.load();
    } else if (ageMs > FRESH_MS && !this.failedLately()) void this.load().catch(() => undefined);
    return this.set!.keys;
  }

  private load(): Promise<void> {
    this.loading ??= this.fetch()
      .catch((error: unknown) => Promise.reject(this.failed(error)))
      .finally(() => (this.loading = null));
    return this.loading;
  }

  private async fetch(): Promise<void> {
    const url = this.options.jwksUrl ?? (await discover(this.options.issuer));
    const options = { timeoutDuration: FETCH_MS_MAX, cooldownDuration: this.options.cooldownMs ?? COOLDOWN_MS, cacheMaxAge: Infinity };
    const next = this.set?.url === url ? this.set : { url, keys: createRemoteJWKSet(new URL(url), options) };
    await next.keys.reload();
    this.set = next;
    this.loadedAtMs = this.clock();
    this.failedAtMs = -Infinity;
  }

  private failed(error: unknown): IssuerAway {
    const { message, cause } = error as Error;
    this.failure = cause instanceof Error ? `${message}: ${cause.message}` : message;
    this.failedAtMs = this.clock();
    this.options.onAway(this.failure);
    return new IssuerAway(this.failure);
  }

  private failedLately(): boolean {
    return this.clock() - this.failedAtMs < RETRY_MS;
  }
}

/** Where the keys are. A document of another issuer is refused: it would hand the house to whoever serves it. */
async function discover(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(FETCH_MS_MAX) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const document = (await response.json()) as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
  if (document.issuer !== issuer) throw new Error(`${url} is of the issuer ${String(document.issuer)}, not of ${issuer}`);
  if (typeof document.jwks_uri !== 'string' || !isSafeUrl(document.jwks_uri)) throw new Error(`${url} names no https jwks_uri`);
  return document.jwks_uri;
}

/** Keys come by TLS, or from this machine: whoever can change them on the way can sign as anybody. */
export function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}
