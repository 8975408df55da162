import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** The heads of all chains at one instant. The text that is signed is the JSON of this, in this order of keys. */
export interface AnchorDocument {
  readonly format: 'tallystick-anchor/1';
  /** Name of the database, for whoever keeps anchors of several. */
  readonly database: string;
  readonly anchoredAt: string;
  /** SHA-256 over the heads: short enough to be written down or read out. */
  readonly root: string;
  /** Chains that have a link; the others are empty. */
  readonly heads: readonly AnchorHead[];
}

export interface AnchorHead {
  readonly bucket: number;
  readonly link: number;
  readonly digest: string;
}

/** What finance stores elsewhere. */
export interface Anchor {
  readonly document: AnchorDocument;
  /** SPKI in base64: says which key signed, and is worth nothing as a proof by itself. */
  readonly publicKey: string;
  readonly signature: string;
}

export function anchorOf(database: string, at: Date, heads: readonly AnchorHead[], key: KeyObject): Anchor {
  const document = { format: 'tallystick-anchor/1' as const, database, anchoredAt: at.toISOString(), root: rootOf(heads), heads };
  const signature = sign(null, Buffer.from(JSON.stringify(document)), key).toString('base64');
  return { document, publicKey: publicKeyText(createPublicKey(key)), signature };
}

/** What is wrong with an anchor by itself; null where nothing is. `trusted`: the key it must be signed with; null for the one it names. */
export function anchorFault(anchor: Anchor, trusted: KeyObject | null): string | null {
  if (anchor.document?.format !== 'tallystick-anchor/1') return 'is not an anchor of tallystick-anchor/1';
  const named = createPublicKey({ key: Buffer.from(anchor.publicKey, 'base64'), format: 'der', type: 'spki' });
  if (trusted !== null && publicKeyText(trusted) !== anchor.publicKey) return 'was signed with another key';
  const text = Buffer.from(JSON.stringify(anchor.document));
  if (!verify(null, text, trusted ?? named, Buffer.from(anchor.signature, 'base64'))) return 'has a wrong signature';
  return anchor.document.root === rootOf(anchor.document.heads) ? null : 'has a wrong root';
}

/** An ed25519 key in PEM. Throws where it is another kind of key. */
export function privateKeyOf(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`The key of anchors must be ed25519, not ${key.asymmetricKeyType}`);
  return key;
}

function publicKeyText(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).toString('base64');
}

function rootOf(heads: readonly AnchorHead[]): string {
  return createHash('sha256')
    .update(heads.map(({ bucket, link, digest }) => `${bucket} ${link} ${digest}\n`).join(''))
    .digest('hex');
}
