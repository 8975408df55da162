/** The compiled programme: immutable, shared by all receipts, swapped whole. */
import type { Programme } from './types.js';

export interface RuleSet {
  readonly programme: Programme;
  readonly version: number;
  readonly hash: string;
}
