/** What a receipt discount could not place on a line goes to the lines that have room. */
import type { CompiledRule } from '../rules/rule-set.js';
import type { Draft, Piece } from './pieces.js';
import { WHOLE_LINE } from './pieces.js';
import { spread } from './split.js';
import { roomOf } from './work.js';
import type { Work } from './work.js';

/** Percentages of the stage `receipt`; amounts are placed by their rooms from the first, and prices belong to their own lines. */
export function isRespread({ stage, benefit }: CompiledRule): boolean {
  return stage === 'receipt' && (benefit.kind === 'percent' || benefit.kind === 'thresholdTiers');
}

/**
 * In place. 50 % of 10.00 and 10.00 where the first may not go below 9.00 → 1.00 and 9.00 off, 10.00 in all; where the second
 * may not go below 8.00 either → 1.00 and 2.00.
 */
export function respread(work: Work, draft: Draft): Draft {
  const { pieces } = draft;
  if (!pieces.every(({ portion }) => portion === WHOLE_LINE)) return draft;
  const missing = cutToRoom(pieces);
  if (missing === 0) return draft;
  const { split, rounding } = work.ruleSet.settings;
  const rooms = pieces.map(({ line, amount }) => roomOf(line) - amount);
  const more = spread(
    missing,
    pieces.map(({ line }) => line.runningMinor),
    rooms,
    split,
    rounding,
  );
  pieces.forEach((piece, i) => (piece.amount += more[i]!));
  return draft;
}

/** What was too much, over all pieces. */
function cutToRoom(pieces: readonly Piece[]): number {
  let cut = 0;
  for (const piece of pieces) {
    const room = roomOf(piece.line);
    if (piece.amount <= room) continue;
    cut += piece.amount - room;
    piece.amount = room;
  }
  return cut;
}
