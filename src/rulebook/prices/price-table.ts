/**
 * Prices by SKU, packed: some 26 bytes for each where a Map of objects takes 200. Open addressing over hashes that point into pages of
 * bytes; the SKU itself is kept there and compared, so no collision of hashes can ever give a wrong price.
 */
import type { EpochMs } from '../../core/money.js';

const PAGE_BITS = 24;
const PAGE_BYTES = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_BYTES - 1;
/** Filled slots of all: short ways at a third more slots than prices. */
const LOAD = 0.75;
const HAS_FROM = 1;
const HAS_TO = 2;
/** The length of the SKU, and of its rows. */
const HEAD_BYTES = 3;
const ROW_BYTES_MAX = 18;
export const ROWS_OF_SKU_MAX = 1_000;

/** A price of a SKU; infinite bounds are open. `toMs` is exclusive. */
export interface PriceRow {
  readonly unitPriceMinor: number;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** A SKU as the table asks for it, made once for each line and asked of each list. */
export interface SkuKey {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly hash: number;
}

const encoder = new TextEncoder();

/** The key of a SKU. */
export function skuKey(sku: string): SkuKey {
  const bytes = new Uint8Array(sku.length);
  for (let i = 0; i < sku.length; i++) {
    const code = sku.charCodeAt(i);
    if (code > 127) return keyOf(encoder.encode(sku));
    bytes[i] = code;
  }
  return keyOf(bytes);
}

const passing = { bytes: new Uint8Array(256), length: 0, hash: 0 };

/** The same for a look at once: it is overwritten by the next one. */
export function passingKey(sku: string): SkuKey {
  const { length } = sku;
  const { bytes } = passing;
  if (length > bytes.length) return skuKey(sku);
  for (let i = 0; i < length; i++) {
    const code = sku.charCodeAt(i);
    if (code > 127) return skuKey(sku);
    bytes[i] = code;
  }
  passing.length = length;
  passing.hash = hashOf(bytes, 0, length);
  return passing;
}

export function keyOf(bytes: Uint8Array): SkuKey {
  return { bytes, length: bytes.length, hash: hashOf(bytes, 0, bytes.length) };
}

/** FNV-1a, mixed at the end, because SKUs differ in their last digits. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export class PriceTable {
  private readonly capacity: number;
  /** Where the entry of a slot is, plus one; 0: the slot is empty. */
  private readonly slots: Uint32Array;
  /** Eight bits of the hash, so that most other SKUs on the way are passed without a look at their bytes. */
  private readonly tags: Uint8Array;
  private readonly pages: Uint8Array[] = [];
  private at = 0;
  private skusHeld = 0;
  private rowsHeld = 0;

  /** `rowsMax` is the most rows it will ever hold. */
  constructor(rowsMax: number) {
    this.capacity = Math.ceil(rowsMax / LOAD) + 8;
    this.slots = new Uint32Array(this.capacity);
    this.tags = new Uint8Array(this.capacity);
  }

  get skus(): number {
    return this.skusHeld;
  }

  get rows(): number {
    return this.rowsHeld;
  }

  get bytes(): number {
    return this.capacity * 5 + this.pages.length * PAGE_BYTES;
  }

  /** Adds a row; several of one SKU may come in any order. */
  add(key: SkuKey, row: PriceRow): void {
    const slot = this.slotOf(key);
    const known = this.slots[slot]!;
    const before = known === 0 ? [] : this.rowsAt(known - 1);
    this.slots[slot] = this.write(key, [...before, row]) + 1;
    this.tags[slot] = key.hash & 0xff;
    if (known === 0) this.skusHeld++;
    this.rowsHeld++;
  }

  /** The lowest price of the SKU at an instant, or -1. */
  lowest(key: SkuKey, atMs: EpochMs): number {
    const known = this.slots[this.slotOf(key)]!;
    if (known === 0) return -1;
    const page = this.pages[(known - 1) >>> PAGE_BITS]!;
    let at = ((known - 1) & PAGE_MASK) + HEAD_BYTES + key.length;
    let best = -1;
    for (let left = readUint(page, ((known - 1) & PAGE_MASK) + 1, 2); left > 0; left--) {
      const flags = page[at]!;
      const price = readUint(page, at + 1, 5);
      at += 6;
      let holds = true;
      if ((flags & HAS_FROM) !== 0) {
        holds = readUint(page, at, 6) <= atMs;
        at += 6;
      }
      if ((flags & HAS_TO) !== 0) {
        holds = holds && atMs < readUint(page, at, 6);
        at += 6;
      }
      if (holds && (best < 0 || price < best)) best = price;
    }
    return best;
  }

