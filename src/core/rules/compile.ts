import { Fault } from '../invariant.js';
import type { RuleSet } from './rule-set.js';
import type { Programme } from './types.js';

/** Compiles a validated programme. `hash` is the content hash of the document, `version` the number it is published under. */
export function compile(programme: Programme, version: number, hash: string): RuleSet {
  if (programme.format !== 'tallystick/1') throw new Fault(`unknown programme format ${String(programme.format)}`);
  return { programme, version, hash };
}
