/**
 * What a key of administration may do. viewer: read rules. marketer: write drafts. publisher: put them live and switch rules off.
 * finance: exports. support: explain sales. operator: everything, and the keys themselves.
 */
export const ROLES = ['viewer', 'marketer', 'publisher', 'finance', 'support', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** What a key is limited to beside its roles. Null: no limit. */
export interface Scope {
  /** Sees and does only what belongs to these stores; another store's things are not there for it. */
  readonly stores: readonly string[] | null;
  /** Changes only rules of these campaigns; it reads all of them. */
  readonly campaigns: readonly string[] | null;
}

/**
 * Who asks. `name` is the person or program; `keyId` the key it came with: `bootstrap` for the token of the settings, `oidc:` and the
 * subject for a token of the issuer.
 */
export interface Actor extends Scope {
  readonly keyId: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

export const EVERYWHERE: Scope = { stores: null, campaigns: null };
export const BOOTSTRAP: Actor = { keyId: 'bootstrap', name: 'bootstrap', roles: ['operator'], ...EVERYWHERE };