  /** All rows of a SKU. */
  find(key: SkuKey): PriceRow[] {
    const known = this.slots[this.slotOf(key)]!;
    return known === 0 ? [] : this.rowsAt(known - 1);
  }

  /** The slot of the SKU, or the empty one where it would be. There is always an empty one. */
  private slotOf(key: SkuKey): number {
    const tag = key.hash & 0xff;
    let slot = Math.floor((key.hash / 0x1_0000_0000) * this.capacity);
    for (;;) {
      const entry = this.slots[slot]!;
      if (entry === 0 || (this.tags[slot] === tag && this.isAt(entry - 1, key))) return slot;
      slot = slot + 1 === this.capacity ? 0 : slot + 1;
    }
  }

  private isAt(entry: number, { bytes, length }: SkuKey): boolean {
    const page = this.pages[entry >>> PAGE_BITS]!;
    const at = entry & PAGE_MASK;
    if (page[at] !== length) return false;
    for (let i = 0; i < length; i++) if (page[at + HEAD_BYTES + i] !== bytes[i]) return false;
    return true;
  }

  private rowsAt(entry: number): PriceRow[] {
    const page = this.pages[entry >>> PAGE_BITS]!;
    const start = entry & PAGE_MASK;
    let at = start + HEAD_BYTES + page[start]!;
    const rows: PriceRow[] = [];
    for (let left = readUint(page, start + 1, 2); left > 0; left--) {
      const flags = page[at]!;
      const unitPriceMinor = readUint(page, at + 1, 5);
      at += 6;
      const fromMs = (flags & HAS_FROM) === 0 ? -Infinity : readUint(page, at, 6);
      if ((flags & HAS_FROM) !== 0) at += 6;
      const toMs = (flags & HAS_TO) === 0 ? Infinity : readUint(page, at, 6);
      if ((flags & HAS_TO) !== 0) at += 6;
      rows.push({ unitPriceMinor, fromMs, toMs });
    }
    return rows;
  }

  /** Appends an entry and says where. One that does not fit into what is left of a page begins a new one. */
  private write({ bytes, length }: SkuKey, rows: readonly PriceRow[]): number {
    const most = HEAD_BYTES + length + rows.length * ROW_BYTES_MAX;
    if (this.pages.length === 0 || (this.at & PAGE_MASK) + most > PAGE_BYTES) {
      this.at = this.pages.length * PAGE_BYTES;
      this.pages.push(new Uint8Array(PAGE_BYTES));
    }
    const page = this.pages.at(-1)!;
    const entry = this.at;
    let at = entry & PAGE_MASK;
    page[at] = length;
    writeUint(page, at + 1, rows.length, 2);
    at += HEAD_BYTES;
    for (let i = 0; i < length; i++) page[at++] = bytes[i]!;
    for (const { unitPriceMinor, fromMs, toMs } of rows) {
      page[at] = (fromMs === -Infinity ? 0 : HAS_FROM) | (toMs === Infinity ? 0 : HAS_TO);
      writeUint(page, at + 1, unitPriceMinor, 5);
      at += 6;
      for (const bound of [fromMs, toMs]) {
        if (!Number.isFinite(bound)) continue;
        writeUint(page, at, bound, 6);
        at += 6;
      }
    }
    this.at = (this.pages.length - 1) * PAGE_BYTES + at;
    return entry;
  }
}

/** Little-endian; up to six bytes stay exact in a number. */
function readUint(page: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  for (let i = bytes - 1; i >= 0; i--) value = value * 256 + page[at + i]!;
  return value;
}

function writeUint(page: Uint8Array, at: number, value: number, bytes: number): void {
  let rest = value;
  for (let i = 0; i < bytes; i++) {
    page[at + i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}
