/** What the rows of a list come to, as apply-rows.ts has Postgres reckon it: the MD5 of each row, summed up by halves, in any order. */
import { hash } from 'node:crypto';
import type { EpochMs } from '../../core/money.js';
import type { PriceRow } from './price-table.js';

export const NO_ROWS_HASH = '0'.repeat(32);
const WORD = 0x1_0000_0000;

export class RowsHash {
  /** 32 bits each; two are a half, the higher one first. */
  private readonly words: number[];
  private last: { readonly ms: EpochMs; readonly text: string } = { ms: -Infinity, text: '-Infinity' };

  constructor(from = NO_ROWS_HASH) {
    this.words = [0, 8, 16, 24].map((at) => parseInt(from.slice(at, at + 8), 16));
  }

  add(sku: string, row: PriceRow): void {
    this.sum(this.digest(sku, row), 1);
  }

  take(sku: string, row: PriceRow): void {
    this.sum(this.digest(sku, row), -1);
  }

  get hex(): string {
    return this.words.map((word) => word.toString(16).padStart(8, '0')).join('');
  }

  private digest(sku: string, { fromMs, toMs, unitPriceMinor }: PriceRow): string {
    return hash('md5', `${sku}\u001f${this.epoch(fromMs)}\u001f${epochText(toMs)}\u001f${unitPriceMinor}`, 'binary');
  }

  /** Rows of a list mostly begin at one instant. */
  private epoch(ms: EpochMs): string {
    if (ms !== this.last.ms) this.last = { ms, text: epochText(ms) };
    return this.last.text;
  }

  private sum(digest: string, sign: 1 | -1): void {
    for (const half of [0, 2]) {
      const low = this.words[half + 1]! + sign * wordOf(digest, half + 1);
      const carry = low >= WORD ? 1 : low < 0 ? -1 : 0;
      this.words[half + 1] = low - carry * WORD;
      const high = this.words[half]! + sign * wordOf(digest, half) + carry;
      this.words[half] = high >= WORD ? high - WORD : high < 0 ? high + WORD : high;
    }
  }
}

function wordOf(digest: string, word: number): number {
  const at = word * 4;
  const low = (digest.charCodeAt(at + 1) << 16) | (digest.charCodeAt(at + 2) << 8) | digest.charCodeAt(at + 3);
  return digest.charCodeAt(at) * 0x100_0000 + low;
}

/** As Postgres writes `extract(epoch FROM …)`: 1767225600.000000. */
function epochText(ms: EpochMs): string {
  if (!Number.isFinite(ms)) return ms < 0 ? '-Infinity' : 'Infinity';
  const digits = String(Math.abs(ms)).padStart(4, '0');
  return `${ms < 0 ? '-' : ''}${digits.slice(0, -3)}.${digits.slice(-3)}000`;
}
