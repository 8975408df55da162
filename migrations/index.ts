import type { MigrationInterface } from 'typeorm';
import { Ledger1763800001000 } from './1763800001000-ledger.js';
import { Rulebook1763800002000 } from './1763800002000-rulebook.js';
import { Post1763800003000 } from './1763800003000-post.js';

/** Every migration, oldest first. An explicit list works the same from TypeScript under Jest and from dist. */
export const migrations: (new () => MigrationInterface)[] = [Ledger1763800001000, Rulebook1763800002000, Post1763800003000];
