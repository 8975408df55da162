import type { MigrationInterface } from 'typeorm';

/** Every migration, oldest first. An explicit list works the same from TypeScript under Jest and from dist. */
export const migrations: (new () => MigrationInterface)[] = [];
