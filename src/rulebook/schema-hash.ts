import { z } from 'zod';
import { programmeSchema } from '../core/rules/validation/programme-schema.js';
import { contentHash } from './canonical.js';

let known: string | null = null;

/**
 * Which documents this program understands, as the hash of its schema. A document that was validated by the same schema needs no
 * second validation, which for ten thousand rules would hold the event loop for a second. Computed once, in some 50 ms.
 */
export function schemaHash(): string {
  known ??= contentHash(JSON.stringify(z.toJSONSchema(programmeSchema, { unrepresentable: 'any' })));
  return known;
}
