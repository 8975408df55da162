/** Names in Redis. The namespace keeps engines of several systems apart that share one Redis. */

/** The canonical text of a published programme. */
export const rulesetKey = (namespace: string, version: number): string => `tallystick:${namespace}:ruleset:${version}`;

/** JSON { version, hash, liveFromMs } of the greatest published version. */
export const pointerKey = (namespace: string): string => `tallystick:${namespace}:live`;

/** Channel on which a writer says what it has changed. */
export const channelOf = (namespace: string): string => `tallystick:${namespace}:changes`;

/** What is said there. It carries no facts: who hears it looks in Postgres. */
export const CHANGES = ['rules', 'terminals', 'catalogue', 'prices'] as const;
export type Change = (typeof CHANGES)[number];
