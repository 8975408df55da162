import type { MigrationInterface } from 'typeorm';
import { Ledger1763800001000 } from './1763800001000-ledger.js';

/** Every migration, oldest first. An explicit list works the same from TypeScript under Jest and from dist. */
export const migrations: (new () => MigrationInterface)[] = [
  Ledger1763800001000,
];
