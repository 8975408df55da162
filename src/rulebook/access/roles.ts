/**
 * What a key of administration may do. viewer: read rules. marketer: write drafts. publisher: put them live and switch rules off.
 * finance: exports. support: explain sales. operator: everything, and the keys themselves.
 */
export const ROLES = ['viewer', 'marketer', 'publisher', 'finance', 'support', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks. `name` is the person or program; `keyId` the key it came with, `bootstrap` for the token of the settings. */
export interface Actor {
  readonly keyId: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

export const BOOTSTRAP: Actor = { keyId: 'bootstrap', name: 'bootstrap', roles: ['operator'] };
