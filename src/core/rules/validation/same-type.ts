/** Proves to the compiler that the schema and the documented types say the same: a field added to one alone does not compile. */
import type { z } from 'zod';
import type { Programme } from '../types.js';
import type { programmeSchema } from './programme-schema.js';

type Plain<T> = T extends readonly (infer Item)[] ? Plain<Item>[] : T extends object ? { -readonly [Key in keyof T]: Plain<T[Key]> } : T;
/** Without optional fields: two types that differ in one of those are assignable to each other, and these are not. */
type Full<T> = T extends readonly (infer Item)[] ? Full<Item>[] : T extends object ? { -readonly [Key in keyof T]-?: Full<T[Key]> } : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

type Checked = z.infer<typeof programmeSchema>;

export const SCHEMA_IS_PROGRAMME: readonly [Same<Plain<Checked>, Plain<Programme>>, Same<Full<Checked>, Full<Programme>>] = [true, true];
